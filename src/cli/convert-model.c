#include "cli/convert-model.h"
#include "base/elements.h"
#include "cli/cli.h"
#include "io/tensorflow/schnet-checkpoint.h"
#include "learning/trained.h"

#include <string.h>

static int compare(gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

/* "H,C,O" as atomic numbers, ascending, each once. */
static GArray *parse_elements(const char *text, GError **error)
{
  g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(int));
  g_auto(GStrv) symbols = g_strsplit(text, ",", -1);
  for (int i = 0; symbols[i]; i++) {
    int number = bw_element_parse(g_strstrip(symbols[i]), FALSE, NULL);
    if (number == 0) {
      bw_fail(error, BW_ERROR_ARGUMENT, "--elements %s: '%s' is no element; name some, such as H,C,O", text,
              symbols[i]);
      return NULL;
    }
    g_array_append_val(elements, number);
  }
  g_array_sort(elements, compare);
  for (guint i = elements->len; i-- > 1;)
    if (g_array_index(elements, int, i) == g_array_index(elements, int, i - 1))
      g_array_remove_index(elements, i);
  return g_steal_pointer(&elements);
}

static BwNetworkFile *read_checkpoint(const char *from, const char *to, const char *elements,
                                      const BwUnitSystem *units, GError **error)
{
  if (!elements) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, from,
                 "does not say which elements the network has learnt; name them: --elements H,C,O");
    return NULL;
  }
  g_autoptr(GArray) numbers = parse_elements(elements, error);
  if (!numbers)
    return NULL;
  if (!units->energy)
    bw_cli_note(
        "%s: the file does not say its unit of energy: kcal/mol assumed; --units energy=… says another",
        from);
  BwNetworkFile *file = bw_schnet_checkpoint_read(from, (const int *)numbers->data, (int)numbers->len,
                                                  units->energy ? units->energy : "kcal/mol", error);
  if (file) {
    g_autofree char *name = g_path_get_basename(to);
    file->dataset_name = g_strndup(name, strcspn(name, "."));
  }
  return file;
}

static BwTrained *read_any(const char *from, const char *to, const char *elements, const BwUnitSystem *units,
                           GError **error)
{
  if (!bw_schnet_checkpoint_is(from))
    return bw_trained_read(from, error);
  BwTrained trained = {.network = read_checkpoint(from, to, elements, units, error)};
  return trained.network ? g_memdup2(&trained, sizeof trained) : NULL;
}

gboolean bw_convert_model(const char *from, const char *to, const char *elements, const BwUnitSystem *units,
                          GError **error)
{
  g_autoptr(BwTrained) model = read_any(from, to, elements, units, error);
  return model && bw_trained_write(model, to, error);
}
