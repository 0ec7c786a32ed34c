/* random.h - counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC11).
 *
 * A number is a function of (seed, stream, step, index) and of nothing else. There is no state to save or to
 * share between threads, and a restart needs no history. */
#pragma once

#include <glib.h>

/* The independent uses of random numbers within one job; never renumber, run files rest on it. */
typedef enum {
  BW_STREAM_MOMENTA = 1, /* Maxwell–Boltzmann start */
  BW_STREAM_LANGEVIN_FIRST,
  BW_STREAM_LANGEVIN_SECOND,
  BW_STREAM_SVR_FIRST,
  BW_STREAM_SVR_SECOND,
  BW_STREAM_BEADS, /* free ring polymer around a geometry */
  BW_STREAM_SPLIT, /* choice of training points */
  BW_STREAM_TEST,
  BW_STREAM_SYMMETRY, /* the generic matrix that splits a group into its irreducible parts */
  BW_STREAM_LANCZOS,  /* the vector to begin with */
  BW_STREAM_INDUCING, /* unknowns that stand for all in a preconditioner */
  BW_STREAM_WEIGHTS,  /* a network before it has learnt anything */
  BW_STREAM_BATCHES,  /* the order in which a network sees its data */
} BwStream;

/* Ten rounds of Philox on a 128-bit counter and a 64-bit key. */
void bw_philox(const guint32 counter[4], const guint32 key[2], guint32 out[4]);

/* out[i], i < n: standard normal numbers (Box–Muller); out[i] depends on (seed, stream, step, first + i)
 * only. `first` must be even. Vectorised. */
void bw_random_normals(guint64 seed, BwStream stream, guint64 step, guint64 first, double *out, gsize n);

/* Uniform in [0, 1) with 53 bits. */
double bw_random_uniform(guint64 seed, BwStream stream, guint64 step, guint64 index);

/* Uniform integer in [0, bound); the bias is below 2⁻⁹⁶. */
guint32 bw_random_below(guint64 seed, BwStream stream, guint64 step, guint64 index, guint32 bound);
