#include "potential/gdml/crystal/crystal.h"
#include "base/error.h"
#include "potential/gdml/crystal/crystal-host.h"
#include "potential/gdml/crystal/crystal-molecules.h"
#include "potential/gdml/crystal/crystal-phase.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const struct {
  const char *name;
  BwCrystalSymmetries symmetries;
} names[] = {
    {"all", BW_CRYSTAL_ALL},
    {"none", BW_CRYSTAL_NONE},
    {"translations", BW_CRYSTAL_TRANSLATIONS},
    {"point", BW_CRYSTAL_POINT},
    {"molecules", BW_CRYSTAL_MOLECULES},
};

gboolean bw_crystal_parse(const char *text, BwCrystalSymmetries *symmetries, GError **error)
{
  g_auto(GStrv) words = g_strsplit(text, "+", -1);
  guint all = 0;
  for (int w = 0; words[w]; w++) {
    gboolean known = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
      if (strcmp(g_strstrip(words[w]), names[i].name) == 0) {
        all |= names[i].symmetries;
        known = TRUE;
      }
    if (!known)
      return bw_fail(
          error, BW_ERROR_ARGUMENT,
          "'%s' is no kind of symmetry; give all, none, or translations, point and molecules joined "
          "by +",
          words[w]);
  }
  *symmetries = all;
  return words[0] ? TRUE : bw_fail(error, BW_ERROR_ARGUMENT, "no symmetry is named; give all or none");
}

gboolean bw_crystal_check_cells(const BwDataset *dataset, const int *frames, int n_frames, GError **error)
{
  const BwCell *cells = dataset->cells;
  if (n_frames < 1)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path, "there are no frames to look at");
  if (!cells || !bw_cell_is_periodic(&cells[frames[0]]))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                        "nothing is periodic in it, and BIGDML describes periodic systems; choose sGDML");
  const BwCell *first = &cells[frames[0]];
  for (int f = 1; f < n_frames; f++) {
    const BwCell *cell = &cells[frames[f]];
    if (memcmp(cell->vectors, first->vectors, sizeof cell->vectors) != 0 ||
        memcmp(cell->periodic, first->periodic, sizeof cell->periodic) != 0)
      return bw_fail_file(
          error, BW_ERROR_UNSUPPORTED, dataset->path,
          "the cell of frame %d differs from that of frame %d; BIGDML learns at one cell: leave "
          "out the frames with another one",
          frames[f], frames[0]);
  }
  return TRUE;
}

/* Permutations of the host's sites as permutations of all atoms. */
static BwPermutations *lift(const BwPermutations *of_sites, const BwCrystalMean *mean, int n_atoms)
{
  BwPermutations *lifted = bw_permutations_new(n_atoms);
  g_autofree int *perm = g_memdup2(bw_permutations_get(lifted, 0), sizeof(int) * n_atoms);
  for (int p = 1; p < of_sites->n; p++) {
    for (int i = 0; i < mean->n; i++)
      perm[mean->atoms[i]] = mean->atoms[bw_permutations_get(of_sites, p)[i]];
    bw_permutations_add(lifted, perm);
  }
  return lifted;
}

/* The site permutations asked for. Point operations without translations: those that leave some site where it
 * is, the first that has the most of them. */
static BwPermutations *choose_sites(const BwSpaceGroup *group, BwCrystalSymmetries symmetries)
{
  gboolean translations = symmetries & BW_CRYSTAL_TRANSLATIONS, point = symmetries & BW_CRYSTAL_POINT;
  int n_sites = group->group->n_atoms;
  BwPermutations *best = bw_permutations_new(n_sites);
  if (!translations && !point)
    return best;
  for (int site = 0; site < n_sites; site++) {
    const BwPermutations *from = point ? group->group : group->translations;
    BwPermutations *chosen = bw_permutations_new(n_sites);
    for (int p = 1; p < from->n; p++)
      if (translations || bw_permutations_get(from, p)[site] == site)
        bw_permutations_add(chosen, bw_permutations_get(from, p));
    gboolean better = chosen->n > best->n;
    bw_permutations_free(better ? best : chosen);
    if (better)
      best = chosen;
    if (translations) /* no site is asked to stay */
      break;
  }
  return best;
}

static void fill_report(BwCrystalReport *report, const BwCrystalHost *host, const BwCell *cell)
{
  const BwSpaceGroup *group = host->group;
  double sum = 0;
  for (int i = 0; i < host->mean->n; i++)
    sum += host->mean->spread[i] / host->mean->n;
  report->n_host = host->mean->n;
  report->n_translations = group->translations->n;
  report->n_host_operations = group->group->n;
  report->n_dropped = group->n_dropped;
  report->space_group = group->number;
  g_strlcpy(report->symbol, group->symbol, sizeof report->symbol);
  report->tolerance = group->tolerance;
  report->spread = sqrt(sum);
  report->n_half = bw_crystal_host_half_pairs(host, cell);
}

