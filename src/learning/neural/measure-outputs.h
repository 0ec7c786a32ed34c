/* measure-outputs.h - how good a trained network's outputs beside the energy are. */
#pragma once

#include "io/network/network-file.h"
#include "learning/comparison.h"
#include "potential/potential.h"
#include "system/collection.h"

#include <gio/gio.h>

/* Over all numbers of one output that are known. */
typedef struct {
  const char *name, *unit; /* interned; unit NULL: not stated */
  gint64 n;
  double mae, rmse;
  double deviation; /* of the labels from their mean: the RMSE of who predicts the mean */
} BwOutputError;

/* Of a file's networks as a force field, on samples[n] of a collection (NULL: all): an element for each
 * output that has labels there, in their order. What the networks do not predict, dipoles of periodic
 * systems, counts for nothing. pool may be NULL. Fails naming an element that is not known, as
 * bw_output_read_label(), CANCELLED. New GArray of BwOutputError. */
GArray *bw_output_errors_measure(const BwNetworkFile *file, BwPotential *potential, const BwCollection *data,
                                 const int *samples, int n, BwPool *pool, GCancellable *cancellable,
                                 GError **error);

/* The same, but the numbers themselves. New GPtrArray of BwOutputComparison. */
GPtrArray *bw_output_comparisons_measure(const BwNetworkFile *file, BwPotential *potential,
                                         const BwCollection *data, const int *samples, int n, BwPool *pool,
                                         GCancellable *cancellable, GError **error);
