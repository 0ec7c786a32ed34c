/* resumed.h - what the user of `simulate --resume` should know. */
#pragma once

#include "engine/engine.h"

/* A run goes on with the settings in its file: notes on stderr which of those `asked` for are not theirs, and
 * that there was nothing to do. Only what differs from the usual counts as asked for. `status`: once the run
 * has begun. */
void bw_cli_note_resumed(const BwDynamicsSettings *asked, const BwJobStatus *status);
