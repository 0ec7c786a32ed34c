/* tape.h - operations on matrices are computed at once and written down, so that what came out can be
 * differentiated by what went in, again and again.
 *
 * A tensor is a matrix [rows][columns], row after row, in the precision of its tape. Every operation (see
 * operations.h) knows its derivative in terms of operations: bw_gradient() only writes more of them on the
 * tape, and their results can be differentiated like any other. Forces in a loss need just that: the weights'
 * gradient of a gradient by the positions.
 *
 * All memory is the tape's, taken once: bw_tape_clear() forgets every tensor and keeps the memory for the
 * next step, so that steps of the same size allocate nothing. Results do not depend on the number of threads
 * of the pool. A tape belongs to one thread at a time. */
#pragma once

#include "base/pool.h"

typedef enum { BW_SINGLE, BW_DOUBLE } BwPrecision;

typedef struct _BwTape BwTape;
typedef struct _BwTensor BwTensor;

/* pool NULL: one thread; it must outlive the tape. */
BwTape *bw_tape_new(BwPrecision precision, BwPool *pool);
void bw_tape_free(BwTape *tape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTape, bw_tape_free)

BwPrecision bw_tape_get_precision(const BwTape *tape);
/* Of one number: 4 or 8 bytes. */
gsize bw_precision_size(BwPrecision precision);

/* Forgets all tensors. */
void bw_tape_clear(BwTape *tape);
/* Memory that lives as long as the tape's present tensors. */
void *bw_tape_alloc(BwTape *tape, gsize bytes);
/* What the tape holds of the system's memory, bytes. */
gsize bw_tape_get_memory(const BwTape *tape);

/* What everything else is computed from. */

/* Values [rows][columns] converted into the tape's precision and copied. */
BwTensor *bw_tensor_new(BwTape *tape, int rows, int columns, const double *values);
/* Values [rows][columns] in the tape's precision, which must stay as they are until the tape is cleared. */
BwTensor *bw_tensor_new_for_data(BwTape *tape, int rows, int columns, const void *values);
/* All `value`. */
BwTensor *bw_tensor_new_filled(BwTape *tape, int rows, int columns, double value);

BwTape *bw_tensor_get_tape(const BwTensor *self);
int bw_tensor_get_rows(const BwTensor *self);
int bw_tensor_get_columns(const BwTensor *self);
/* [rows][columns] in the tape's precision; valid until the tape is cleared. */
const void *bw_tensor_get_data(const BwTensor *self);
/* values[rows][columns] */
void bw_tensor_read(const BwTensor *self, double *values);
/* Of a tensor [1][1]. */
double bw_tensor_get_number(const BwTensor *self);

/* gradients[k] = Σ seed ⊙ ∂y/∂wrt[k], of the shape of wrt[k]; zeros where y does not depend on it. seed NULL:
 * ones, which is the gradient of y's total. Reverse accumulation: costs a small multiple of computing y,
 * whatever the number of wrt. */
void bw_gradient(BwTensor *y, BwTensor *seed, BwTensor *const *wrt, int n_wrt, BwTensor **gradients);
