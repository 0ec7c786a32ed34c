#include "learning/curve-file.h"
#include "base/error.h"
#include "base/units.h"
#include "learning/kept-table.h"

/* Its table, to be cleared. */
static BwKeptTable describe(const BwCurveFile *file)
{
  const char *unit = file->energy_unit;
  return (BwKeptTable){.kind = "learning curve",
                       .path = file->path,
                       .title = file->title,
                       .identity = file->identity,
                       .header = g_strdup_printf(
                           "training points,energy MAE (%s),energy RMSE (%s),energy MAE without offset (%s),"
                           "force MAE (%s/Å),force RMSE (%s/Å),sigma,lambda,seconds,validation frames",
                           unit, unit, unit, unit, unit),
                       .n_values = 10};
}

static BwKeptRow make_row(const BwLearningPoint *point, double energy)
{
  const BwErrors *e = &point->errors;
  return (BwKeptRow){.values = {point->n_train, e->energy_mae / energy, e->energy_rmse / energy,
                                e->energy_mae_shifted / energy, e->force_mae / energy, e->force_rmse / energy,
                                point->sigma, point->lambda, point->seconds, e->n}};
}

gboolean bw_curve_file_write(const BwCurveFile *file, const GArray *points, GError **error)
{
  g_auto(BwKeptTable) table = describe(file);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  for (guint i = 0; i < points->len; i++) {
    const BwKeptRow row = make_row(&g_array_index(points, BwLearningPoint, i), file->energy);
    g_array_append_val(rows, row);
  }
  return bw_kept_table_write(&table, rows, error);
}

static BwLearningPoint read_row(const BwKeptRow *row, double energy)
{
  const double *values = row->values;
  return (BwLearningPoint){.n_train = (int)values[0],
                           .sigma = values[6],
                           .lambda = values[7],
                           .seconds = values[8],
                           .errors = {.energy_mae = values[1] * energy,
                                      .energy_rmse = values[2] * energy,
                                      .energy_mae_shifted = values[3] * energy,
                                      .force_mae = values[4] * energy,
                                      .force_rmse = values[5] * energy,
                                      .n = (int)values[9]}};
}

static gboolean read_points(const BwCurveFile *file, GArray *points, GError **error)
{
  g_auto(BwKeptTable) table = describe(file);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BwKeptRow));
  if (!bw_kept_table_read(&table, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const BwLearningPoint point = read_row(&g_array_index(rows, BwKeptRow, i), file->energy);
    if (point.n_train <= 0 || point.sigma <= 0) /* networks have no sigma */
      return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "row %u is not a point of the curve", i + 1);
    g_array_append_val(points, point);
  }
  return TRUE;
}

gboolean bw_curve_file_open(BwCurveFile *file, const char *path, const BwCollection *data,
                            const BwLearningCurve *curve, GArray *points, GError **error)
{
  const char *kind = bw_model_kind_name(curve->settings.kind);
  const BwDataset *first = g_ptr_array_index(data->parts, 0);
  *file = (BwCurveFile){.path = g_strdup(path)};
  file->title = g_strdup_printf("%s on %s", kind, data->name ? data->name : data->path);
  file->energy_unit = g_intern_string(first->units.energy ? first->units.energy : "eV");
  file->identity = bw_learning_curve_identify(data, curve, error);
  return file->identity &&
         bw_unit_parse_as(file->energy_unit, BW_DIMENSION_ENERGY, "energy", &file->energy, error) &&
         (!curve->settings.resume || read_points(file, points, error));
}

void bw_curve_file_clear(BwCurveFile *file)
{
  g_free(file->path);
  g_free(file->identity);
  g_free(file->title);
}
