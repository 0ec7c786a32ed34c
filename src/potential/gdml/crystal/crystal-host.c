#include "potential/gdml/crystal/crystal-host.h"
#include "base/error.h"
#include "base/vec3.h"
#include "potential/gdml/crystal/crystal-parts.h"

#include <gio/gio.h>
#include <string.h>

enum { RARE = 8 /* one atom in so many */ };

#define INDEPENDENT 8 /* frames that tell how far atoms move */

static BwCrystalHost *host_new(const BwDataset *dataset, const int *frames, int n_frames, const gboolean *in)
{
  BwCrystalHost *host = g_new0(BwCrystalHost, 1);
  g_autofree int *atoms = g_new(int, dataset->atoms->n_atoms);
  int n = 0;
  for (int i = 0; i < dataset->atoms->n_atoms; i++)
    if (in[i])
      atoms[n++] = i;
  host->mean = bw_crystal_mean_new(dataset, frames, n_frames, atoms, n);
  BwSites sites = {n,
                   host->mean->numbers,
                   host->mean->positions,
                   host->mean->spread,
                   host->mean->noise,
                   host->mean->n_independent > INDEPENDENT,
                   &dataset->cells[frames[0]]};
  host->group = bw_space_group_find(&sites);
  return host;
}

void bw_crystal_host_free(BwCrystalHost *host)
{
  if (!host)
    return;
  bw_crystal_mean_free(host->mean);
  bw_space_group_free(host->group);
  g_free(host);
}

/* Replaces the best host by the one made of in[n_atoms] if that has more symmetry. */
static void consider(BwCrystalHost **best, const BwDataset *dataset, const int *frames, int n_frames,
                     const gboolean *in)
{
  BwCrystalHost *host = host_new(dataset, frames, n_frames, in);
  int more = *best ? host->group->group->n - (*best)->group->group->n : 1;
  if (more > 0 || (more == 0 && host->mean->n > (*best)->mean->n)) {
    bw_crystal_host_free(*best);
    *best = host;
  } else {
    bw_crystal_host_free(host);
  }
}

/* in[n_atoms]: what is bonded endlessly. Where nothing is (metals whose atoms are counted as ions), the atoms
 * that are bonded to nothing, if they are most. Returns how many. */
static int choose_endless(const BwCrystalParts *parts, gboolean *in)
{
  int n = 0, n_alone = 0;
  for (int i = 0; i < parts->n_atoms; i++) {
    in[i] = parts->endless[parts->part[i]];
    n += in[i];
    n_alone += parts->size[parts->part[i]] == 1;
  }
  if (n > 0 || 2 * n_alone < parts->n_atoms)
    return n;
  for (int i = 0; i < parts->n_atoms; i++)
    in[i] = parts->size[parts->part[i]] == 1;
  return n_alone;
}

/* Hosts without one of the elements that few atoms have: interstitials are bonded to the lattice they are in.
 */
static void consider_without_rare(BwCrystalHost **best, const BwDataset *dataset, const int *frames,
                                  int n_frames, const gboolean *in)
{
  const BwAtoms *atoms = dataset->atoms;
  g_autofree gboolean *rest = g_new(gboolean, atoms->n_atoms);
  g_autoptr(GHashTable) tried = g_hash_table_new(NULL, NULL);
  for (int i = 0; i < atoms->n_atoms; i++) {
    int element = atoms->numbers[i], n = 0, n_host = 0;
    if (!in[i] || !g_hash_table_add(tried, GINT_TO_POINTER(element)))
      continue;
    for (int j = 0; j < atoms->n_atoms; j++) {
      rest[j] = in[j] && atoms->numbers[j] != element;
      n += in[j] && atoms->numbers[j] == element;
      n_host += in[j];
    }
    if (n <= MAX(n_host / RARE, 1) && n < n_host)
      consider(best, dataset, frames, n_frames, rest);
  }
}

BwCrystalHost *bw_crystal_host_find(const BwDataset *dataset, const int *frames, int n_frames,
                                    gpointer cancellable, GError **error)
{
  int n_atoms = dataset->atoms->n_atoms;
  g_autoptr(BwCrystalHost) best = NULL;
  g_autoptr(BwCrystalParts) parts = bw_crystal_parts_new(dataset, frames, n_frames, NULL);
  g_autofree gboolean *all = g_new(gboolean, n_atoms), *endless = g_new(gboolean, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    all[i] = TRUE;
  int n_endless = choose_endless(parts, endless);
  if (n_endless > 0 && n_endless < n_atoms)
    consider(&best, dataset, frames, n_frames, endless);
  if (g_cancellable_is_cancelled(cancellable)) {
    bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    return NULL;
  }
  consider(&best, dataset, frames, n_frames, all);
  consider_without_rare(&best, dataset, frames, n_frames, n_endless > 0 ? endless : all);
  return g_steal_pointer(&best);
}

/* How much longer the second nearest image of a shortest difference is. */
static double image_gap(const BwCell *cell, const double difference[3])
{
  double second = INFINITY;
  for (int f = 0; f < cell->n_faces; f++)
    for (int sign = -1; sign <= 1; sign += 2) {
      double image[3];
      for (int d = 0; d < 3; d++)
        image[d] = difference[d] + sign * cell->faces[f][d];
      second = MIN(second, bw_norm3(image));
    }
  return second - bw_norm3(difference);
}

int bw_crystal_host_half_pairs(const BwCrystalHost *host, const BwCell *cell)
{
  const BwCrystalMean *mean = host->mean;
  int n = 0;
  for (int i = 1; i < mean->n; i++)
    for (int j = 0; j < i; j++) {
      double difference[3], motion = sqrt(mean->spread[i] + mean->spread[j]);
      bw_sub3(mean->positions + 3 * i, mean->positions + 3 * j, difference);
      bw_cell_minimum_image(cell, difference, NULL);
      n += image_gap(cell, difference) < motion;
    }
  return n;
}
