/* Every operation's first and second derivatives against finite differences. */
#include "autodiff/check.h"

enum { ATOMS = 5, PAIRS = 6, ITEMS = 7 };

/* One atom has no pair, one pair is of an atom with its own image. */
static const int pair_atoms[2 * PAIRS] = {0, 1, 0, 2, 1, 2, 1, 3, 3, 3, 2, 0};
static const int sources[ITEMS] = {2, 0, 2, 3, 0, 2, 3}; /* source 1 and 4 have no items */
static BwPairs pairs;
static BwIndex index_;

static const double centres[] = {0.5, 1.0, 1.7}, gammas[] = {2, 1.5, 0.7};
static const BwGaussians gaussians = {3, centres, gammas};

#define UNARY(name, expression)                                                                              \
  static BwTensor *name(BwTensor *const *in, G_GNUC_UNUSED gconstpointer data)                               \
  {                                                                                                          \
    return expression;                                                                                       \
  }

UNARY(combine, bw_combine(in[0], 1.5, in[1], -0.7))
UNARY(scale, bw_multiply(bw_scale(in[0], 3), in[0]))
UNARY(multiply, bw_multiply(in[0], in[1]))
UNARY(square, bw_multiply(in[0], in[0]))
UNARY(power, bw_power(in[0], *(const double *)data))
UNARY(exponential, bw_exponential(in[0]))
UNARY(activate, bw_activate(in[0], (BwActivation)GPOINTER_TO_INT(data)))
UNARY(product, bw_product(in[0], GPOINTER_TO_INT(data) & 1, in[1], (GPOINTER_TO_INT(data) & 2) != 0))
UNARY(affine, bw_affine(in[0], in[1], in[2]))
UNARY(row_products, bw_row_products(in[0], in[1]))
UNARY(scale_rows, bw_scale_rows(in[0], in[1]))
UNARY(column_sums, bw_multiply(bw_column_sums(in[0]), in[1]))
UNARY(repeat_row, bw_multiply(bw_repeat_row(in[0], 3), in[1]))
UNARY(total, bw_multiply(bw_total(in[0]), bw_total(in[0])))
UNARY(reshape, bw_product(bw_reshape(in[0], 2, 6), FALSE, bw_reshape(in[0], 6, 2), FALSE))
UNARY(columns, bw_multiply(bw_columns(in[0], 1, 2), bw_columns(in[0], 2, 2)))
UNARY(widen, bw_multiply(bw_widen(in[0], 1, 4), in[1]))
UNARY(join, bw_multiply(bw_join(in[0], in[1]), bw_join(in[1], in[0])))
UNARY(gather, bw_power(bw_gather(in[0], &index_), 3))
UNARY(scatter, bw_power(bw_scatter(in[0], &index_), 3))
UNARY(scatter_largest, bw_power(bw_scatter_largest(in[0], &index_), 2))
UNARY(swap_ends, bw_multiply(bw_swap_ends(in[0]), bw_power(in[0], 2)))
UNARY(pair_differences, bw_power(bw_pair_differences(in[0], &pairs), 3))
UNARY(pair_scatter, bw_power(bw_pair_scatter(in[0], &pairs), 3))
UNARY(filter_convolution, bw_filter_convolution(in[0], in[1], &pairs))
UNARY(pair_products, bw_pair_products(in[0], in[1], &pairs))
UNARY(spread, bw_gaussians(in[0], &gaussians))
UNARY(cutoff, bw_cosine_cutoff(in[0], 1.6))

/* A layer on distances, and forces from it: what a network is made of, as one function. */
static BwTensor *network(BwTensor *const *in, G_GNUC_UNUSED gconstpointer data)
{
  BwTensor *vectors = bw_pair_differences(in[0], &pairs);
  BwTensor *squares = bw_row_products(vectors, vectors);
  BwTensor *d = bw_power(bw_combine(squares, 1, bw_repeat_row(bw_total(in[1]), PAIRS), 0.2), 0.5);
  BwTensor *filters = bw_activate(bw_product(bw_gaussians(d, &gaussians), FALSE, in[1], FALSE), BW_SILU);
  BwTensor *x = bw_filter_convolution(in[2], bw_scale_rows(filters, bw_cosine_cutoff(d, 2)), &pairs);
  BwTensor *energy = bw_total(bw_activate(x, BW_SHIFTED_SOFTPLUS)), *forces;
  bw_gradient(energy, NULL, in, 1, &forces);
  return bw_join(bw_reshape(forces, 1, 3 * ATOMS), energy);
}

