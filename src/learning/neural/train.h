/* train.h - the training of networks. Each function is what the one of the same name in learning/train.h or
 * trained.h does for these kinds. */
#pragma once

#include "learning/curve.h"

gboolean bw_neural_train_plan(const BwCollection *data, const BwTrainSettings *settings, BwPool *pool,
                              BwTrainPlan *plan, GError **error);
BwNetworkFile *bw_neural_train(const BwCollection *data, const BwTrainSettings *settings,
                               BwErrors *validation, BwPool *pool, const BwTrainObserver *observer,
                               GCancellable *cancellable, GError **error);
gboolean bw_neural_test(BwNetworkFile *file, const BwCollection *data, BwPool *pool, BwErrors *errors,
                        GCancellable *cancellable, GError **error);

gboolean bw_neural_curve(const BwCollection *data, const BwLearningCurve *curve, GArray *points, BwPool *pool,
                         const BwTrainObserver *observer, GCancellable *cancellable, GError **error);
char *bw_neural_curve_identify(const BwCollection *data, const BwLearningCurve *curve, GError **error);
