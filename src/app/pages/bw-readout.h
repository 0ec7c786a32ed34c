/* bw-readout.h - the numbers of a run with their error bars, one below the other. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_READOUT (bw_readout_get_type())
G_DECLARE_FINAL_TYPE(BwReadout, bw_readout, BW, READOUT, AdwPreferencesGroup)

/* What the session knows now. */
void bw_readout_update(BwReadout *self, BwSession *session);
