/* bw-coordinate-item.h - what is known about one coordinate of what is shown: a row of the table on the
 * Analyse page.
 *
 * Signal: changed. */
#pragma once

#include "app/session/bw-session.h"

typedef enum {
  BW_COORDINATE_BEADS,
  BW_COORDINATE_CENTROID,
  BW_COORDINATE_CLASSICAL,
  BW_COORDINATE_DIFFERENCE, /* quantum minus classical; where nothing is classical, beads minus centroid */
  BW_N_COORDINATE_MEANS,
} BwCoordinateMean;

#define BW_TYPE_COORDINATE_ITEM (bw_coordinate_item_get_type())
G_DECLARE_FINAL_TYPE(BwCoordinateItem, bw_coordinate_item, BW, COORDINATE_ITEM, GObject)

/* Of the session's coordinate `index`. */
BwCoordinateItem *bw_coordinate_item_new(int index);
int bw_coordinate_item_get_index(BwCoordinateItem *self);
const char *bw_coordinate_item_get_name(BwCoordinateItem *self);               /* "O2–H8" */
const char *bw_coordinate_item_get_unit(BwCoordinateItem *self);               /* that means are in */
BwMean bw_coordinate_item_get(BwCoordinateItem *self, BwCoordinateMean which); /* n 0: not known */
gboolean bw_coordinate_item_is_pinned(BwCoordinateItem *self);
/* From what the session knows now. */
void bw_coordinate_item_update(BwCoordinateItem *self, BwSession *session);
