/* symmetries.h - the group that the models of a task are to have. */
#pragma once

#include "learning/kernel/task.h"

/* Of a task whose frames, units and cell are chosen: known ones, those of the model to repeat, those stored
 * with the data, or found in the geometries; the identity alone for kinds without symmetries. Tells the
 * observer what is doubtful. */
BwPermutations *bw_kernel_symmetries(const BwKernelTask *task, const BwTrainSettings *settings,
                                     const BwPermutations *known, BwPool *pool,
                                     const BwTrainObserver *observer, GCancellable *cancellable,
                                     GError **error);

/* How many there will be, as far as that is known before looking; −1: it is not. */
int bw_kernel_symmetries_expected(const BwDataset *dataset, const BwTrainSettings *settings);
