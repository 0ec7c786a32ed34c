/* operation.h - what an operation of the tape is; only the operations' own files and the tape include this.
 *
 * To add one: a file that defines its kernels (once for both precisions, see each-precision.h), its
 * derivative in terms of operations and the function that records it; a declaration in operations.h; a case
 * in tests/autodiff/derivatives.c. */
#pragma once

#include "autodiff/operations.h"

#define BW_MAX_INPUTS 3

/* Computes rows begin … end − 1 of the tensor from its inputs. Rows are shared out among threads in pieces
 * whose size depends on the shape alone. */
typedef void (*BwKernel)(const BwTensor *self, int begin, int end);

typedef struct {
  const char *name;
  BwKernel kernels[2]; /* by precision; NULL: the data are there already */
  /* gradients[k] = upstreamᵀ ∂self/∂inputs[k], made of operations, for those inputs that bw_tensor_wants();
   * the others stay NULL. upstream has the shape of self. */
  void (*differentiate)(BwTensor *self, BwTensor *upstream, BwTensor **gradients);
} BwOperation;

struct _BwTensor {
  BwTape *tape;
  const BwOperation *operation; /* NULL: a leaf */
  int rows, columns;
  void *data;
  int index; /* on the tape */
  int n_inputs;
  BwTensor *inputs[BW_MAX_INPUTS];
  const void *context; /* what else the operation needs: outlives the tape's present tensors */
  int mode;
  double number;
  /* Of the bw_gradient() that goes on. */
  guint pass;         /* the last one in which it depends on what is differentiated by */
  BwTensor *gradient; /* collected so far; NULL: none */
};

/* What to record; `work` is the arithmetic for one row, in multiplications, by which threads share it (0: one
 * per element). */
typedef struct {
  const BwOperation *operation;
  int rows, columns;
  BwTensor *inputs[BW_MAX_INPUTS]; /* up to the first NULL */
  const void *context;
  int mode;
  double number;
  double work;
  void *data; /* there already; NULL: to be computed */
} BwRecord;

BwTensor *bw_tape_record(BwTape *tape, const BwRecord *record);

/* Whether differentiate() must fill gradients[input]. */
gboolean bw_tensor_wants(const BwTensor *self, int input);

/* [first element, one past the last) of the rows of a kernel that goes through all elements alike. */
#define BW_FIRST(self, row) ((gsize)(row) * (self)->columns)
