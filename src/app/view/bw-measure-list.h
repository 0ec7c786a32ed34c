/* bw-measure-list.h - what is measured, in words, in a corner of the view: one row each, with buttons that
 * plot it and that keep it.
 *
 * Signals: plot (int row), keep (int row, gboolean keep). */
#pragma once

#include <gtk/gtk.h>

#define BW_TYPE_MEASURE_LIST (bw_measure_list_get_type())
G_DECLARE_FINAL_TYPE(BwMeasureList, bw_measure_list, BW, MEASURE_LIST, GtkBox)

typedef struct {
  const char *name, *number; /* "O2–H8", "0.972 Å" */
  gboolean plotted, kept;
} BwMeasureRow;

/* Copies. Rows keep their widgets, so that numbers that change disturb nobody. */
void bw_measure_list_set(BwMeasureList *self, const BwMeasureRow *rows, int n);
