/* advised.h - what the stiffest vibration has to say about the settings of a run. */
#pragma once

#include "engine/engine.h"

/* Says on stderr when the number of beads or the time step of a run that begins does not suit its model and
 * structure. Opens the model into spec->potential, which the caller releases; fails when it cannot. */
gboolean bw_cli_note_advice(BwRunSpec *spec, GError **error);
