/* kernel-weigh.h - the part of the innermost loops that knows the kernel functions: from the products of the
 * query with permuted training points to their weights (the formulas are in kernel-private.h). */

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

/* Kept in registers over permutations, for one vector of training points. */
typedef struct {
  Lanes norm, offset, own; /* |q|² + |r|², r · A, w */
  Lanes energy, weight, nearest;
} NAME(Totals);

/* For one permutation: from q·r and q·A to the weights of r and of A. */
INLINE void NAME(weigh)(const BwKernelFunction function, const BwLearns learns, Lanes along_r, Lanes along_a,
                        NAME(Totals) * totals, Lanes *weight_r, Lanes *weight_a)
{
  Lanes none = {0}, along = none, steep = none;
  Lanes square = LARGER(totals->norm - 2 * along_r, none);
  totals->nearest = SMALLER(square, totals->nearest);
  Lanes e, flat, k;
  NAME(shape)(function, square, &e, &flat, &k);
  if (learns & BW_LEARNS_FORCES) {
    along = along_a - totals->offset;
    steep = along * e;
    *weight_a = flat;
    totals->energy += along * flat;
  }
  if (learns & BW_LEARNS_ENERGIES) {
    Lanes own = totals->own;
    steep += own * flat;
    totals->energy += own * k;
  }
  *weight_r = steep;
  totals->weight += steep;
}

/* Begins with sums[energy, weight of q, smallest square], `step` apart, and leaves them there. */
INLINE NAME(Totals) NAME(begin)(const BwLearns learns, const double *norms, double query_norm,
                                const double *offsets, const double *energies, const Lanes *sums, gsize step)
{
  NAME(Totals) totals = {.norm = *(const Lanes *)norms + query_norm};
  if (learns & BW_LEARNS_FORCES)
    totals.offset = *(const Lanes *)offsets;
  if (learns & BW_LEARNS_ENERGIES)
    totals.own = *(const Lanes *)energies;
  totals.energy = sums[0];
  totals.weight = sums[step];
  totals.nearest = sums[2 * step];
  return totals;
}

INLINE void NAME(end)(const NAME(Totals) * totals, Lanes *sums, gsize step)
{
  sums[0] = totals->energy;
  sums[step] = totals->weight;
  sums[2 * step] = totals->nearest;
}
