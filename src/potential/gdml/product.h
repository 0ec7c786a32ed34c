/* product.h - K times a vector without K: a prediction at the training points by a model whose weights are
 * the vector. Memory O(M·D). */
#pragma once

#include "base/pool.h"
#include "potential/gdml/points.h"

typedef struct _BwGdmlProduct BwGdmlProduct;

/* The arrays of the system's points must live as long. */
BwGdmlProduct *bw_gdml_product_new(const BwKernelSystem *system);

/* The rectangle of K whose rows are the unknowns of `rows`, its columns those of the system: other points of
 * the same molecule, whose permutations do not count. x: as many as the system's rows, y: as many as a system
 * of `rows` would have; they must not overlap. */
BwGdmlProduct *bw_gdml_product_new_between(const BwKernelSystem *system, const BwGdmlPoints *rows);
void bw_gdml_product_free(BwGdmlProduct *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwGdmlProduct, bw_gdml_product_free)

/* y = K x, both [bw_kernel_system_n_rows()]; x may be y. The same bytes for any number of threads. */
void bw_gdml_product_apply(BwGdmlProduct *product, const double *x, double *y, BwPool *pool);

/* Floating point operations of K x, roughly, in units of those of a matrix product that take as long. Only
 * the sizes of the system count, and its pairs where they are there: a large group is taken by its structure,
 * which is guessed without them. */
double bw_gdml_product_flops(const BwKernelSystem *system);

/* Bytes that a product of this system takes. */
guint64 bw_gdml_product_bytes(const BwKernelSystem *system);
