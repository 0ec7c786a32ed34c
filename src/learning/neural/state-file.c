/* The state of a training of networks in HDF5: /identity, /members (those that are done) and /fit (the one
 * that is not). */
#include "base/array.h"
#include "base/error.h"
#include "io/atomic-file.h"
#include "io/hdf5/h5.h"
#include "learning/neural/state.h"

#include <string.h>

enum { FORMAT_VERSION = 1 };

/* The vectors of a fit, as its file names them. */
typedef struct {
  const char *name;
  double *values;
} Vector;

enum { N_VECTORS = 5 };

static void list_vectors(const BwFit *fit, Vector vectors[N_VECTORS])
{
  const Vector all[N_VECTORS] = {{"weights", fit->network->parameters.values},
                                 {"average", fit->average},
                                 {"best", fit->best},
                                 {"adam_mean", fit->adam.mean},
                                 {"adam_square", fit->adam.square}};
  memcpy(vectors, all, sizeof all);
}

static gboolean save_fit(hid_t file, const BwFit *fit, GError **error)
{
  if (!fit)
    return TRUE;
  g_auto(BwH5) group = bw_h5_create_group(file, "fit", error);
  const hsize_t n = fit->network->parameters.n_values, size = sizeof fit->sums;
  Vector vectors[N_VECTORS];
  list_vectors(fit, vectors);
  for (int v = 0; v < N_VECTORS; v++)
    if (group < 0 ||
        !bw_h5_write_sealed(group, vectors[v].name, H5T_NATIVE_DOUBLE, 1, &n, vectors[v].values, NULL, error))
      return FALSE;
  const BwSchedule *schedule = &fit->schedule;
  return bw_h5_set_int(group, "step", fit->adam.step, error) &&
         bw_h5_set_int(group, "position", fit->position, error) &&
         bw_h5_set_int(group, "epoch", schedule->epoch, error) &&
         bw_h5_set_int(group, "best_epoch", schedule->best_epoch, error) &&
         bw_h5_set_int(group, "waiting", schedule->waiting, error) &&
         bw_h5_set_double(group, "rate", schedule->rate, error) &&
         bw_h5_set_double(group, "best_loss", schedule->best, error) &&
         bw_h5_write_sealed(group, "sums", H5T_NATIVE_UINT8, 1, &size, &fit->sums, NULL, error);
}

static gboolean save_members(const BwNeuralState *self, hid_t file, GError **error)
{
  if (self->members->len == 0)
    return TRUE;
  const hsize_t dims[] = {self->members->len, self->n_values};
  gsize n = self->n_values;
  g_autoptr(BwDoubles) all = bw_new(double, self->members->len *n);
  for (guint m = 0; m < self->members->len; m++)
    memcpy(all + m * n, self->members->pdata[m], n * sizeof *all);
  return bw_h5_write_sealed(file, "members", H5T_NATIVE_DOUBLE, 2, dims, all, NULL, error) &&
         bw_h5_write_sealed(file, "epochs", H5T_NATIVE_INT, 1, dims, self->epochs->data, NULL, error);
}

static gboolean save_all(const BwNeuralState *self, const BwFit *fit, hid_t file, GError **error)
{
  return bw_h5_set_string_sealed(file, "beadwork_kind", "network training", error) &&
         bw_h5_set_int(file, "format_version", FORMAT_VERSION, error) &&
         bw_h5_set_string_sealed(file, "identity", self->identity, error) &&
         save_members(self, file, error) && save_fit(file, fit, error) && bw_h5_flush(file, error);
}

gboolean bw_neural_state_save(const BwNeuralState *self, const BwFit *fit, const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) atomic = bw_atomic_file_new(path, error);
  if (!atomic)
    return FALSE;
  hid_t file = bw_h5_create_file(bw_atomic_file_get_temporary(atomic), error);
  gboolean saved = file >= 0 && save_all(self, fit, file, error);
  bw_h5_close(file);
  return saved ? bw_atomic_file_commit(atomic, error) : bw_atomic_file_explain(atomic, error);
}

/* Loading */

static gboolean fail_damaged(const char *path, GError **error)
{
  return bw_fail_file(error, BW_ERROR_FORMAT, path, "is damaged or not an unfinished training of networks");
}

