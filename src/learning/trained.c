#include "learning/trained.h"

#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "learning/neural/train.h"

void bw_trained_free(BwTrained *self)
{
  if (!self)
    return;
  bw_gdml_file_free(self->kernel);
  bw_network_file_free(self->network);
  g_free(self);
}

BwTrained *bw_trained_read(const char *path, GError **error)
{
  BwTrained trained = {0};
  if (bw_network_file_is(path))
    trained.network = bw_network_file_read(path, error);
  else
    trained.kernel = bw_gdml_file_read(path, error);
  return trained.kernel || trained.network ? g_memdup2(&trained, sizeof trained) : NULL;
}

gboolean bw_trained_write(const BwTrained *self, const char *path, GError **error)
{
  return self->kernel ? bw_gdml_file_write(self->kernel, path, error)
                      : bw_network_file_write(self->network, path, error);
}

const char *bw_trained_get_method(const BwTrained *self)
{
  return self->kernel ? self->kernel->method : self->network->method;
}

const char *bw_trained_get_energy_unit(const BwTrained *self)
{
  if (self->kernel)
    return self->kernel->e_unit;
  return self->network->units.energy ? self->network->units.energy : "eV";
}

gboolean bw_trained_test(BwTrained *self, const BwCollection *data, BwPool *pool, BwErrors *errors,
                         GCancellable *cancellable, GError **error)
{
  if (self->network)
    return bw_neural_test(self->network, data, pool, errors, cancellable, error);
  const BwDataset *dataset = bw_collection_get_dataset(data);
  if (!dataset)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, data->path,
                        "holds %u different systems, and a %s model describes one: split the file",
                        data->parts->len, self->kernel->method);
  return bw_kernel_test(self->kernel, dataset, pool, errors, cancellable, error);
}
