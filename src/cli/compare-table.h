/* compare-table.h - what models came to on one dataset: as a table that is kept, printed and drawn. */
#pragma once

#include "learning/train.h"

/* What networks predict beside energy and forces. */
typedef struct {
  const char *name, *unit; /* interned; unit NULL: not stated */
} BwComparedOutput;

typedef struct {
  BwModelKind kind;
  gint64 n_parameters;                              /* weights, or coefficients of a kernel model */
  gint64 n_epochs;                                  /* 0: a kernel model */
  double seconds;                                   /* of training */
  BwErrors errors;                                  /* on the test set, or the validation's */
  double mae[BW_MAX_OUTPUTS], rmse[BW_MAX_OUTPUTS]; /* of the outputs there, in their units; NaN: no labels */
  double microseconds;                              /* of one prediction of one structure, on one thread */
} BwComparedModel;

typedef struct {
  char *path;              /* of the table */
  char *identity, *title;  /* "models on ethanol" */
  const char *energy_unit; /* of the data; interned */
  double energy;           /* factor to eV */
  const char *measured_on; /* "validation" or "test" */
  gboolean has_energy;     /* the models predict energies, and forces with them */
  int n_outputs;           /* beside those */
  BwComparedOutput outputs[BW_MAX_OUTPUTS];
} BwCompareTable;

void bw_compare_table_clear(BwCompareTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwCompareTable, bw_compare_table_clear)

/* models: of BwComparedModel. As bw_kept_table_read() and bw_kept_table_write(). */
gboolean bw_compare_table_read(const BwCompareTable *table, GArray *models, GError **error);
gboolean bw_compare_table_write(const BwCompareTable *table, const GArray *models, GError **error);

void bw_compare_table_print(const BwCompareTable *table, const GArray *models);
void bw_compare_table_print_json(const BwCompareTable *table, const GArray *models);
/* Errors over the time of a prediction, a dot for each model: .pdf, .svg or .png. */
gboolean bw_compare_table_draw(const BwCompareTable *table, const GArray *models, const char *path,
                               GError **error);