/* Names the first line in which two identities differ. */
static gboolean check_identity(const BwNeuralState *self, const char *theirs, const char *path,
                               GError **error)
{
  g_auto(GStrv) ours = g_strsplit(self->identity, "\n", -1), other = g_strsplit(theirs, "\n", -1);
  for (int i = 0; ours[i] && other[i]; i++)
    if (strcmp(ours[i], other[i]) != 0)
      return i == 0 ? bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                                   "is a training on other data; resume with the same dataset, or delete it")
                    : bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                                   "is another training: there \"%s\", now \"%s\"; resume with the same "
                                   "settings, or delete it",
                                   other[i], ours[i]);
  return g_strv_length(ours) == g_strv_length(other) || fail_damaged(path, error);
}

static gboolean load_members(BwNeuralState *self, hid_t file, GError **error)
{
  gsize n = self->n_values, n_all, n_epochs;
  if (!bw_h5_has(file, "members"))
    return TRUE;
  g_autoptr(BwDoubles) all =
      bw_h5_read(file, "members", H5T_NATIVE_DOUBLE, 2, (gint64[]){-1, (gint64)n}, &n_all, error);
  if (!all)
    return FALSE;
  int *epochs =
      bw_h5_read(file, "epochs", H5T_NATIVE_INT, 1, (gint64[]){(gint64)(n_all / n)}, &n_epochs, error);
  if (!epochs)
    return FALSE;
  g_array_append_vals(self->epochs, epochs, (guint)n_epochs);
  bw_free(epochs);
  for (gsize m = 0; m < n_epochs; m++) {
    double *weights = bw_new(double, n);
    memcpy(weights, all + m * n, n * sizeof *weights);
    g_ptr_array_add(self->members, weights);
  }
  return TRUE;
}

static gboolean load_state(BwNeuralState *self, const char *path, gboolean *unfinished, GError **error)
{
  g_auto(BwH5) file = bw_h5_open_file(path, error);
  if (file < 0)
    return FALSE;
  g_autofree char *identity = bw_h5_get_string(file, "identity");
  if (!identity)
    return fail_damaged(path, error);
  *unfinished = bw_h5_has(file, "fit");
  return check_identity(self, identity, path, error) && load_members(self, file, error);
}

static gboolean load_counters(hid_t group, BwFit *fit)
{
  gint64 step, position, epoch, best_epoch, waiting;
  BwSchedule *schedule = &fit->schedule;
  if (!bw_h5_get_int(group, "step", &step) || !bw_h5_get_int(group, "position", &position) ||
      !bw_h5_get_int(group, "epoch", &epoch) || !bw_h5_get_int(group, "best_epoch", &best_epoch) ||
      !bw_h5_get_int(group, "waiting", &waiting) || !bw_h5_get_double(group, "rate", &schedule->rate) ||
      !bw_h5_get_double(group, "best_loss", &schedule->best) || step < 0 || position < 0 || epoch < 0)
    return FALSE;
  fit->adam.step = step;
  fit->position = (int)position;
  schedule->epoch = (int)epoch;
  schedule->best_epoch = (int)best_epoch;
  schedule->waiting = (int)waiting;
  return TRUE;
}

static gboolean load_fit(const char *path, BwFit *fit, GError **error)
{
  g_auto(BwH5) file = bw_h5_open_file(path, error);
  g_auto(BwH5) group = file < 0 ? -1 : bw_h5_open(file, "fit", error);
  if (group < 0)
    return FALSE;
  const hsize_t n = fit->network->parameters.n_values, size = sizeof fit->sums;
  Vector vectors[N_VECTORS];
  list_vectors(fit, vectors);
  for (int v = 0; v < N_VECTORS; v++)
    if (!bw_h5_read_into(group, vectors[v].name, H5T_NATIVE_DOUBLE, 1, &n, vectors[v].values, error))
      return FALSE;
  if (!bw_h5_read_into(group, "sums", H5T_NATIVE_UINT8, 1, &size, &fit->sums, error))
    return FALSE;
  return load_counters(group, fit) || fail_damaged(path, error);
}

/* What cannot be read nobody can go on with. */
static gboolean fail_to_load(GError **error)
{
  return bw_fail_with_remedy(error, BW_ERROR_FORMAT, "; delete it and begin again");
}

gboolean bw_neural_state_load(BwNeuralState *self, const char *path, gboolean *unfinished, GError **error)
{
  return load_state(self, path, unfinished, error) || fail_to_load(error);
}

gboolean bw_neural_state_load_fit(const char *path, BwFit *fit, GError **error)
{
  return load_fit(path, fit, error) || fail_to_load(error);
}
