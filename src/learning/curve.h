/* curve.h - how the error of a model falls with the number of points it is trained on. */
#pragma once

#include "learning/train.h"

typedef struct {
  int n_train;
  double sigma, lambda; /* the best; NaN of networks */
  BwErrors errors;      /* on the validation set, which is the same for all sizes */
  double seconds;
} BwLearningPoint;

typedef struct {
  BwTrainSettings settings; /* n_train counts for nothing; n_valid frames are left for all sizes */
  const int *sizes;         /* [n_sizes], ascending */
  int n_sizes;
  /* A point is there; points: of BwLearningPoint. FALSE: it could not be kept, stop. May be NULL. */
  gboolean (*reached)(const GArray *points, gpointer data, GError **error);
  gpointer data;
} BwLearningCurve;

/* Appends a point for each size to `points`, of which those that are there already are not trained again.
 * Smaller sets of training points are parts of the larger ones, σ is looked for where the last size had it,
 * and the iterative solver begins with the last size's coefficients. settings.checkpoint keeps the present
 * size. Fails as bw_train(). */
gboolean bw_learning_curve(const BwCollection *data, const BwLearningCurve *curve, GArray *points,
                           BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                           GError **error);

/* By which a point belongs to a curve: data and settings, not the sizes; sizes differ in the frames that are
 * chosen, so the largest counts. New; NULL as bw_train_plan() fails. */
char *bw_learning_curve_identify(const BwCollection *data, const BwLearningCurve *curve, GError **error);

/* The sizes of a curve: whole numbers up to n_frames, as bw_train_parse_grid() reads them, at most 100 of
 * them; text NULL: 25, 50, 100, … as long as a fifth of the frames is left, up to 1600. NULL with ARGUMENT;
 * `name` is what messages call the text. Free with g_free(). */
int *bw_learning_curve_sizes(const char *name, const char *text, int n_frames, int *n, GError **error);

/* a of error ∝ n^(−a), by least squares of the logarithms over values[n]; NaN for fewer than two. */
double bw_learning_curve_exponent(const int *sizes, const double *errors, int n);
