/* tape-private.h - what tape.c and gradient.c share. */
#pragma once

#include "autodiff/arena.h"
#include "autodiff/tape.h"

struct _BwTape {
  BwPrecision precision;
  BwPool *pool;
  GPtrArray *tensors; /* in the order in which they were computed */
  BwArena arena;      /* the tensors and their data */
  guint pass;         /* calls of bw_gradient() so far */
};
