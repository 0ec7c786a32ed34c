#include "potential/gdml/symmetry.h"
#include "base/error.h"
#include "potential/gdml/assignment.h"
#include "potential/gdml/descriptor.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { FRAMES_PER_TASK = 16 };

#define SAME_SCORE 1e-5 /* relative: the match is no better than leaving all atoms where they are */

typedef struct {
  int n_frames, n_atoms;
  const int *z;
  double *distances; /* [n_frames][N][N] */
  double *vectors;   /* [n_frames][N atoms][N], absolute eigenvectors by descending eigenvalue */
  int root;          /* the frame that joined the tree last; the others are matched with it */
  gboolean *joined;  /* [n_frames] */
  double *score;     /* [n_frames] of the best match with the tree */
  int *perms;        /* [n_frames][N] that match */
} Search;

static void describe_frame(Search *s, int frame, const double *positions, const BwCell *cell,
                           BwImageRule images)
{
  int n = s->n_atoms, size = bw_descriptor_size(n);
  g_autofree double *descriptor = g_new(double, size), *arms = g_new(double, 3 * size),
                    *eigenvectors = g_new(double, n *n), *eigenvalues = g_new(double, n);
  double *distances = s->distances + (gsize)frame * n * n, *vectors = s->vectors + (gsize)frame * n * n;
  bw_descriptor(positions, n, cell, images, descriptor, arms);
  for (int i = 1, pair = 0; i < n; i++)
    for (int j = 0; j < i; j++, pair++)
      distances[i * n + j] = distances[j * n + i] = 1 / descriptor[pair];
  memcpy(eigenvectors, distances, sizeof(double) * n * n);
  LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'L', n, eigenvectors, n, eigenvalues);
  for (int k = 0; k < n; k++)
    for (int i = 0; i < n; i++)
      vectors[i * n + k] = fabs(eigenvectors[(n - 1 - k) * n + i]);
}

/* ‖A_perm − B‖ of distance matrices. */
static double mismatch(const double *a, const double *b, int n, const int *perm)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < i; j++) {
      double difference = a[perm[i] * n + perm[j]] - b[i * n + j];
      sum += 2 * difference * difference;
    }
  return sqrt(sum);
}

/* perm: atom i of `to` is atom perm[i] of `from`. Returns the mismatch left; the identity where nothing is
 * better. cost: [N][N]. */
static double match(const Search *s, int from, int to, double *cost, int *perm)
{
  int n = s->n_atoms;
  const double *v_from = s->vectors + (gsize)from * n * n, *v_to = s->vectors + (gsize)to * n * n;
  const double *a = s->distances + (gsize)from * n * n, *b = s->distances + (gsize)to * n * n;
  double largest = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double overlap = 0;
      for (int k = 0; k < n; k++)
        overlap += v_to[i * n + k] * v_from[j * n + k];
      cost[i * n + j] = -overlap;
      largest = MAX(largest, overlap);
    }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      if (s->z[i] != s->z[j])
        cost[i * n + j] += n * largest; /* more than all others together: species never mix */
  bw_assign(cost, n, perm);
  double matched = mismatch(a, b, n, perm);
  int *identity = perm + n;
  double before = mismatch(a, b, n, identity);
  if (matched < before * (1 - SAME_SCORE))
    return matched;
  memcpy(perm, identity, sizeof(int) * n);
  return before;
}

static void match_frames(int task, BwScratch *scratch, gpointer data)
{
  Search *s = data;
  int n = s->n_atoms, end = MIN((task + 1) * FRAMES_PER_TASK, s->n_frames);
  double *cost = bw_scratch_get(scratch, sizeof(double) * n * n + sizeof(int) * 2 * n);
  int *perm = (int *)(cost + n * n);
  for (int i = 0; i < n; i++)
    perm[n + i] = i;
  for (int frame = task * FRAMES_PER_TASK; frame < end; frame++) {
    if (s->joined[frame])
      continue;
    double score = match(s, s->root, frame, cost, perm);
    if (score < s->score[frame]) {
      s->score[frame] = score;
      memcpy(s->perms + (gsize)frame * n, perm, sizeof(int) * n);
    }
  }
}

/* Prim's algorithm: the frame that matches the tree best joins it, with the permutation that matches. */
static gboolean grow_tree(Search *s, BwPermutations *found, BwPool *pool,
                          void (*progress)(double fraction, gpointer data), gpointer data,
                          GCancellable *cancellable, GError **error)
{
  for (int n_joined = 1; n_joined <= s->n_frames; n_joined++) {
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    s->joined[s->root] = TRUE;
    bw_pool_run(pool, (s->n_frames + FRAMES_PER_TASK - 1) / FRAMES_PER_TASK, match_frames, s);
    int next = -1;
    for (int frame = 0; frame < s->n_frames; frame++)
      if (!s->joined[frame] && (next < 0 || s->score[frame] < s->score[next]))
        next = frame;
    if (next >= 0)
      bw_permutations_add(found, s->perms + (gsize)next * s->n_atoms);
    s->root = next;
    double left = 1 - (double)n_joined / s->n_frames;
    if (progress)
      progress(1 - left * left, data);
  }
  return TRUE;
}

static BwPermutations *complete(const BwPermutations *found, gboolean *salvaged)
{
  BwPermutations *group = bw_permutations_close(found, BW_SYMMETRY_LIMIT);
  *salvaged = !group;
  if (group)
    return group;
  g_autoptr(BwPermutations) kept = bw_permutations_salvage(found);
  group = bw_permutations_close(kept, BW_SYMMETRY_LIMIT);
  return group ? group : bw_permutations_new(found->n_atoms);
}

BwPermutations *bw_symmetry_find(const double *positions, int n_frames, int n_atoms, const int *z,
                                 const BwCell *cell, BwImageRule images, BwPool *pool,
                                 void (*progress)(double fraction, gpointer data), gpointer data,
                                 GCancellable *cancellable, gboolean *salvaged, GError **error)
{
  gsize n_matrices = (gsize)n_frames * n_atoms * n_atoms;
  g_autofree gboolean *joined = g_new0(gboolean, n_frames);
  g_autofree int *perms = g_new(int, (gsize)n_frames *n_atoms);
  g_autofree double *distances = g_new0(double, n_matrices), *vectors = g_new(double, n_matrices),
                    *score = g_new(double, n_frames);
  Search search = {n_frames, n_atoms, z, distances, vectors, 0, joined, score, perms};
  for (int frame = 0; frame < n_frames; frame++) {
    describe_frame(&search, frame, positions + (gsize)frame * n_atoms * 3, cell, images);
    score[frame] = INFINITY;
  }
  g_autoptr(BwPermutations) found = bw_permutations_new(n_atoms);
  if (!grow_tree(&search, found, pool, progress, data, cancellable, error))
    return NULL;
  return complete(found, salvaged);
}
