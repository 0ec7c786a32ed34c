/* evaluated.h - the frames of a trajectory as a potential sees them. */
#pragma once

#include "potential/potential.h"
#include "system/trajectory.h"

#include <gio/gio.h>

/* Told of each batch: its frames (of BwFrame), the first of which is number `first`. */
typedef void (*BwEvaluatedFunc)(const GPtrArray *frames, gint64 first, gpointer data);

/* The frames of `structures` with the potential's "energy" (eV; of a ring polymer the mean over its beads)
 * and "forces" (eV/Å, of every bead) in place of any that they had, "theory" (the potential's, where it
 * states one), "out_of_domain" (the largest of the beads), "charges" (e) and "dipole" (e·Å, the mean over
 * the beads) and whatever else the potential predicts, by its name, where it can. They are computed
 * in batches, where they are read; walking forwards costs each frame once. Takes references; `pool`,
 * `cancellable` (then reading fails with CANCELLED) and `done` may be NULL and must outlive the trajectory.
 */
BwTrajectory *bw_evaluated_new(BwPotential *potential, BwTrajectory *structures, BwPool *pool,
                               GCancellable *cancellable, BwEvaluatedFunc done, gpointer data);