static void note_report(const BwCrystalReport *report, const BwListener *listener)
{
  int n_pairs = report->n_host * (report->n_host - 1) / 2;
  if (report->n_others > 0)
    bw_tell(
        listener,
        N_("%d frames look molten or like another phase than the others; symmetries are those of the others"),
        report->n_others);
  if (report->n_dropped > 0)
    bw_tell(
        listener,
        N_("%d operations of the space group do not hold on the mean structure or take atoms to others that "
           "move "
           "much more; they are left out"),
        report->n_dropped);
  if (report->n_host_operations == 1)
    bw_tell(listener,
            N_("the mean structure of %d atoms has no symmetry within %.2f Å; more frames would make it "
               "clearer"),
            report->n_host, report->tolerance);
  if (report->n_half > 0)
    bw_tell(
        listener,
        N_("%d of %d pairs of atoms are half a cell apart, where the nearest image changes: forces have a "
           "kink "
           "there; a larger cell lessens it"),
        report->n_half, n_pairs);
}

static void note_group(const BwCrystalReport *report, const BwListener *listener)
{
  if (report->space_group > 0)
    bw_tell(listener, N_("crystal of %d atoms, space group %s (%d): %d translations, %d permutations"),
            report->n_host, report->symbol, report->space_group, report->n_translations,
            report->n_host_operations);
  else
    bw_tell(listener, N_("crystal of %d atoms: %d translations, %d permutations"), report->n_host,
            report->n_translations, report->n_host_operations);
  if (report->n_molecules == 1)
    bw_tell(listener, N_("one molecule on it: %d permutations"), report->n_molecule_operations);
  else if (report->n_molecules > 1)
    bw_tell(listener, N_("%d molecules on it: %d permutations"), report->n_molecules,
            report->n_molecule_operations);
  bw_tell(listener, N_("%d permutations in all"), report->n);
}

/* The product of host and molecules; what does not fit says which part would. */
static BwPermutations *multiply(const BwPermutations *host, const BwPermutations *molecules,
                                const BwDataset *dataset, GError **error)
{
  BwPermutations *group = bw_permutations_product(host, molecules, BW_CRYSTAL_LIMIT);
  if (!group)
    bw_fail_file(
        error, BW_ERROR_MEMORY, dataset->path,
        "%d permutations of the crystal times %d of the molecules on it are more than %d; leave out those "
        "of the molecules, or take translations only",
        host->n, molecules->n, BW_CRYSTAL_LIMIT);
  return group;
}

BwPermutations *bw_crystal_find(const BwDataset *dataset, const int *frames, int n_frames,
                                BwCrystalSymmetries symmetries, BwPool *pool, const BwListener *listener,
                                GCancellable *cancellable, BwCrystalReport *report, GError **error)
{
  BwCrystalReport own;
  int n_atoms = dataset->atoms->n_atoms;
  if (!bw_crystal_check_cells(dataset, frames, n_frames, error))
    return NULL;
  int n_phase;
  g_autofree int *phase = bw_crystal_phase(dataset, frames, n_frames, &n_phase);
  g_autoptr(BwCrystalHost) host = bw_crystal_host_find(dataset, phase, n_phase, cancellable, error);
  if (!host)
    return NULL;
  report = report ? report : &own;
  memset(report, 0, sizeof *report);
  report->n_others = n_frames - n_phase;
  fill_report(report, host, &dataset->cells[frames[0]]);
  g_autofree gboolean *in_host = g_new0(gboolean, n_atoms);
  for (int i = 0; i < host->mean->n; i++)
    in_host[host->mean->atoms[i]] = TRUE;

  g_autoptr(BwPermutations) chosen = choose_sites(host->group, symmetries),
                            sites = lift(chosen, host->mean, n_atoms),
                            molecules = bw_permutations_new(n_atoms);
  if (symmetries & BW_CRYSTAL_MOLECULES) {
    bw_permutations_free(molecules);
    molecules = bw_crystal_molecules_find(dataset, phase, n_phase, in_host, BW_CRYSTAL_LIMIT, pool,
                                          cancellable, &report->n_molecules, error);
    if (!molecules)
      return NULL;
  }
  report->n_molecule_operations = molecules->n;
  BwPermutations *group = multiply(sites, molecules, dataset, error);
  report->n = group ? group->n : 0;
  if (group) {
    note_report(report, listener);
    note_group(report, listener);
  }
  return group;
}
