/* labels.h - what the kernel's linear system is solved for. */
#pragma once

#include "learning/kernel/task.h"

/* Sets labels, std and mean_energy of a task whose frames are chosen: all components of forces, then (where
 * energies are learned) the negative energies without their mean, all divided by their common standard
 * deviation, as sGDML counts them. FORMAT when one is not a number. */
gboolean bw_kernel_labels(BwKernelTask *task, GError **error);
