/* For few columns it is cheaper to sum over permutations first and to project on the rows' atoms then. */
#include "potential/gdml/strip-parts.h"

#include <string.h>

/* One permutation's part of Δ_p (J_jᵀ P_pᵀ Δ_p)ᵀ and P_p J_j, for one column. */
BW_VECTORISED_PART void add_few_slopes(const BwStripChunk *chunk, int p, int component, Lanes *slopes,
                                       Lanes *energy)
{
  const BwStrip *strip = chunk->strip;
  const BwStripWorkspace *work = chunk->work;
  int n = strip->n_atoms, size = strip->system->points.n_descriptors, atom = component / 3;
  const int *sources = strip->sources + (gsize)p * n, *pairs = strip->pair_of + sources[atom] * n;
  const double *arms = work->column_arms + (gsize)atom * n * 3 + component % 3;
  Lanes slope = work->radial[1], along = {0};
  for (int l = 0; l < n; l++) {
    along += arms[3 * l] * work->differences[pairs[sources[l]]];
    slopes[pairs[sources[l]]] += slope * arms[3 * l];
  }
  Lanes factor = -work->radial[2] * along;
  for (int a = 0; a < size; a++)
    slopes[a] += factor * work->differences[a];
  if (strip->energies)
    *energy += slope * along;
}

BW_VECTORISED void bw_strip_add_few(const BwStripChunk *chunk)
{
  const BwStripWorkspace *work = chunk->work;
  const BwStripColumns *columns = chunk->columns;
  gsize size = (gsize)chunk->strip->system->points.n_descriptors, n_rows = (gsize)chunk->n_rows;
  int n = columns->n_components + (columns->energy ? 1 : 0);
  Lanes *of_energy = work->slopes + columns->n_components * size;
  Lanes *energies = work->values + columns->n_components * n_rows + n_rows - 1;
  memset(work->slopes, 0, sizeof(Lanes) * n * size);
  for (int p = 0; p < chunk->n; p++) {
    Lanes square;
    take_differences(chunk->strip, p, columns->point, work, &square);
    weigh(chunk->strip->system, (const double *)&square, (double *)work->radial);
    for (int i = 0; i < columns->n_components; i++)
      add_few_slopes(chunk, p, columns->components[i], work->slopes + i * size,
                     work->values + (i + 1) * n_rows - 1);
    if (columns->energy) {
      for (gsize a = 0; a < size; a++)
        of_energy[a] -= work->radial[1] * work->differences[a];
      *energies += work->radial[0];
    }
  }
  for (int i = 0; i < n; i++)
    project_left(chunk->strip, work, work->slopes + i * size, work->values + i * n_rows);
}
