/* pickle-machine.h - what a pickle is run on: its bytes, a stack of values with marks, and a memo. */
#pragma once

#include "io/numpy/pickle-value.h"

typedef struct {
  const guint8 *at, *end; /* what is left to read */
  GPtrArray *values;      /* all that were made, owned */
  GPtrArray *stack;
  GHashTable *memo; /* index → value */
} BwPickleMachine;

/* A new value, on the stack too; belongs to the machine. */
BwPickleValue *bw_pickle_push(BwPickleMachine *machine, BwPickleKind kind);
/* NULL when the stack is empty or a mark is on top. */
BwPickleValue *bw_pickle_peek(const BwPickleMachine *machine);
BwPickleValue *bw_pickle_pop(BwPickleMachine *machine);
/* The last n values as a new list that is not on the stack; n −1: up to the last mark, which goes too. NULL:
 * there are not so many, or there is no mark. */
BwPickleValue *bw_pickle_collect(BwPickleMachine *machine, int n);

/* From the bytes; FALSE where they end before. Little-endian, `size` up to 8. */
gboolean bw_pickle_take_uint(BwPickleMachine *machine, int size, guint64 *value);
/* Up to a newline, which is taken too; text[n] points into the bytes. */
gboolean bw_pickle_take_line(BwPickleMachine *machine, const char **text, gsize *n);
