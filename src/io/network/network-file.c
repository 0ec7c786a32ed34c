#include "io/network/network-file.h"
#include "base/array.h"
#include "io/hdf5/h5.h"
#include "io/network/network-layout.h"

#include <math.h>
#include <string.h>

static void clear_matrix(gpointer data)
{
  BwNetworkMatrix *matrix = data;
  g_free(matrix->name);
  bw_free(matrix->values);
}

static void clear_error(gpointer data)
{
  g_free(((BwNetworkError *)data)->name);
}

static void free_member(gpointer member)
{
  g_array_unref(member);
}

BwNetworkFile *bw_network_file_new(void)
{
  BwNetworkFile *file = g_new0(BwNetworkFile, 1);
  file->method = "network";
  file->members = g_ptr_array_new_with_free_func(free_member);
  file->errors = g_array_new(FALSE, FALSE, sizeof(BwNetworkError));
  g_array_set_clear_func(file->errors, clear_error);
  file->spread_limit = NAN;
  file->n_train = file->n_valid = file->n_epochs = -1;
  return file;
}

void bw_network_file_free(BwNetworkFile *file)
{
  if (!file)
    return;
  g_free(file->path);
  g_free(file->description);
  g_free(file->code_version);
  bw_free(file->elements);
  g_ptr_array_unref(file->members);
  g_strfreev(file->outputs);
  bw_free(file->scales);
  bw_free(file->offsets);
  g_free(file->dataset_name);
  g_free(file->dataset_theory);
  bw_free(file->idxs_train);
  bw_free(file->idxs_valid);
  g_free(file->training);
  g_array_unref(file->errors);
  g_free(file);
}

GArray *bw_network_file_add_member(BwNetworkFile *file)
{
  GArray *member = g_array_new(FALSE, FALSE, sizeof(BwNetworkMatrix));
  g_array_set_clear_func(member, clear_matrix);
  g_ptr_array_add(file->members, member);
  return member;
}

double *bw_network_member_add(GArray *member, const char *name, int rows, int columns)
{
  const BwNetworkMatrix matrix = {g_strdup(name), rows, columns, bw_new0(double, (gsize)rows *columns)};
  g_array_append_val(member, matrix);
  return matrix.values;
}

void bw_network_file_add_error(BwNetworkFile *file, const char *name, const char *unit, double mae,
                               double rmse)
{
  const BwNetworkError measured = {g_strdup(name), g_intern_string(unit), mae, rmse};
  g_array_append_val(file->errors, measured);
}

double bw_network_file_told_in(const BwNetworkFile *file, const char *stored, const char **unit)
{
  const BwUnitSystem *data = &file->units;
  BwUnitSystem own = {.length = data->length ? data->length : "Å",
                      .energy = data->energy ? data->energy : "eV"};
  double energy = 1, force = 1;
  bw_unit_system_factors(&own, NULL, &energy, &force, NULL, NULL); /* reading the file checked them */
  gboolean is_energy = g_strcmp0(stored, "eV") == 0, is_force = g_strcmp0(stored, "eV/Å") == 0;
  const char *length = g_str_equal(own.length, "Ang") ? "Å" : own.length; /* as sGDML writes it */
  g_autofree char *name = is_force ? g_strconcat(own.energy, "/", length, NULL) : g_strdup(stored);
  *unit = g_intern_string(is_energy ? own.energy : name);
  return is_energy ? 1 / energy : is_force ? 1 / force : 1;
}

BwNetworkMatrix *bw_network_file_find(const BwNetworkFile *file, int member, const char *name)
{
  if (member < 0 || member >= (int)file->members->len)
    return NULL;
  GArray *matrices = g_ptr_array_index(file->members, member);
  for (guint i = 0; i < matrices->len; i++) {
    BwNetworkMatrix *matrix = &g_array_index(matrices, BwNetworkMatrix, i);
    if (g_str_equal(matrix->name, name))
      return matrix;
  }
  return NULL;
}

gboolean bw_network_file_is(const char *path)
{
  g_auto(BwH5) h5 = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? bw_h5_open_file(path, NULL) : -1;
  if (h5 < 0)
    return FALSE;
  g_autofree char *kind = bw_h5_get_string(h5, "beadwork_kind"), *family = bw_h5_get_string(h5, "family");
  return g_strcmp0(kind, "model") == 0 && g_strcmp0(family, BW_NETWORK_FAMILY) == 0;
}

gboolean bw_network_file_check_format(const char *path, GError **error)
{
  return g_str_has_suffix(path, ".bwmodel") ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                      "a network is kept in a file whose name ends with .bwmodel");
}
