/* All columns of a training point: J_iᵀ Δ_p and J_jᵀ P_pᵀ Δ_p of each permutation first, then their products.
 */
#include "potential/gdml/strip-parts.h"

/* out[N][3] = J_jᵀ Pᵀ Δ */
BW_VECTORISED_PART void project_right(const BwStrip *strip, const int *sources, const BwStripWorkspace *work,
                                      Lanes *out)
{
  int n = strip->n_atoms;
  for (int k = 0; k < n; k++) {
    Lanes sums[3] = {0};
    const double *arm = work->column_arms + (gsize)k * n * 3;
    const int *pairs = strip->pair_of + sources[k] * n;
    for (int l = 0; l < n; l++, arm += 3) {
      Lanes delta = work->differences[pairs[sources[l]]];
      for (int c = 0; c < 3; c++)
        sums[c] += arm[c] * delta;
    }
    for (int c = 0; c < 3; c++)
      out[3 * k + c] = sums[c];
  }
}

/* k' J_iᵀ P_p J_j where an atom meets its own image: Σ_l arm(k, l) ⊗ arm(image of k, image of l). */
BW_VECTORISED_PART void add_own_images(const BwStripChunk *chunk, int atom, const int *c, const int n_c,
                                       Lanes *out)
{
  const BwStrip *strip = chunk->strip;
  const BwStripWorkspace *work = chunk->work;
  int n = strip->n_atoms;
  for (int p = 0; p < chunk->n; p++) {
    const int *images = strip->images + (gsize)(chunk->first + p) * n;
    int k = strip->sources[(gsize)(chunk->first + p) * n + atom];
    Lanes sums[3][3] = {0};
    const Lanes *left = work->arms + (gsize)k * n * 3;
    for (int l = 0; l < n; l++, left += 3) {
      const double *right = work->column_arms + (gsize)(atom * n + images[l]) * 3;
#pragma GCC unroll 3
      for (int i = 0; i < n_c; i++)
#pragma GCC unroll 3
        for (int a = 0; a < 3; a++)
          sums[i][a] += left[a] * right[c[i]];
    }
    Lanes slope = work->radial[3 * p + 1];
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        out[(gsize)i * chunk->n_rows + 3 * k + a] += slope * sums[i][a];
  }
}

/* n_c columns of one atom, with all rows of gradients. */
BW_VECTORISED_PART void add_columns(const BwStripChunk *chunk, int atom, const int *c, const int n_c,
                                    Lanes *out)
{
  const BwStrip *strip = chunk->strip;
  const BwStripWorkspace *work = chunk->work;
  int n = strip->n_atoms;
  const double *column_arms = work->column_arms + (gsize)atom * n * 3;
  for (int k = 0; k < n; k++) {
    Lanes sums[3][3];
    const Lanes *arms = work->arms + (gsize)k * n * 3, *u = work->left + 3 * k, *v = work->right + 3 * atom;
    const int *image = strip->images + (gsize)chunk->first * n + k,
              *source = strip->sources + (gsize)chunk->first * n + atom;
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        sums[i][a] = out[(gsize)i * chunk->n_rows + 3 * k + a];
    for (int p = 0; p < chunk->n; p++, image += n, source += n, u += 3 * n, v += 3 * n) {
      const Lanes *left = arms + *source * 3;
      const double *right = column_arms + *image * 3;
      Lanes slope = work->radial[3 * p + 1];
#pragma GCC unroll 3
      for (int a = 0; a < 3; a++) {
        Lanes scaled = slope * left[a];
#pragma GCC unroll 3
        for (int i = 0; i < n_c; i++)
          sums[i][a] += scaled * right[c[i]] + u[a] * v[c[i]];
      }
    }
    for (int i = 0; i < n_c; i++)
      for (int a = 0; a < 3; a++)
        out[(gsize)i * chunk->n_rows + 3 * k + a] = sums[i][a];
  }
  add_own_images(chunk, atom, c, n_c, out);
}

static void add_energy_rows(const BwStripChunk *chunk, Lanes *out)
{
  for (int i = 0; i < chunk->columns->n_components; i++)
    for (int p = 0; p < chunk->n; p++)
      out[(gsize)i * chunk->n_rows] +=
          chunk->work->radial[3 * p + 1] *
          chunk->work->right[(gsize)p * 3 * chunk->strip->n_atoms + chunk->columns->components[i]];
}

static void add_energy_column(const BwStripChunk *chunk, Lanes *out)
{
  const Lanes *radial = chunk->work->radial;
  int n = chunk->strip->forces ? 3 * chunk->strip->n_atoms : 0;
  for (int p = 0; p < chunk->n; p++)
    for (int r = 0; r < n; r++)
      out[r] -= radial[3 * p + 1] * chunk->work->left[(gsize)p * n + r];
  for (int p = 0; p < chunk->n; p++)
    out[n] += radial[3 * p];
}

BW_VECTORISED_PART void prepare_chunk(const BwStripChunk *chunk)
{
  const BwStrip *strip = chunk->strip;
  const BwStripWorkspace *work = chunk->work;
  gsize n = (gsize)strip->n_atoms;
  for (int p = 0; p < chunk->n; p++) {
    Lanes square;
    take_differences(strip, chunk->first + p, chunk->columns->point, work, &square);
    weigh(strip->system, (const double *)&square, (double *)(work->radial + 3 * p));
    if (strip->forces) {
      project_left(strip, work, work->differences, work->left + p * 3 * n);
      project_right(strip, strip->sources + (chunk->first + p) * n, work, work->right + p * 3 * n);
    }
  }
}

/* J_jᵀ P_pᵀ Δ_p has served the energies: −k'' goes into it. */
BW_VECTORISED_PART void scale_right(const BwStripChunk *chunk)
{
  int n = 3 * chunk->strip->n_atoms;
  Lanes *right = chunk->work->right;
  for (int p = 0; p < chunk->n; p++) {
    Lanes factor = -chunk->work->radial[3 * p + 2];
    for (int k = 0; k < n; k++, right++)
      *right *= factor;
  }
}

BW_VECTORISED void bw_strip_add_many(const BwStripChunk *chunk)
{
  static const int all[3] = {0, 1, 2};
  const BwStripColumns *columns = chunk->columns;
  gsize n_rows = (gsize)chunk->n_rows;
  Lanes *values = chunk->work->values;
  prepare_chunk(chunk);
  if (columns->energy)
    add_energy_column(chunk, values + columns->n_components * n_rows);
  if (columns->n_components == 0)
    return;
  if (chunk->strip->energies)
    add_energy_rows(chunk, values + n_rows - 1);
  scale_right(chunk);
  for (int i = 0; i < columns->n_components;) {
    int column = columns->components[i], atom = column / 3;
    if (column % 3 == 0 && i + 2 < columns->n_components && columns->components[i + 2] == column + 2) {
      add_columns(chunk, atom, all, 3, values + i * n_rows);
      i += 3;
    } else {
      add_columns(chunk, atom, &all[column % 3], 1, values + i * n_rows);
      i++;
    }
  }
}
