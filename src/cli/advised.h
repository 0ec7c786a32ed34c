/* advised.h - what the stiffest vibration has to say about the settings of a run. */
#pragma once

#include "engine/engine.h"

/* Says on stderr when the number of beads or the time step of a run that begins does not suit its model and
 * structure. Fails when the model cannot be opened. */
gboolean bw_cli_note_advice(const BwRunSpec *spec, GError **error);
