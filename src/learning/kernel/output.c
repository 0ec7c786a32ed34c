/* Whether the model will be one that its file can hold: known before hours are spent on it. */
#include "learning/kernel/kernel.h"

#include "base/array.h"
#include "learning/kernel/choices.h"

#include <string.h>

gboolean bw_kernel_check_output(const BwDataset *dataset, const BwTrainSettings *settings, const char *path,
                                GError **error)
{
  BwKernelChoices choices;
  g_autoptr(BwGdmlFile) file = bw_gdml_file_new();
  const BwCell *cell = dataset->cells;
  if (!bw_kernel_choose(dataset, settings, &choices, error))
    return FALSE;
  file->method = bw_kernel_method_parse(bw_model_kind_name(choices.kind));
  file->function = choices.function;
  file->images = choices.images;
  if (cell && bw_cell_is_periodic(cell)) {
    file->lattice = memcpy(bw_new(double, 9), cell->vectors, sizeof cell->vectors);
    memcpy(file->periodic, cell->periodic, sizeof file->periodic);
  }
  return bw_gdml_file_check_format(file, path, error);
}
