/* Atoms of one element that have changed places: a frame whose bonds are those of the others under other
 * numbers.
 *
 * Where bonds only break or form, as in reactions and proton transfers, no numbering makes them equal to
 * those of the other frames, or the atoms have hardly moved. Which graph is which is told by colours that are
 * refined with those of the neighbours (Weisfeiler and Leman 1968): enough for molecules. */
#include "base/vec3.h"
#include "learning/check/private.h"
#include "system/bonds.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const double STRETCHED = 1.5; /* times the usual length */
static const double APART = 2.4;     /* Å: not bonded, whatever stands between */
static const double TYPICAL = 0.3;   /* of the sampled frames have the usual bonds */
enum { SAMPLE = 101, MAX_ATOMS = 200, LEAST_BROKEN = 2 };

typedef struct {
  int n_atoms, n_bonds;
  BwBond *bonds;
  guint *colours; /* [n_atoms] alike for atoms that stand alike */
} Graph;

static void graph_clear(Graph *graph)
{
  g_free(graph->bonds);
  g_free(graph->colours);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Graph, graph_clear)

static guint mix(guint a, guint b)
{
  guint64 x = ((guint64)a << 32 | b) * 0x9e3779b97f4a7c15;
  return (guint)(x >> 32) ^ (guint)(x >> 7);
}

/* The sum over neighbours does not depend on their order. */
static void refine(Graph *graph, guint *sums)
{
  memset(sums, 0, sizeof *sums * (gsize)graph->n_atoms);
  for (int b = 0; b < graph->n_bonds; b++) {
    int i = graph->bonds[b].i, j = graph->bonds[b].j;
    sums[i] += mix(1, graph->colours[j]);
    sums[j] += mix(1, graph->colours[i]);
  }
  for (int i = 0; i < graph->n_atoms; i++)
    graph->colours[i] = mix(graph->colours[i], sums[i]);
}

static Graph graph_of(const BwCheckFrames *frames, gint64 f)
{
  BwCell none;
  bw_cell_init_none(&none);
  const BwCell *cell = bw_check_cell(frames, f);
  g_autoptr(GArray) bonds =
      bw_bonds_find(frames->atoms, bw_check_positions(frames, f), cell ? cell : &none, NULL);
  Graph graph = {.n_atoms = frames->atoms->n_atoms, .n_bonds = (int)bonds->len};
  graph.bonds = g_memdup2(bonds->data, sizeof(BwBond) * bonds->len);
  graph.colours = g_new(guint, graph.n_atoms);
  g_autofree guint *sums = g_new(guint, graph.n_atoms);
  for (int i = 0; i < graph.n_atoms; i++)
    graph.colours[i] = (guint)frames->atoms->numbers[i];
  for (int round = 0; round < graph.n_atoms; round++)
    refine(&graph, sums);
  return graph;
}

static gboolean same_bonds(const Graph *a, const Graph *b)
{
  if (a->n_bonds != b->n_bonds)
    return FALSE;
  for (int k = 0; k < a->n_bonds; k++)
    if (a->bonds[k].i != b->bonds[k].i || a->bonds[k].j != b->bonds[k].j)
      return FALSE;
  return TRUE;
}

