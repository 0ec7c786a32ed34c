/* plot-table.h - quantities of the frames of a run, side by side. */
#pragma once

#include "cli/plot-request.h"

enum { BW_TABLE_COLUMNS = 3 };

/* One quantity of the frames. */
typedef struct {
  const char *kind;  /* of plot that shows it */
  const char *names; /* under which files keep it, blank separated */
  const char *legend, *title;
  const char *unit; /* to show it in; NULL: the file's */
  const char *json; /* its name for machines, with the unit; NULL: the legend */
  BwAccent accent;
  int component;
} BwQuantity;

typedef struct {
  const BwPlotRequest *request;
  BwQuantity quantities[BW_TABLE_COLUMNS];
  int n_quantities;
  gsize n_frames;
  GArray *values[BW_TABLE_COLUMNS]; /* of double, NaN where a frame has none */
  const char *units[BW_TABLE_COLUMNS];
  gboolean found[BW_TABLE_COLUMNS];
  GArray *times, *steps; /* of double: fs, NaN where not known; −1 where not known */
} BwTable;

void bw_table_init(BwTable *table, const BwPlotRequest *request);
void bw_table_clear(BwTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwTable, bw_table_clear)

/* Fills it in for the quantities it was given, in their units; those that no frame has are taken out. */
gboolean bw_table_read(BwTable *table, GError **error);

const double *bw_table_values(const BwTable *table, int q);

/* The x axis: time in the unit in which its numbers are short, else steps, else frames counted. New. */
double *bw_table_x(const BwTable *table, const char **title);
