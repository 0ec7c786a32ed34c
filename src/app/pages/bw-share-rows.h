/* bw-share-rows.h - what the interactions of the chosen network and the pairs of atoms contribute to the
 * energy of what is shown. There for networks alone. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_SHARE_ROWS (bw_share_rows_get_type())
G_DECLARE_FINAL_TYPE(BwShareRows, bw_share_rows, BW, SHARE_ROWS, AdwBin)

/* NULL before the session is gone. */
void bw_share_rows_set_session(BwShareRows *self, BwSession *session);
