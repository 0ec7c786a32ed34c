/* operations.h - what can be done with tensors. Shapes are [rows][columns]; a shape that does not fit is a
 * programming error. What an operation is given by pointer (indices, pairs, bases) must stay as it is until
 * the tape is cleared.
 *
 * Sums over rows or members are taken in their order, whatever the number of threads. */
#pragma once

#include "autodiff/indices.h"
#include "autodiff/tape.h"

/* Element by element, of equal shape */

BwTensor *bw_add(BwTensor *a, BwTensor *b);
BwTensor *bw_subtract(BwTensor *a, BwTensor *b);
BwTensor *bw_scale(BwTensor *a, double factor);
/* factor_a a + factor_b b */
BwTensor *bw_combine(BwTensor *a, double factor_a, BwTensor *b, double factor_b);
BwTensor *bw_multiply(BwTensor *a, BwTensor *b);
/* a^exponent; a > 0 unless the exponent is a positive integer. Exponents 2, 1/2, −1/2, −1 are fast. */
BwTensor *bw_power(BwTensor *a, double exponent);
BwTensor *bw_exponential(BwTensor *a);

typedef enum {
  BW_SHIFTED_SOFTPLUS, /* ln(1 + e^x) − ln 2: SchNet */
  BW_SILU,             /* x/(1 + e^−x), also called swish */
  BW_SIGMOID,
  BW_TANH,
  BW_LEAKY_RELU, /* x, or 0.2 x where negative: GAT */
  BW_N_ACTIVATIONS
} BwActivation;

/* f(a). It can be differentiated three times. */
BwTensor *bw_activate(BwTensor *a, BwActivation function);

/* Products of matrices */

/* op(a) op(b), op(x) = xᵀ if transposed. */
BwTensor *bw_product(BwTensor *a, gboolean transpose_a, BwTensor *b, gboolean transpose_b);
/* x [n][in], weights [in][out], bias [1][out] or NULL: a dense layer, x weights + bias. */
BwTensor *bw_affine(BwTensor *x, BwTensor *weights, BwTensor *bias);

/* Rows and columns */

/* [rows][1]: a_i · b_i */
BwTensor *bw_row_products(BwTensor *a, BwTensor *b);
/* a_i s_i with s [rows][1] */
BwTensor *bw_scale_rows(BwTensor *a, BwTensor *s);
/* [1][columns] */
BwTensor *bw_column_sums(BwTensor *a);
/* rows times the only row of a. */
BwTensor *bw_repeat_row(BwTensor *a, int rows);
/* [1][1]: the sum of all. */
BwTensor *bw_total(BwTensor *a);
/* The same elements in another shape; nothing is copied. */
BwTensor *bw_reshape(BwTensor *a, int rows, int columns);
/* The same elements as what nothing is differentiated through. */
BwTensor *bw_detach(BwTensor *a);
/* Columns first … first + n − 1. */
BwTensor *bw_columns(BwTensor *a, int first, int n);
/* [rows][total], a at column `first` and zeros around it. */
BwTensor *bw_widen(BwTensor *a, int first, int total);
/* a and b side by side. */
BwTensor *bw_join(BwTensor *a, BwTensor *b);

/* Gathering and scattering */

/* [n_items][columns]: row source(k) of a for each item k. */
BwTensor *bw_gather(BwTensor *a, const BwIndex *index);
/* [n_sources][columns]: the sum of the rows of a, one per item, over the items of each source. */
BwTensor *bw_scatter(BwTensor *a, const BwIndex *index);
/* [n_sources][columns]: the largest, column by column, instead of the sum; zero where none is above it. */
BwTensor *bw_scatter_largest(BwTensor *a, const BwIndex *index);

/* Pairs of atoms; every pair is there once, and counts for both of its atoms */

/* [n_pairs][columns]: a_j − a_i for pair (i, j). */
BwTensor *bw_pair_differences(BwTensor *a, const BwPairs *pairs);
/* [n_atoms][columns]: the rows of a, one per pair, added at j and subtracted at i. */
BwTensor *bw_pair_scatter(BwTensor *a, const BwPairs *pairs);
/* [n_atoms][columns]: Σ_j x_j ⊙ w_ij over the pairs of i; a continuous-filter convolution, (1) of Schütt et
 * al., J. Chem. Phys. 148, 241722 (2018), with filters w [n_pairs][columns] that are the same both ways. */
BwTensor *bw_filter_convolution(BwTensor *x, BwTensor *w, const BwPairs *pairs);
/* [n_pairs][columns]: a_i ⊙ b_j + a_j ⊙ b_i. */
BwTensor *bw_pair_products(BwTensor *a, BwTensor *b, const BwPairs *pairs);

/* [2 n_pairs][columns], rows of the ends of pairs: each with that of the other end in its place. */
BwTensor *bw_swap_ends(BwTensor *a);

/* Functions of a distance, d [n][1] in Å */

/* e^(−γ (d − μ)²) for each centre μ. */
typedef struct {
  int n;
  const double *centres; /* [n], Å */
  const double *gammas;  /* [n], Å⁻² */
} BwGaussians;

/* [n][n_gaussians]. It can be differentiated three times. */
BwTensor *bw_gaussians(BwTensor *d, const BwGaussians *gaussians);
/* ½ (cos(π d/cutoff) + 1), and 0 from the cutoff on. */
BwTensor *bw_cosine_cutoff(BwTensor *d, double cutoff);
