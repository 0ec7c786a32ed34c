#include "potential/gdml/crystal/crystal-parts.h"
#include "system/bonds.h"

#include <string.h>

enum { SAMPLES = 9 };

/* Numbers the parts anew without the atoms that are left out: each of those is a part of its own. */
static void leave_out(BwCrystalParts *parts, const gboolean *left_out)
{
  g_autofree int *renumbered = g_new(int, parts->n);
  for (int p = 0; p < parts->n; p++)
    renumbered[p] = -1;
  parts->n = 0;
  for (int i = 0; i < parts->n_atoms; i++) {
    int part = parts->part[i];
    if (!left_out[i] && renumbered[part] < 0)
      renumbered[part] = parts->n++;
    parts->part[i] = renumbered[part];
  }
}

static BwCrystalParts *parts_of_frame(const BwDataset *dataset, int frame, const gboolean *left_out)
{
  int n = dataset->atoms->n_atoms;
  BwCrystalParts *parts = g_new0(BwCrystalParts, 1);
  parts->n_atoms = n;
  parts->part = g_new(int, n);
  parts->bonds =
      bw_bonds_find(dataset->atoms, dataset->positions + (gsize)frame * n * 3, &dataset->cells[frame], NULL);
  for (guint b = parts->bonds->len; b-- > 0;) {
    const BwBond *bond = &g_array_index(parts->bonds, BwBond, b);
    if (left_out && (left_out[bond->i] || left_out[bond->j]))
      g_array_remove_index(parts->bonds, b);
  }
  parts->n = bw_bonds_fragments(parts->bonds, n, parts->part);
  if (left_out)
    leave_out(parts, left_out);
  parts->endless = g_new0(gboolean, MAX(parts->n, 1));
  parts->size = g_new0(int, MAX(parts->n, 1));
  for (int i = 0; i < n; i++)
    if (parts->part[i] >= 0)
      parts->size[parts->part[i]]++;
  g_autofree int(*images)[3] = g_malloc(sizeof *images * (gsize)n);
  bw_bonds_walk(parts->bonds, n, parts->part, parts->n, images, parts->endless);
  return parts;
}

static gboolean equal(const BwCrystalParts *a, const BwCrystalParts *b)
{
  return a->n == b->n && memcmp(a->part, b->part, sizeof(int) * a->n_atoms) == 0 &&
         memcmp(a->endless, b->endless, sizeof(gboolean) * a->n) == 0;
}

BwCrystalParts *bw_crystal_parts_new(const BwDataset *dataset, const int *frames, int n_frames,
                                     const gboolean *left_out)
{
  BwCrystalParts *samples[SAMPLES];
  int n = MIN(n_frames, SAMPLES), best = 0, most = 0;
  for (int s = 0; s < n; s++)
    samples[s] = parts_of_frame(dataset, frames[(gint64)s * n_frames / n], left_out);
  for (int s = 0; s < n; s++) {
    int votes = 0;
    for (int other = 0; other < n; other++)
      votes += equal(samples[s], samples[other]);
    if (votes > most) {
      most = votes;
      best = s;
    }
  }
  for (int s = 0; s < n; s++)
    if (s != best)
      bw_crystal_parts_free(samples[s]);
  return samples[best];
}

void bw_crystal_parts_free(BwCrystalParts *parts)
{
  if (!parts)
    return;
  g_free(parts->part);
  g_free(parts->endless);
  g_free(parts->size);
  g_array_unref(parts->bonds);
  g_free(parts);
}
