#include "potential/gdml/cyclic.h"

#include <glib.h>
#include <math.h>

/* What cyclic-lanes.h has registers for. */
static int together(int n, int next)
{
  gboolean fits = n >= next && next > 1 && ((n <= 5 && next == 2) || (n <= 4 && next == 3));
  return fits ? next : 1;
}

BwCyclic *bw_cyclic_new(int n_factors, const int *factors)
{
  BwCyclic *cyclic = g_new0(BwCyclic, 1);
  cyclic->n = 1;
  cyclic->passes = g_new(BwCyclicPass, n_factors);
  for (int i = 0; i < n_factors; i++) {
    BwCyclicPass *pass = &cyclic->passes[cyclic->n_passes++];
    int n = pass->n = factors[i];
    pass->m = i + 1 < n_factors ? together(n, factors[i + 1]) : 1;
    i += pass->m > 1;
    cyclic->n *= n * pass->m;
    pass->cosines = g_new(double, n);
    pass->sines = g_new(double, n);
    for (int j = 0; j < n; j++) {
      pass->cosines[j] = cos(2 * G_PI * j / n);
      pass->sines[j] = sin(2 * G_PI * j / n);
    }
  }
  return cyclic;
}

void bw_cyclic_free(BwCyclic *cyclic)
{
  if (!cyclic)
    return;
  for (int i = 0; i < cyclic->n_passes; i++) {
    g_free(cyclic->passes[i].cosines);
    g_free(cyclic->passes[i].sines);
  }
  g_free(cyclic->passes);
  g_free(cyclic);
}
