/* cosets-weigh-lanes.h - the part of kernel-cosets-lanes.h between the products: the transform over
 * translations, the kernel function, and the transform back. */

/* One feature of r and A as one complex number: both transforms of real numbers at once. */
INLINE Complex NAME(feature)(const double *features, const int n_parts, int feature)
{
  const double *in = features + (gsize)feature * QUERIES * n_parts * POINTS;
  return (Complex){*(const Lanes *)in, n_parts == 2 ? *(const Lanes *)(in + POINTS) : (Lanes){0}};
}

INLINE void NAME(set_feature)(double *features, const int n_parts, int feature, Lanes r, Lanes a)
{
  double *out = features + (gsize)feature * QUERIES * n_parts * POINTS;
  *(Lanes *)out = r;
  if (n_parts == 2)
    *(Lanes *)(out + POINTS) = a;
}

INLINE void NAME(put_real)(double *z, const BwCharacterBlock *block, Lanes re, Lanes im)
{
  z += block->character * 2 * POINTS;
  *(Lanes *)z += re;
  *(Lanes *)(z + POINTS) += im;
}

/* (re + i im) of r and A at a character, and the conjugates at the conjugate one. */
INLINE void NAME(put_complex)(double *z, const BwCharacterBlock *block, Complex re, Complex im)
{
  NAME(put)(z + block->character * 2 * POINTS, re.re - im.im, re.im + im.re);
  NAME(put)(z + block->conjugate * 2 * POINTS, re.re + im.im, re.im - im.re);
}

/* z[T, T c][t] = q·r + i q·A */
INLINE void NAME(unfold)(const BwCosetsKernel *kernel, const int n_parts, const gboolean twofold,
                         const double *features, double *z)
{
  const BwCharacters *characters = kernel->characters;
  gsize half = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int t = 0; t < kernel->cyclic->n * (twofold ? 2 : 1); t++)
    NAME(put)(z + t * 2 * POINTS, (Lanes){0}, (Lanes){0});
  for (int b = 0; b < characters->n_blocks; b++) {
    const BwCharacterBlock *block = &characters->blocks[b];
    Complex rr = NAME(feature)(features, n_parts, block->first_feature);
    if (block->n_parts == 1) {
      NAME(put_real)(z, block, rr.re, rr.im);
      if (twofold)
        NAME(put_real)(z + half, block, block->sign * rr.re, block->sign * rr.im);
      continue;
    }
    Complex ri = NAME(feature)(features, n_parts, block->first_feature + 1),
            ir = NAME(feature)(features, n_parts, block->first_feature + 2),
            ii = NAME(feature)(features, n_parts, block->first_feature + 3);
    NAME(put_complex)
    (z, block, (Complex){rr.re + ii.re, rr.im + ii.im}, (Complex){ri.re - ir.re, ri.im - ir.im});
    if (twofold)
      NAME(put_complex)
    (z + half, block, (Complex){rr.re - ii.re, rr.im - ii.im}, (Complex){ri.re + ir.re, ri.im + ir.im});
  }
  for (int i = 0; i < (twofold ? 2 : 1); i++)
    NAME(transform)(kernel->cyclic, z + i * half);
}

/* Twice the component of r at a character, whose weights are the real parts of z; that of A, whose weights
 * are the imaginary ones. */
INLINE void NAME(part)(const double *z, const BwCharacterBlock *block, Complex *r, Complex *a)
{
  Complex here = NAME(get)(z + block->character * 2 * POINTS),
          there = NAME(get)(z + block->conjugate * 2 * POINTS);
  *r = (Complex){here.re + there.re, here.im - there.im};
  *a = (Complex){here.im + there.im, there.re - here.re};
}

/* The transpose of unfold(). */
INLINE void NAME(fold)(const BwCosetsKernel *kernel, const int n_parts, const gboolean twofold, double *z,
                       double *features)
{
  const BwCharacters *characters = kernel->characters;
  gsize half = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int i = 0; i < (twofold ? 2 : 1); i++)
    NAME(transform)(kernel->cyclic, z + i * half);
  for (int b = 0; b < characters->n_blocks; b++) {
    const BwCharacterBlock *block = &characters->blocks[b];
    int first = block->first_feature;
    if (block->n_parts == 1) {
      Complex y = NAME(get)(z + block->character * 2 * POINTS), turned = {{0}, {0}};
      if (twofold)
        turned = NAME(get)(z + half + block->character * 2 * POINTS);
      NAME(set_feature)
      (features, n_parts, first, y.re + block->sign * turned.re, y.im + block->sign * turned.im);
      continue;
    }
    Complex r, a, turned_r = {{0}, {0}}, turned_a = {{0}, {0}};
    NAME(part)(z, block, &r, &a);
    if (twofold)
      NAME(part)(z + half, block, &turned_r, &turned_a);
    NAME(set_feature)(features, n_parts, first, r.re + turned_r.re, a.re + turned_a.re);
    NAME(set_feature)(features, n_parts, first + 1, -r.im - turned_r.im, -a.im - turned_a.im);
    NAME(set_feature)(features, n_parts, first + 2, r.im - turned_r.im, a.im - turned_a.im);
    NAME(set_feature)(features, n_parts, first + 3, r.re - turned_r.re, a.re - turned_a.re);
  }
}

/* From products to weights, for query j of a group and one panel. */
INLINE void NAME(weigh_panel)(const BwCosetsKernel *kernel, const BwKernelFunction function,
                              const BwLearns learns, gsize point, const double *norms,
                              const BwCosetGroup *group, int j, double *features, double *z)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  const gboolean twofold = kernel->characters->twofold;
  int n = kernel->cyclic->n * (twofold ? 2 : 1);
  for (int first = 0; first < POINTS; first += LANES, point += LANES, z += LANES) {
    Lanes *state = (Lanes *)(group->state[j] + first);
    NAME(Totals)
    totals = NAME(begin)(learns, norms + point, group->norms[j], kernel->offsets + point,
                         kernel->energies + point, state, POINTS / LANES);
    NAME(unfold)(kernel, n_parts, twofold, features + first, z);
    for (int t = 0; t < n; t++) {
      Complex products = NAME(get)(z + t * 2 * POINTS);
      Lanes weight_r, weight_a = {0};
      NAME(weigh)(function, learns, products.re, products.im, &totals, &weight_r, &weight_a);
      NAME(put)(z + t * 2 * POINTS, weight_r, weight_a);
    }
    NAME(end)(&totals, state, POINTS / LANES);
    if (group->slopes[0])
      NAME(fold)(kernel, n_parts, twofold, z, features + first);
  }
}
