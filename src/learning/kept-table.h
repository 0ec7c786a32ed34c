/* kept-table.h - a table of results that is written as work goes on, and read to go on with it: CSV, whose
 * head says what it is of and by which data and settings it is known. */
#pragma once

#include <glib.h>

enum { BW_KEPT_COLUMNS = 80 };

typedef struct {
  char name[16]; /* "" where rows have none */
  double values[BW_KEPT_COLUMNS];
} BwKeptRow;

typedef struct {
  const char *kind; /* "learning curve" */
  const char *path, *title, *identity;
  char *header;   /* names of all columns, with commas between them; owned */
  gboolean named; /* the first column is the name of the row */
  int n_values;   /* other columns */
} BwKeptTable;

void bw_kept_table_clear(BwKeptTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwKeptTable, bw_kept_table_clear)

/* rows: of BwKeptRow. The old content or the new one, whatever happens. */
gboolean bw_kept_table_write(const BwKeptTable *table, const GArray *rows, GError **error);
/* Appends what is there; nothing when there is no file. Fails with ARGUMENT when it is of other data or
 * settings, FORMAT when it is malformed. */
gboolean bw_kept_table_read(const BwKeptTable *table, GArray *rows, GError **error);