static int compare_colours(gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

/* Whether other numbers make one of the other. */
static gboolean same_shape(const Graph *a, const Graph *b)
{
  gsize bytes = sizeof(guint) * (gsize)a->n_atoms;
  g_autofree guint *x = g_memdup2(a->colours, bytes), *y = g_memdup2(b->colours, bytes);
  qsort(x, (gsize)a->n_atoms, sizeof *x, compare_colours);
  qsort(y, (gsize)a->n_atoms, sizeof *y, compare_colours);
  return memcmp(x, y, bytes) == 0;
}

/* The bonds of most frames, by a sample; *share: of the sampled ones that have them. */
static Graph usual_graph(const BwCheckFrames *frames, double *share)
{
  int n = MIN(SAMPLE, frames->n_clean), most = 0;
  g_autofree Graph *sample = g_new(Graph, n);
  g_autofree int *counts = g_new0(int, n);
  for (int s = 0; s < n; s++)
    sample[s] = graph_of(frames, frames->clean[(gint64)s * frames->n_clean / n]);
  for (int s = 0; s < n; s++) {
    for (int t = 0; t < n; t++)
      counts[s] += same_bonds(&sample[s], &sample[t]);
    if (counts[s] > counts[most])
      most = s;
  }
  *share = (double)counts[most] / n;
  for (int s = 0; s < n; s++)
    if (s != most)
      graph_clear(&sample[s]);
  return sample[most];
}

static double length_of(const BwCheckFrames *frames, gint64 f, const BwBond *bond)
{
  const double *positions = bw_check_positions(frames, f);
  double d[3];
  bw_sub3(positions + 3 * bond->i, positions + 3 * bond->j, d);
  if (bw_check_cell(frames, f))
    bw_cell_minimum_image(bw_check_cell(frames, f), d, NULL);
  return bw_norm3(d);
}

/* Medians would be better and are not needed: frames with wrong bonds are few, and lengths vary little. */
static double *usual_lengths(const BwCheckFrames *frames, const Graph *usual)
{
  double *lengths = g_new(double, MAX(usual->n_bonds, 1));
  for (int b = 0; b < usual->n_bonds; b++) {
    lengths[b] = INFINITY;
    int n = MIN(SAMPLE, frames->n_clean);
    double sum = 0, count = 0;
    for (int s = 0; s < n; s++)
      lengths[b] = MIN(lengths[b],
                       length_of(frames, frames->clean[(gint64)s * frames->n_clean / n], &usual->bonds[b]));
    for (int s = 0; s < n; s++) {
      double r = length_of(frames, frames->clean[(gint64)s * frames->n_clean / n], &usual->bonds[b]);
      if (r < STRETCHED * lengths[b])
        sum += r, count++;
    }
    lengths[b] = sum / count;
  }
  return lengths;
}

static gboolean bonded(const Graph *graph, int i, int j)
{
  for (int b = 0; b < graph->n_bonds; b++)
    if ((graph->bonds[b].i == i && graph->bonds[b].j == j) ||
        (graph->bonds[b].i == j && graph->bonds[b].j == i))
      return TRUE;
  return FALSE;
}

static gboolean share_neighbour(const Graph *graph, int i, int j)
{
  for (int k = 0; k < graph->n_atoms; k++)
    if (bonded(graph, i, k) && bonded(graph, j, k))
      return TRUE;
  return FALSE;
}

/* Broken for good: a proton that hops along a hydrogen bond stays closer than this. */
static int count_broken(const BwCheckFrames *frames, gint64 f, const Graph *usual, const double *lengths,
                        const Graph *here)
{
  int broken = 0;
  for (int b = 0; b < usual->n_bonds; b++) {
    double r = length_of(frames, f, &usual->bonds[b]);
    broken += r > STRETCHED * lengths[b] &&
              (!here || r > APART || share_neighbour(here, usual->bonds[b].i, usual->bonds[b].j));
  }
  return broken;
}

static void tell(BwCheckFrames *frames, gint64 f, const Graph *usual, const Graph *here)
{
  int moved = 0, first[2] = {-1, -1};
  for (int i = 0; i < usual->n_atoms; i++)
    if (usual->colours[i] != here->colours[i]) {
      if (moved < 2)
        first[moved] = i;
      moved++;
    }
  if (moved < 2)
    return;
  g_autofree char *a = bw_atoms_name(frames->atoms, first[0]), *b = bw_atoms_name(frames->atoms, first[1]);
  bw_check_add(frames, BW_FLAW_PERMUTED, BW_SEVERITY_ERROR, f, -1, first[0],
               N_("bring positions and forces of the frame into the order of the others, or take it out"),
               N_("frame %d: %s, %s%s stand where other atoms of their element stand in most frames: "
                  "atoms in another order"),
               (int)f, a, b, moved > 2 ? N_(" and others") : "");
}

static gboolean look(BwCheckFrames *frames, const Graph *usual, GError **error)
{
  g_autofree double *lengths = usual_lengths(frames, usual);
  for (int k = 0; k < frames->n_clean; k++) {
    gint64 f = frames->clean[k];
    if (!bw_check_go_on(frames, "Comparing bonds", (double)k / frames->n_clean, error))
      return FALSE;
    if (count_broken(frames, f, usual, lengths, NULL) < LEAST_BROKEN)
      continue;
    g_auto(Graph) here = graph_of(frames, f);
    if (same_shape(usual, &here) && count_broken(frames, f, usual, lengths, &here) >= LEAST_BROKEN)
      tell(frames, f, usual, &here);
  }
  return TRUE;
}

gboolean bw_check_bonds(BwCheckFrames *frames, GError **error)
{
  double share;
  if (frames->atoms->n_atoms > MAX_ATOMS || frames->n_clean < 5)
    return TRUE;
  g_auto(Graph) usual = usual_graph(frames, &share);
  gboolean molecules = usual.n_bonds >= 2 && usual.n_bonds <= 2 * usual.n_atoms;
  return share < TYPICAL || !molecules || look(frames, &usual, error);
}
