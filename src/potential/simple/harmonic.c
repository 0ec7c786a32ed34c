#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "base/units.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

typedef struct {
  BwPotential base;
  double angular_frequency; /* internal; 0: the force constant counts */
  double force_constant;
  double *centres; /* [n_atoms][3]; NULL: the origin */
  int n_atoms;
} Harmonic;

static double force_constant(const Harmonic *self, int number)
{
  double omega = self->angular_frequency;
  return omega > 0 ? bw_element(number)->mass * omega * omega : self->force_constant;
}

static void evaluate_replica(const Harmonic *self, const BwReplicas *in, int replica, BwEvaluation *out)
{
  double energy = 0;
  for (int i = 0; i < in->n_atoms; i++) {
    const double k = force_constant(self, in->numbers[i]);
    for (int x = 0; x < 3; x++) {
      gsize at = ((gsize)replica * in->n_atoms + i) * 3 + x;
      double shift = in->positions[at] - (self->centres ? self->centres[3 * i + x] : 0);
      energy += 0.5 * k * shift * shift;
      if (out->forces)
        out->forces[at] = -k * shift;
      for (int y = 0; out->virials && y < 3; y++)
        out->virials[replica * 9 + y * 3 + x] -= in->positions[at - x + y] * k * shift;
    }
  }
  if (out->energies)
    out->energies[replica] = energy;
}

static gboolean harmonic_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out,
                                  BwPool *pool G_GNUC_UNUSED, GError **error)
{
  const Harmonic *self = (const Harmonic *)base;
  if (self->centres && in->n_atoms != self->n_atoms)
    return bw_fail(error, BW_ERROR_ARGUMENT, "the wells have %d centres and the structure %d atoms",
                   self->n_atoms, in->n_atoms);
  if (out->virials)
    memset(out->virials, 0, in->n_replicas * 9 * sizeof *out->virials);
  for (int r = 0; r < in->n_replicas; r++)
    evaluate_replica(self, in, r, out);
  return TRUE;
}

static void harmonic_finalize(BwPotential *base)
{
  bw_free(((Harmonic *)base)->centres);
}

BwPotential *bw_harmonic_new(double wavenumber, double k, const double *centres, int n_atoms)
{
  static const BwPotentialClass klass = {harmonic_evaluate, harmonic_finalize};
  Harmonic *self = g_new0(Harmonic, 1);
  bw_potential_init(&self->base, &klass, "harmonic", "harmonic wells");
  self->base.can = BW_CAN_VIRIAL;
  self->angular_frequency = wavenumber * BW_WAVENUMBER / BW_HBAR_INTERNAL;
  self->force_constant = k;
  self->n_atoms = n_atoms;
  if (centres) {
    self->centres = bw_new(double, 3 * (gsize)n_atoms);
    memcpy(self->centres, centres, 3 * (gsize)n_atoms * sizeof *centres);
  }
  return &self->base;
}
