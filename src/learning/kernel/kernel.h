/* kernel.h - the training of kernel models: frames are chosen, symmetries found, the linear system of the
 * kernel solved, and the length scale σ and the regularisation λ taken from a validation set.
 * sGDML: Chmiela, Sauceda, Müller, Tkatchenko, Nature Communications 9, 3887 (2018).
 *
 * Each function is what the one of the same name in learning/train.h or curve.h does for these kinds. */
#pragma once

#include "learning/curve.h"

gboolean bw_kernel_train_plan(const BwDataset *dataset, const BwTrainSettings *settings, BwPool *pool,
                              BwTrainPlan *plan, GError **error);
gboolean bw_kernel_check_output(const BwDataset *dataset, const BwTrainSettings *settings, const char *path,
                                GError **error);

/* The model is in the dataset's unit of energy and in Å (or the unit of `like`). */
BwGdmlFile *bw_kernel_train(const BwDataset *dataset, const BwTrainSettings *settings, BwErrors *validation,
                            BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                            GError **error);
gboolean bw_kernel_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
                        GCancellable *cancellable, GError **error);

gboolean bw_kernel_curve(const BwDataset *dataset, const BwLearningCurve *curve, GArray *points, BwPool *pool,
                         const BwTrainObserver *observer, GCancellable *cancellable, GError **error);
char *bw_kernel_curve_identify(const BwDataset *dataset, const BwLearningCurve *curve, GError **error);
