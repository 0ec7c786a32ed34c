#include "cli/test-network.h"
#include "cli/network-facts.h"

#include "io/network/network-file.h"
#include "learning/neural/measure.h"

#include <math.h>

gboolean bw_test_network_is_for(const BwTestNetwork *self, const char *model, const char *path,
                                BwCollection **data, GError **error)
{
  *data = NULL;
  if (!bw_network_file_is(model))
    return FALSE;
  g_autoptr(BwNetworkFile) file = bw_network_file_read(model, error);
  if (!file)
    return FALSE;
  gboolean energy_alone = g_str_equal(file->outputs[0], "energy") && !file->outputs[1];
  g_autoptr(BwCollection) opened =
      bw_open_collection(path, &self->common->unit_system, self->energy_key, self->forces_key, error);
  if (!opened || (energy_alone && bw_collection_get_dataset(opened)))
    return FALSE;
  *data = g_steal_pointer(&opened);
  return TRUE;
}

static void mark(gboolean *known, int n_samples, const gint64 *indices, gint64 n)
{
  for (gint64 i = 0; indices && i < n; i++)
    if (indices[i] >= 0 && indices[i] < n_samples)
      known[indices[i]] = TRUE;
}

/* Those that the network was not made with. New. */
static int *choose_samples(const BwTestNetwork *self, const BwNetworkFile *file, const BwCollection *data,
                           int *n)
{
  int n_samples = bw_collection_get_n_samples(data);
  g_autofree gboolean *known = g_new0(gboolean, MAX(n_samples, 1));
  int *samples = g_new(int, MAX(n_samples, 1));
  if (!self->all && g_str_equal(bw_collection_get_md5(data), file->md5_train)) {
    mark(known, n_samples, file->idxs_train, file->n_train);
    mark(known, n_samples, file->idxs_valid, file->n_valid);
  }
  *n = 0;
  for (int k = 0; k < n_samples; k++)
    if (!known[k])
      samples[(*n)++] = k;
  if (*n<n_samples && * n> 0)
    bw_cli_note("%d of %d structures were used to train or validate the model and are left out; --all takes "
                "them too",
                n_samples - *n, n_samples);
  return samples;
}

static void print_text(const char *model, const BwNetworkFile *file, const BwCollection *data, int n)
{
  g_print("%s: %s, on %d structures of %s\n", model, file->method, n, data->path);
  for (guint i = 0; i < file->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
    const char *unit;
    double factor = bw_network_file_told_in(file, measured->unit, &unit);
    bw_cli_row(measured->name, "MAE %.4g, RMSE %.4g %s", factor * measured->mae, factor * measured->rmse,
               unit ? unit : "");
  }
}

static void print_json(const BwNetworkFile *file, int n)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_int(builder, "n", n);
  bw_network_facts_add_errors(builder, file);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

gboolean bw_test_network(const BwTestNetwork *self, const char *model, const BwCollection *data,
                         GError **error)
{
  int n;
  BwErrors errors;
  g_autoptr(BwNetworkFile) file = bw_network_file_read(model, error);
  if (!file)
    return FALSE;
  g_autofree int *samples = choose_samples(self, file, data, &n);
  if (n == 0)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, data->path,
                        "every structure was used to train or validate the model; test on other data, or on "
                        "these with --all");
  g_autoptr(BwPool) pool = bw_pool_new(self->common->threads, FALSE);
  if (!bw_neural_measure(file, data, samples, n, pool, NULL, NULL, NULL, &errors, error))
    return FALSE;
  if (file->errors->len == 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, data->path, "has nothing of what the model predicts");
  if (self->common->json)
    print_json(file, n);
  else
    print_text(model, file, data, n);
  return TRUE;
}
