#include "system/collection.h"

#include "base/elements.h"

#include <string.h>

static void hash_numbers(GChecksum *sum, const double *values, gsize n)
{
  if (values)
    g_checksum_update(sum, (const guchar *)values, (gssize)(n * sizeof *values));
}

static void hash_part(GChecksum *sum, const BwDataset *part)
{
  gsize n_frames = (gsize)part->n_frames, n = n_frames * 3 * (gsize)part->atoms->n_atoms;
  g_checksum_update(sum, (const guchar *)part->atoms->numbers, (gssize)sizeof(int) * part->atoms->n_atoms);
  for (gsize f = 0; part->cells && f < n_frames; f++) {
    const BwCell *cell = &part->cells[f];
    hash_numbers(sum, cell->vectors[0], 9);
    g_checksum_update(sum, (const guchar *)cell->periodic, sizeof cell->periodic);
  }
  hash_numbers(sum, part->positions, n);
  hash_numbers(sum, part->energies, n_frames);
  hash_numbers(sum, part->forces, n);
  for (guint l = 0; part->labels && l < part->labels->len; l++) {
    const BwLabel *label = &g_array_index(part->labels, BwLabel, l);
    gsize per_frame = (gsize)(label->per_atom ? part->atoms->n_atoms : 1) * label->n_components;
    g_checksum_update(sum, (const guchar *)label->name, -1);
    hash_numbers(sum, label->values, n_frames * per_frame);
  }
}

static void set_md5(BwCollection *self)
{
  const BwDataset *only = bw_collection_get_dataset(self);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
  if (only && *only->md5) {
    g_strlcpy(self->md5, only->md5, sizeof self->md5);
    return;
  }
  for (guint p = 0; p < self->parts->len; p++)
    hash_part(sum, self->parts->pdata[p]);
  g_checksum_update(sum, (const guchar *)self->samples->data,
                    (gssize)(self->samples->len * sizeof(BwCollectionItem)));
  g_strlcpy(self->md5, g_checksum_get_string(sum), sizeof self->md5);
}

BwCollection *bw_collection_new_of_parts(GPtrArray *parts, GArray *samples)
{
  const BwDataset *first = parts->pdata[0];
  BwCollection *self = g_new0(BwCollection, 1);
  g_atomic_ref_count_init(&self->refs);
  self->path = g_strdup(first->path);
  self->name = g_strdup(first->name);
  self->parts = g_ptr_array_ref(parts);
  self->samples = g_array_ref(samples);
  set_md5(self);
  return self;
}

BwCollection *bw_collection_new(BwDataset *dataset)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_ptr_array_add(parts, bw_dataset_ref(dataset));
  for (int f = 0; f < dataset->n_frames; f++)
    g_array_append_vals(samples, &(BwCollectionItem){0, f}, 1);
  return bw_collection_new_of_parts(parts, samples);
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
  return self->md5;
}

gboolean bw_collection_knows_energies(const BwCollection *self)
{
  for (guint p = 0; p < self->parts->len; p++) {
    const BwDataset *part = self->parts->pdata[p];
    if (part->energies || part->forces)
      return TRUE;
  }
  return FALSE;
}

gint64 bw_collection_origin(const BwCollection *self, int i)
{
  int frame;
  const BwDataset *dataset = bw_collection_get(self, i, &frame);
  return bw_dataset_origin(dataset, frame);
}

int *bw_collection_find_elements(const BwCollection *self, const int *samples, int n_samples, int *n)
{
  gboolean seen[BW_N_ELEMENTS] = {0};
  const BwAtoms *before = NULL;
  if (!samples)
    n_samples = bw_collection_get_n_samples(self);
  for (int k = 0; k < n_samples; k++) {
    int frame;
    const BwAtoms *atoms = bw_collection_get(self, samples ? samples[k] : k, &frame)->atoms;
    for (int i = 0; atoms != before && i < atoms->n_atoms; i++)
      seen[CLAMP(atoms->numbers[i], 0, BW_N_ELEMENTS - 1)] = TRUE;
    before = atoms;
  }
  int *elements = g_new(int, BW_N_ELEMENTS);
  *n = 0;
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    if (seen[z])
      elements[(*n)++] = z;
  return elements;
}
