/* bw-coordinate-table.h - all coordinates of what is shown with their averages, to sort, choose and keep.
 *
 * What is chosen in it is chosen everywhere. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_COORDINATE_TABLE (bw_coordinate_table_get_type())
G_DECLARE_FINAL_TYPE(BwCoordinateTable, bw_coordinate_table, BW, COORDINATE_TABLE, AdwBin)

/* The session must outlive the table, or be taken away with NULL. */
void bw_coordinate_table_set_session(BwCoordinateTable *self, BwSession *session);
/* What is known has changed. */
void bw_coordinate_table_update(BwCoordinateTable *self);
/* All of it, as it is sorted, means and errors in columns of their own; `separator` ',' or a tab. New. */
char *bw_coordinate_table_write(BwCoordinateTable *self, char separator);
