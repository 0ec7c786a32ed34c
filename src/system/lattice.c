#include "system/lattice.h"
#include "base/vec3.h"

#include <string.h>

enum { MAX_REDUCTIONS = 10000 };

typedef struct {
  double vector[3];
  int image[3];
} LatticeVector;

static void add_multiple(LatticeVector *v, double factor, const LatticeVector *other)
{
  for (int d = 0; d < 3; d++) {
    v->vector[d] += factor * other->vector[d];
    v->image[d] += (int)factor * other->image[d];
  }
}

/* Euclid's algorithm on pairs of vectors; quick for very skewed cells, where Selling's steps would be many.
 */
static void shorten_pairs(LatticeVector *v, int n)
{
  gboolean changed = TRUE;
  for (int rounds = 0; changed && rounds < MAX_REDUCTIONS; rounds++) {
    changed = FALSE;
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) {
        double overlap = bw_dot3(v[i].vector, v[j].vector) / bw_dot3(v[j].vector, v[j].vector);
        if (i != j && fabs(overlap) > 0.5 + 1e-9) {
          add_multiple(&v[i], -round(overlap), &v[j]);
          changed = TRUE;
        }
      }
  }
}

/* One step of Selling's reduction: v[i]·v[j] > 0 is made negative; the sum of all n + 1 stays zero. */
static gboolean selling_step(LatticeVector *v, int n)
{
  for (int i = 0; i <= n; i++)
    for (int j = i + 1; j <= n; j++) {
      double scale = bw_dot3(v[i].vector, v[i].vector) + bw_dot3(v[j].vector, v[j].vector);
      if (bw_dot3(v[i].vector, v[j].vector) <= 1e-10 * scale)
        continue;
      for (int k = 0; k <= n; k++)
        if (k != i && k != j)
          add_multiple(&v[k], n == 2 ? 2 : 1, &v[i]);
      add_multiple(&v[i], -2, &v[i]);
      return TRUE;
    }
  return FALSE;
}

int bw_lattice_faces(double vectors[3][3], const gboolean periodic[3], double faces[7][3], int images[7][3])
{
  LatticeVector v[4] = {0};
  int n = 0;
  for (int k = 0; k < 3; k++)
    if (periodic[k]) {
      memcpy(v[n].vector, vectors[k], sizeof v[n].vector);
      v[n++].image[k] = 1;
    }
  shorten_pairs(v, n);
  for (int k = 0; k < n; k++)
    add_multiple(&v[n], -1, &v[k]);
  for (int steps = 0; n > 1 && steps < MAX_REDUCTIONS && selling_step(v, n); steps++)
    ;

  int n_faces = (1 << n) - 1;
  for (int subset = 1; subset <= n_faces; subset++) {
    LatticeVector sum = {0};
    for (int k = 0; k < n; k++)
      if (subset >> k & 1)
        add_multiple(&sum, 1, &v[k]);
    memcpy(faces[subset - 1], sum.vector, sizeof sum.vector);
    memcpy(images[subset - 1], sum.image, sizeof sum.image);
  }
  return n_faces;
}
