#include "system/collection.h"

#include <string.h>

#define LARGEST_NUMBER 128

BwCollection *bw_collection_new(BwDataset *dataset)
{
  BwCollection *self = g_new0(BwCollection, 1);
  g_atomic_ref_count_init(&self->refs);
  self->path = g_strdup(dataset->path);
  self->name = g_strdup(dataset->name);
  self->parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  self->samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_ptr_array_add(self->parts, bw_dataset_ref(dataset));
  for (int f = 0; f < dataset->n_frames; f++) {
    const BwCollectionItem sample = {0, f};
    g_array_append_val(self->samples, sample);
  }
  return self;
}

BwCollection *bw_collection_ref(BwCollection *self)
{
  g_atomic_ref_count_inc(&self->refs);
  return self;
}

void bw_collection_unref(BwCollection *self)
{
  if (!self || !g_atomic_ref_count_dec(&self->refs))
    return;
  g_ptr_array_unref(self->parts);
  g_array_unref(self->samples);
  g_free(self->path);
  g_free(self->name);
  g_free(self);
}

int bw_collection_get_n_samples(const BwCollection *self)
{
  return (int)self->samples->len;
}

const BwDataset *bw_collection_get(const BwCollection *self, int i, int *frame)
{
  const BwCollectionItem *sample = &g_array_index(self->samples, BwCollectionItem, i);
  *frame = sample->frame;
  return g_ptr_array_index(self->parts, sample->part);
}

BwDataset *bw_collection_get_dataset(const BwCollection *self)
{
  return self->parts->len == 1 ? g_ptr_array_index(self->parts, 0) : NULL;
}

const char *bw_collection_get_md5(const BwCollection *self)
{
  return ((const BwDataset *)g_ptr_array_index(self->parts, 0))->md5;
}

int *bw_collection_find_elements(const BwCollection *self, int *n)
{
  gboolean seen[LARGEST_NUMBER] = {0};
  for (guint p = 0; p < self->parts->len; p++) {
    const BwAtoms *atoms = ((const BwDataset *)g_ptr_array_index(self->parts, p))->atoms;
    for (int i = 0; i < atoms->n_atoms; i++)
      seen[CLAMP(atoms->numbers[i], 0, LARGEST_NUMBER - 1)] = TRUE;
  }
  int *elements = g_new(int, LARGEST_NUMBER);
  *n = 0;
  for (int z = 0; z < LARGEST_NUMBER; z++)
    if (seen[z])
      elements[(*n)++] = z;
  return elements;
}
