#include "learning/curve-file.h"
#include "base/error.h"
#include "base/units.h"
#include "io/atomic-file.h"

#include <stdio.h>
#include <string.h>

#define IDENTITY "# identity: "
enum { COLUMNS = 10 };

static void add_row(GString *text, const BwLearningPoint *point, double energy)
{
  const BwErrors *e = &point->errors;
  const double values[COLUMNS] = {point->n_train,
                                  e->energy_mae / energy,
                                  e->energy_rmse / energy,
                                  e->energy_mae_shifted / energy,
                                  e->force_mae / energy,
                                  e->force_rmse / energy,
                                  point->sigma,
                                  point->lambda,
                                  point->seconds,
                                  e->n};
  for (int c = 0; c < COLUMNS; c++) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(text, c > 0 ? "," : "");
    g_string_append(text, g_ascii_dtostr(number, sizeof number, values[c]));
  }
  g_string_append_c(text, '\n');
}

gboolean bw_curve_file_write(const BwCurveFile *file, const GArray *points, GError **error)
{
  g_autoptr(BwAtomicFile) out = bw_atomic_file_new(file->path, error);
  if (!out)
    return FALSE;
  g_autoptr(GString) text = g_string_new(NULL);
  const char *unit = file->energy_unit;
  g_string_append_printf(text, "# learning curve: %s\n" IDENTITY "%s\n", file->title, file->identity);
  g_string_append_printf(text,
                         "training points,energy MAE (%s),energy RMSE (%s),energy MAE without offset (%s),"
                         "force MAE (%s/Å),force RMSE (%s/Å),sigma,lambda,seconds,validation frames\n",
                         unit, unit, unit, unit, unit);
  for (guint i = 0; i < points->len; i++)
    add_row(text, &g_array_index(points, BwLearningPoint, i), file->energy);
  return bw_atomic_file_write(out, text->str, text->len, error) && bw_atomic_file_commit(out, error);
}

static gboolean parse_row(const char *line, double energy, BwLearningPoint *point)
{
  double values[COLUMNS];
  for (int c = 0; c < COLUMNS; c++) {
    char *end;
    values[c] = g_ascii_strtod(line, &end);
    if (end == line || *end != (c < COLUMNS - 1 ? ',' : '\0'))
      return FALSE;
    line = end + 1;
  }
  *point = (BwLearningPoint){
      .n_train = (int)values[0], .sigma = values[6], .lambda = values[7], .seconds = values[8]};
  point->errors = (BwErrors){.energy_mae = values[1] * energy,
                             .energy_rmse = values[2] * energy,
                             .energy_mae_shifted = values[3] * energy,
                             .force_mae = values[4] * energy,
                             .force_rmse = values[5] * energy,
                             .n = (int)values[9]};
  return point->n_train > 0 && !(point->sigma <= 0); /* networks have none */
}

static gboolean read_points(const BwCurveFile *file, GArray *points, GError **error)
{
  g_autofree char *content = NULL;
  if (!g_file_test(file->path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents(file->path, &content, NULL, NULL))
    return bw_fail_file(error, BW_ERROR_FILE, file->path, "cannot be read");
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  guint n = g_strv_length(lines);
  if (n < 3 || !g_str_has_prefix(lines[1], IDENTITY))
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "is no learning curve; give -o another name");
  if (!g_str_equal(lines[1] + strlen(IDENTITY), file->identity))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, file->path,
                        "is a learning curve of other data or settings; give -o another name, or leave "
                        "--resume out");
  for (guint i = 3; i < n; i++) {
    BwLearningPoint point;
    if (*lines[i] == '\0')
      continue;
    if (!parse_row(lines[i], file->energy, &point))
      return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "line %u is not a point of the curve", i + 1);
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
