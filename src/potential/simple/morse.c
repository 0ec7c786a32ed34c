#include "base/error.h"
#include "base/vec3.h"
#include "potential/simple/simple.h"

#include <string.h>

typedef struct {
  BwPotential base;
  double depth, width, length;
} Morse;

/* Adds the pair at positions, forces [2][3]. */
static void add_pair(const Morse *self, const BwCell *cell, const double *positions, double *energy,
                     double *forces, double *virial)
{
  double d[3];
  bw_sub3(positions + 3, positions, d);
  if (cell)
    bw_cell_minimum_image(cell, d, NULL);
  double r = bw_norm3(d), decay = exp(-self->width * (r - self->length));
  double pull = 2 * self->depth * self->width * (1 - decay) * decay / r;
  if (energy)
    *energy += self->depth * (1 - decay) * (1 - decay);
  for (int x = 0; x < 3; x++) {
    if (forces) {
      forces[x] = pull * d[x];
      forces[3 + x] = -pull * d[x];
    }
    for (int y = 0; virial && y < 3; y++)
      virial[y * 3 + x] -= pull * d[y] * d[x];
  }
}

static gboolean morse_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out,
                               BwPool *pool G_GNUC_UNUSED, GError **error)
{
  const int n = in->n_atoms;
  if (n % 2)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "morse binds atoms 0–1, 2–3, … and the structure has %d atoms, an odd number", n);
  if (out->energies)
    memset(out->energies, 0, in->n_replicas * sizeof *out->energies);
  if (out->virials)
    memset(out->virials, 0, in->n_replicas * 9 * sizeof *out->virials);
  for (int r = 0; r < in->n_replicas; r++)
    for (int i = 0; i < n; i += 2) {
      gsize at = ((gsize)r * n + i) * 3;
      add_pair((const Morse *)base, in->cell, in->positions + at, out->energies ? out->energies + r : NULL,
               out->forces ? out->forces + at : NULL, out->virials ? out->virials + r * 9 : NULL);
    }
  return TRUE;
}

BwPotential *bw_morse_new(double depth, double width, double length)
{
  static const BwPotentialClass klass = {morse_evaluate, NULL};
  Morse *self = g_new0(Morse, 1);
  bw_potential_init(&self->base, &klass, "Morse", "Morse diatomics");
  self->base.can = BW_CAN_VIRIAL;
  self->depth = depth;
  self->width = width;
  self->length = length;
  return &self->base;
}
