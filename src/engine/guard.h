/* guard.h - stops a run that leaves the physical world. */
#pragma once

#include "engine/engine.h"

typedef struct _BwGuard BwGuard;

/* Takes the current step as good. */
BwGuard *bw_guard_new(const BwGuardSettings *settings, BwDynamics *dynamics);
void bw_guard_free(BwGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwGuard, bw_guard_free)

BwGuardSettings bw_guard_get_settings(const BwGuard *self);

/* After each step. FALSE with BW_ERROR_PHYSICS and a message that names bead and atom, what happened to them,
 * and what helps. */
gboolean bw_guard_check(BwGuard *self, BwDynamics *dynamics, BwPool *pool, GError **error);
