/* Networks in files: from a description and matrices to a network, and back. */
#include "base/array.h"
#include "base/error.h"
#include "potential/network/outputs.h"
#include "potential/networks.h"

#include <math.h>
#include <string.h>

/* Loading */

/* Before memory is taken for it: a description that claims more than the matrices there are is damaged. */
static gboolean check_sizes(const BwNetworkFile *file, GKeyFile *description, GError **error)
{
  const GArray *matrices = g_ptr_array_index(file->members, 0);
  const BwNetworkMatrix *embedding = bw_network_file_find(file, 0, "embedding.weight");
  int n_interactions = g_key_file_get_integer(description, "network", "n_interactions", NULL),
      n_features = g_key_file_get_integer(description, "network", "n_atom_basis", NULL);
  if (n_interactions > (int)matrices->len)
    return bw_fail(error, BW_ERROR_FORMAT, "n_interactions = %d, which its %u matrices are too few for",
                   n_interactions, matrices->len);
  return !embedding || embedding->columns >= n_features ||
         bw_fail(error, BW_ERROR_FORMAT,
                 "n_atom_basis = %d, but array 'members/0/embedding.weight' has %d columns", n_features,
                 embedding->columns);
}

static BwNetwork *make(const BwNetworkFile *file, GError **error)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_autoptr(GError) reason = NULL;
  BwNetwork *network = NULL;
  if (g_key_file_load_from_data(description, file->description, (gsize)-1, G_KEY_FILE_NONE, &reason) &&
      check_sizes(file, description, &reason))
    network = bw_network_make(description, file->elements, file->n_elements, &reason);
  if (!network)
    bw_fail_file(
        error, BW_ERROR_FORMAT, file->path,
        "its description is not of a network known here: %s; use a newer program, or copy the file again",
        reason->message);
  return network;
}

static gboolean load_matrix(const BwNetworkFile *file, int member, const BwParameter *parameter,
                            double *values, GError **error)
{
  const BwNetworkMatrix *matrix = bw_network_file_find(file, member, parameter->name);
  if (!matrix)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "array 'members/%d/%s' is missing, which its description asks for", member,
                        parameter->name);
  if (matrix->rows != parameter->rows || matrix->columns != parameter->columns)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "array 'members/%d/%s' is %d × %d, where its description asks for %d × %d", member,
                        parameter->name, matrix->rows, matrix->columns, parameter->rows, parameter->columns);
  memcpy(values, matrix->values, sizeof *values * matrix->rows * matrix->columns);
  return TRUE;
}

static gboolean load_weights(BwNetwork *self, const BwNetworkFile *file, int member, GError **error)
{
  int n = bw_parameters_get_n(&self->parameters);
  const GArray *matrices = g_ptr_array_index(file->members, member);
  for (int p = 0; p < n; p++)
    if (!load_matrix(file, member, bw_parameters_get(&self->parameters, p),
                     bw_parameters_get_values(&self->parameters, p), error))
      return FALSE;
  if ((int)matrices->len != n)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                        "member %d has %u matrices, where its description asks for %d", member, matrices->len,
                        n);
  return TRUE;
}

static gboolean load_scale(const BwNetwork *self, const BwNetworkFile *file, const char *name, double *scale,
                           double *offsets, GError **error)
{
  int k = 0;
  while (file->outputs[k] && strcmp(file->outputs[k], name) != 0)
    k++;
  if (!file->outputs[k])
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "there are no scale and offsets of its %s", name);
  *scale = file->scales[k];
  memcpy(offsets, file->offsets + (gsize)k * self->n_elements, sizeof *offsets * self->n_elements);
  return TRUE;
}

static gboolean load_outputs(BwNetwork *self, const BwNetworkFile *file, GError **error)
{
  if (self->has_energy && !load_scale(self, file, "energy", &self->scale, self->offsets, error))
    return FALSE;
  for (int o = 0; o < self->n_outputs; o++) {
    BwOutput *output = &self->outputs[o];
    if (!load_scale(self, file, output->name, &output->scale, output->offsets, error))
      return FALSE;
  }
  return TRUE;
}

BwNetwork *bw_network_load(const BwNetworkFile *file, int member, GError **error)
{
  g_autoptr(BwNetwork) self = make(file, error);
  if (!self || !load_weights(self, file, member, error) || !load_outputs(self, file, error))
    return NULL;
  return g_steal_pointer(&self);
}

/* Of a force field */

/* In the units that errors are told in; NaN: not stated. */
static double find_force_error(const BwNetworkFile *file)
{
  const char *unit;
  for (guint i = 0; i < file->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
    if (g_str_equal(measured->name, "forces"))
      return measured->mae * bw_network_file_told_in(file, measured->unit, &unit);
  }
  return NAN;
}

void bw_network_label(BwPotential *potential, const BwNetworkFile *file)
{
  g_free(potential->path);
  potential->path = g_strdup(file->path);
  g_free(potential->name);
  potential->name = g_strdup(file->dataset_name);
  g_free(potential->theory);
  potential->theory = g_strdup(file->dataset_theory);
  if (file->units.length)
    potential->length_unit = file->units.length;
  if (file->units.energy)
    potential->energy_unit = file->units.energy;
  potential->force_error = find_force_error(file);
}

/* Storing */

/* Names, scales and offsets of all that it predicts, the energy first. */
static void store_outputs(const BwNetwork *self, BwNetworkFile *file)
{
  int n = 0, n_elements = self->n_elements;
  file->outputs = g_new0(char *, self->n_outputs + 2);
  file->scales = bw_new(double, self->n_outputs + 1);
  file->offsets = bw_new(double, (gsize)(self->n_outputs + 1) * n_elements);
  for (int o = self->has_energy ? -1 : 0; o < self->n_outputs; o++, n++) {
    const BwOutput *output = o < 0 ? NULL : &self->outputs[o];
    file->outputs[n] = g_strdup(output ? output->name : "energy");
    file->scales[n] = output ? output->scale : self->scale;
    memcpy(file->offsets + (gsize)n * n_elements, output ? output->offsets : self->offsets,
           sizeof *file->offsets * n_elements);
  }
}

/* What all members are. */
static void store_common(const BwNetwork *self, BwNetworkFile *file)
{
  g_autoptr(GKeyFile) description = bw_network_describe(self);
  file->method = self->klass->method;
  file->description = g_key_file_to_data(description, NULL, NULL);
  file->n_elements = self->n_elements;
  file->elements = bw_new(int, self->n_elements);
  memcpy(file->elements, self->elements, sizeof *self->elements * self->n_elements);
  store_outputs(self, file);
}

void bw_network_store(const BwNetwork *self, BwNetworkFile *file)
{
  if (file->members->len == 0)
    store_common(self, file);
  GArray *member = bw_network_file_add_member(file);
  for (int p = 0; p < bw_parameters_get_n(&self->parameters); p++) {
    const BwParameter *parameter = bw_parameters_get(&self->parameters, p);
    double *values = bw_network_member_add(member, parameter->name, parameter->rows, parameter->columns);
    memcpy(values, bw_parameters_get_values(&self->parameters, p),
           sizeof *values * parameter->rows * parameter->columns);
  }
}
