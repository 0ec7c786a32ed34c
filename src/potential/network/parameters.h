/* parameters.h - what is learnt: named matrices, all in one array, so that an optimiser, a mean of weights, a
 * file and a checkpoint each see one vector. */
#pragma once

#include "autodiff/tape.h"

typedef struct {
  char *name; /* "interactions.0.in2f.weight" */
  int rows, columns;
  gsize first; /* its [rows][columns] begin at values + first */
} BwParameter;

typedef struct {
  GArray *list;   /* of BwParameter */
  double *values; /* [n_values]; owned */
  gsize n_values;
} BwParameters;

void bw_parameters_init(BwParameters *self);
void bw_parameters_clear(BwParameters *self);

/* More than can be learnt: a network that has more is counted, but has no values; see bw_network_make(). */
#define BW_MOST_WEIGHTS ((gsize)1 << 28)

/* A matrix of zeros. Returns its number. */
int bw_parameters_add(BwParameters *self, int rows, int columns, const char *format, ...) G_GNUC_PRINTF(4, 5);
/* Forgets all matrices but the first n. */
void bw_parameters_truncate(BwParameters *self, int n);
int bw_parameters_get_n(const BwParameters *self);
const BwParameter *bw_parameters_get(const BwParameters *self, int number);
/* [rows][columns] */
double *bw_parameters_get_values(const BwParameters *self, int number);

/* Uniform in ±√(6/(rows + columns)), which keeps the variance through layers: Glorot and Bengio, AISTATS
 * 2010. The numbers depend on the seed and on which matrix it is. */
void bw_parameters_draw_glorot(BwParameters *self, int number, guint64 seed);
/* Normal, of this standard deviation. */
void bw_parameters_draw_normal(BwParameters *self, int number, double deviation, guint64 seed);

/* tensors[n]: all of them as leaves, in the tape's precision. */
void bw_parameters_record(const BwParameters *self, BwTape *tape, BwTensor **tensors);
