/* bw-output-rows.h - what a network learns beside energies and forces: a row for each of the data's labels.
 *
 * Signal: changed (by a person). */
#pragma once

#include "system/collection.h"

#include <adwaita.h>

#define BW_TYPE_OUTPUT_ROWS (bw_output_rows_get_type())
G_DECLARE_FINAL_TYPE(BwOutputRows, bw_output_rows, BW, OUTPUT_ROWS, AdwExpanderRow)

/* Offers what can be learned of data (NULL: nothing). */
void bw_output_rows_set_data(BwOutputRows *self, const BwCollection *data);
/* Chooses what the group [outputs] of a network's description asks for. */
void bw_output_rows_show(BwOutputRows *self, GKeyFile *description);
/* Makes [outputs] ask for what is chosen; lines that no row is for stay. */
void bw_output_rows_write(BwOutputRows *self, GKeyFile *description);
