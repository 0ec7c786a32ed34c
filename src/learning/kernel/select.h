/* select.h - the model of several σ and λ that suits the validation set best. */
#pragma once

#include "learning/kernel/task.h"

/* Tries σ after σ until the validation error rises, for each λ. *validation: of the model returned; n = 0
 * without a validation set. */
BwGdmlFile *bw_kernel_select(const BwKernelTask *task, const BwKernelChoices *choices, BwErrors *validation,
                             BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                             GError **error);
