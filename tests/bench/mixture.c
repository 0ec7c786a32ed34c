#include "mixture.h"
#include "bench.h"
#include "io/io.h"

#include <string.h>

static const char *const splits[] = {"train_01", "train_02", "train_03", "test_02", "test_03", "test_01"};

typedef struct {
  const BwDataset *dataset;
  int frame;
} Source;

/* Frames of all splits in order, without those that were there before. */
static GArray *gather(GPtrArray *datasets)
{
  GArray *sources = g_array_new(FALSE, FALSE, sizeof(Source));
  g_autoptr(GHashTable) seen =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  for (guint d = 0; d < datasets->len; d++) {
    const BwDataset *dataset = g_ptr_array_index(datasets, d);
    gsize size = sizeof(double) * 3 * (gsize)dataset->atoms->n_atoms;
    for (int f = 0; f < dataset->n_frames; f++)
      if (g_hash_table_add(seen, g_bytes_new((const char *)dataset->positions + (gsize)f * size, size))) {
        const Source source = {dataset, f};
        g_array_append_val(sources, source);
      }
  }
  return sources;
}

static BwDataset *copy(const GArray *sources, guint first, guint n)
{
  const Source *source = &g_array_index(sources, Source, first);
  gsize width = 3 * (gsize)source->dataset->atoms->n_atoms, bytes = sizeof(double) * width;
  BwDataset *dataset = bw_dataset_new(source->dataset->atoms, (int)n, TRUE, TRUE);
  dataset->units = source->dataset->units;
  for (guint i = 0; i < n; i++, source++) {
    memcpy(dataset->positions + i * width, source->dataset->positions + (gsize)source->frame * width, bytes);
    memcpy(dataset->forces + i * width, source->dataset->forces + (gsize)source->frame * width, bytes);
    dataset->energies[i] = source->dataset->energies[source->frame];
  }
  return dataset;
}

BwDataset *bw_bench_mix(const char *molecule, int n_train, BwDataset **test)
{
  g_autoptr(GPtrArray) datasets = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  for (gsize i = 0; i < G_N_ELEMENTS(splits); i++) {
    g_autofree char *name = g_strdup_printf("rmd17/rmd17_%s_%s.npz", molecule, splits[i]);
    g_autofree char *path = bw_bench_data(name);
    BwDataset *dataset = path ? bw_open_dataset(path, NULL, NULL, NULL, NULL) : NULL;
    if (dataset)
      g_ptr_array_add(datasets, dataset);
  }
  g_autoptr(GArray) sources = gather(datasets);
  if (sources->len <= (guint)n_train)
    return NULL;
  *test = copy(sources, (guint)n_train, sources->len - (guint)n_train);
  return copy(sources, 0, (guint)n_train);
}