static const double exponents[] = {2, 3, 0.5, -0.5, -1, 1.3};

#define NUMBER(n) ((gconstpointer)(gintptr)(n))

static const struct {
  const char *name;
  BwCase c;
} cases[] = {
    {"combine", {combine, NULL, 2, {3, 3}, {4, 4}}},
    {"scale", {scale, NULL, 1, {3}, {4}}},
    {"multiply", {multiply, NULL, 2, {3, 3}, {4, 4}}},
    {"multiply-itself", {square, NULL, 1, {3}, {4}}},
    {"power-2", {power, &exponents[0], 1, {3}, {4}}},
    {"power-3", {power, &exponents[1], 1, {3}, {4}}},
    {"power-half", {power, &exponents[2], 1, {3}, {4}, 0.5, 2}},
    {"power-minus-half", {power, &exponents[3], 1, {3}, {4}, 0.5, 2}},
    {"power-minus-one", {power, &exponents[4], 1, {3}, {4}, 0.5, 2}},
    {"power-any", {power, &exponents[5], 1, {3}, {4}, 0.5, 2}},
    {"exponential", {exponential, NULL, 1, {3}, {4}}},
    {"shifted-softplus", {activate, NUMBER(BW_SHIFTED_SOFTPLUS), 1, {3}, {7}, -3, 3}},
    {"silu", {activate, NUMBER(BW_SILU), 1, {3}, {7}, -3, 3}},
    {"sigmoid", {activate, NUMBER(BW_SIGMOID), 1, {3}, {7}, -3, 3}},
    {"tanh", {activate, NUMBER(BW_TANH), 1, {3}, {7}, -2, 2}},
    {"leaky-relu", {activate, NUMBER(BW_LEAKY_RELU), 1, {2}, {2}, -2, 2}},
    {"product", {product, NUMBER(0), 2, {3, 4}, {4, 2}}},
    {"product-transposed-a", {product, NUMBER(1), 2, {4, 4}, {3, 2}}},
    {"product-transposed-b", {product, NUMBER(2), 2, {3, 2}, {4, 4}}},
    {"product-transposed-both", {product, NUMBER(3), 2, {4, 2}, {3, 4}}},
    {"affine", {affine, NULL, 3, {3, 4, 1}, {4, 2, 2}}},
    {"row-products", {row_products, NULL, 2, {3, 3}, {19, 19}}},
    {"scale-rows", {scale_rows, NULL, 2, {3, 3}, {4, 1}}},
    {"column-sums", {column_sums, NULL, 2, {3, 1}, {4, 4}}},
    {"repeat-row", {repeat_row, NULL, 2, {1, 3}, {4, 4}}},
    {"total", {total, NULL, 1, {3}, {4}}},
    {"reshape", {reshape, NULL, 1, {3}, {4}}},
    {"columns", {columns, NULL, 1, {3}, {5}}},
    {"widen", {widen, NULL, 2, {3, 3}, {2, 4}}},
    {"join", {join, NULL, 2, {3, 3}, {2, 2}}},
    {"gather", {gather, NULL, 1, {ATOMS}, {3}}},
    {"scatter", {scatter, NULL, 1, {ITEMS}, {3}}},
    {"scatter-largest", {scatter_largest, NULL, 1, {ITEMS}, {3}}},
    {"swap-ends", {swap_ends, NULL, 1, {4}, {3}}},
    {"pair-differences", {pair_differences, NULL, 1, {ATOMS}, {3}}},
    {"pair-scatter", {pair_scatter, NULL, 1, {PAIRS}, {3}}},
    {"filter-convolution", {filter_convolution, NULL, 2, {ATOMS, PAIRS}, {3, 3}}},
    {"pair-products", {pair_products, NULL, 2, {ATOMS, ATOMS}, {3, 3}}},
    {"gaussians", {spread, NULL, 1, {4}, {1}, 0.2, 2}},
    {"cosine-cutoff", {cutoff, NULL, 1, {4}, {1}, 0.2, 1.5}},
    {"network", {network, NULL, 3, {ATOMS, 3, ATOMS}, {3, 4, 4}, 0.1, 1}},
};

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  bw_pairs_set(&pairs, pair_atoms, PAIRS, ATOMS);
  bw_index_set(&index_, sources, ITEMS, ATOMS);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/derivatives/%s", cases[i].name);
    g_test_add_data_func(path, &cases[i].c, check_derivatives);
  }
  return g_test_run();
}
