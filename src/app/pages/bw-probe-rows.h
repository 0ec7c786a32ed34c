/* bw-probe-rows.h - rows of the page View: by which probe atom the local chemical potential is shown, how far
 * it is computed, and its cube file. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_PROBE_ROWS (bw_probe_rows_get_type())
G_DECLARE_FINAL_TYPE(BwProbeRows, bw_probe_rows, BW, PROBE_ROWS, AdwBin)

void bw_probe_rows_set_session(BwProbeRows *self, BwSession *session); /* NULL: none any more */
void bw_probe_rows_update(BwProbeRows *self);                          /* another model or other atoms */
