#include "potential/gdml/cyclic.h"

#include <glib.h>
#include <math.h>

BwCyclic *bw_cyclic_new(int n_factors, const int *factors)
{
  BwCyclic *cyclic = g_new0(BwCyclic, 1);
  cyclic->n = 1;
  cyclic->n_factors = n_factors;
  cyclic->factors = g_new(int, n_factors);
  cyclic->cosines = g_new(double *, n_factors);
  cyclic->sines = g_new(double *, n_factors);
  for (int i = 0; i < n_factors; i++) {
    int n = cyclic->factors[i] = factors[i];
    cyclic->n *= n;
    cyclic->cosines[i] = g_new(double, n);
    cyclic->sines[i] = g_new(double, n);
    for (int j = 0; j < n; j++) {
      cyclic->cosines[i][j] = cos(2 * G_PI * j / n);
      cyclic->sines[i][j] = sin(2 * G_PI * j / n);
    }
  }
  return cyclic;
}

void bw_cyclic_free(BwCyclic *cyclic)
{
  if (!cyclic)
    return;
  for (int i = 0; i < cyclic->n_factors; i++) {
    g_free(cyclic->cosines[i]);
    g_free(cyclic->sines[i]);
  }
  g_free(cyclic->factors);
  g_free(cyclic->cosines);
  g_free(cyclic->sines);
  g_free(cyclic);
}
