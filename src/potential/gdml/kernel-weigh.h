/* kernel-weigh.h - the part of kernel-lanes.h that knows the kernel functions: from the products of the query
 * with permuted training points to their weights (the formulas are in kernel-private.h). */

/* e^(−x), 0 ≤ x ≤ BW_KERNEL_LARGEST: 2^n e^r with |r| ≤ ln 2/2, where e^r = 1 + r + r² p(r) and p is the
 * Chebyshev interpolant of degree 9 (relative error 2e-17). */
INLINE Lanes NAME(decay)(Lanes x)
{
  const double magic = 0x1.8p52; /* adding it rounds to an integer and leaves that in the low bits */
  Lanes shifted = magic - x * 1.4426950408889634074, n = shifted - magic;
  Lanes r = -x - n * 0x1.62e42fefa3800p-1;
  r = r - n * 0x1.ef35793c76730p-45;
  Lanes r2 = r * r, r4 = r2 * r2;
  Lanes p01 = 0.5000000000000001 + r * 0.16666666666666669;
  Lanes p23 = 0.04166666666662399 + r * 0.008333333333330051;
  Lanes p45 = 0.0013888888917281794 + r * 0.00019841269863105968;
  Lanes p67 = 2.480152119021773e-05 + r * 2.7557268378684192e-06;
  Lanes p89 = 2.7620138719733994e-07 + r * 2.5100424157005067e-08;
  Lanes p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
  Lanes e = (r2 * p + r) + 1;
  return (Lanes)((Words)e + ((Words)shifted << 52));
}

/* From x² to k (times 3 for Matérn), flat = −k'/x and e = −flat'/x. */
INLINE void NAME(shape)(const BwKernelFunction function, Lanes square, Lanes *e, Lanes *flat, Lanes *k)
{
  Lanes none = {0};
  if (function == BW_KERNEL_MATERN52) {
    square = SMALLER(square, none + BW_KERNEL_LARGEST * BW_KERNEL_LARGEST);
    Lanes x = ROOT(square);
    *e = NAME(decay)(x);
    *flat = *e + x * *e;
    *k = 3 * *flat + square * *e;
  } else
    *e = *flat = *k = NAME(decay)(SMALLER(square / 2, none + BW_KERNEL_LARGEST));
}

/* What weigh_all() keeps in registers over all permutations of one strip. */
typedef struct {
  Lanes norm[STRIP], offset[STRIP], own[STRIP]; /* |q|² + |r|², r · A, w */
  Lanes energy[STRIP], weight[STRIP], nearest[STRIP];
} NAME(Totals);

/* For one permutation: from products[r, A], q·r and q·A, to weights[r, A]. */
INLINE void NAME(weigh)(const BwKernelFunction function, const BwLearns learns, const int s,
                        const Lanes *products, NAME(Totals) * totals, Lanes *weights)
{
  Lanes none = {0}, along = none, steep = none;
  Lanes square = LARGER(totals->norm[s] - 2 * products[s], none);
  totals->nearest[s] = SMALLER(square, totals->nearest[s]);
  Lanes e, flat, k;
  NAME(shape)(function, square, &e, &flat, &k);
  if (learns & BW_LEARNS_FORCES) {
    along = products[STRIP + s] - totals->offset[s];
    steep = along * e;
    weights[STRIP + s] = flat;
    totals->energy[s] += along * flat;
  }
  if (learns & BW_LEARNS_ENERGIES) {
    Lanes own = totals->own[s];
    steep += own * flat;
    totals->energy[s] += own * k;
  }
  weights[s] = steep;
  totals->weight[s] += steep;
}

INLINE void NAME(weigh_permutations)(const BwAdaptedBasis *basis, const BwKernelFunction function,
                                     const BwLearns learns, int p, const int n, const Lanes *features,
                                     Lanes *weights, NAME(Totals) * totals)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  Lanes products[2][2 * STRIP];
  NAME(combine)
  (basis->transform + (gsize)p * basis->n_features, basis->n_features, 1, basis->n_features, n, n_parts,
   features, products);
  weights += n_parts * p * STRIP;
#pragma GCC unroll 2
  for (int i = 0; i < n; i++, weights += n_parts * STRIP)
#pragma GCC unroll 2
    for (int s = 0; s < STRIP; s++)
      NAME(weigh)(function, learns, s, products[i], totals, weights);
}

/* weights[p][part][STRIP] of all permutations of one strip of training points, `point` its first. */
INLINE void NAME(weigh_all)(const BwAdaptedKernel *kernel, const BwKernelFunction function,
                            const BwLearns learns, const Lanes *features, gsize point, const double *norms,
                            double query_norm, Lanes *weights, Lanes *sums)
{
  NAME(Totals) totals;
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++) {
    totals.norm[s] = ((const Lanes *)norms)[s] + query_norm;
    if (learns & BW_LEARNS_FORCES)
      totals.offset[s] = ((const Lanes *)(kernel->offsets + point))[s];
    if (learns & BW_LEARNS_ENERGIES)
      totals.own[s] = ((const Lanes *)(kernel->energies + point))[s];
    totals.energy[s] = sums[s];
    totals.weight[s] = sums[STRIP + s];
    totals.nearest[s] = sums[2 * STRIP + s];
  }
  int p = 0;
  for (; p + 1 < kernel->basis->n_permutations; p += 2)
    NAME(weigh_permutations)(kernel->basis, function, learns, p, 2, features, weights, &totals);
  if (p < kernel->basis->n_permutations)
    NAME(weigh_permutations)(kernel->basis, function, learns, p, 1, features, weights, &totals);
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++) {
    sums[s] = totals.energy[s];
    sums[STRIP + s] = totals.weight[s];
    sums[2 * STRIP + s] = totals.nearest[s];
  }
}
