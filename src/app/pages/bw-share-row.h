/* bw-share-row.h - what the interactions of the chosen network and the pairs of atoms contribute to the
 * energy of what is shown. For networks alone. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_SHARE_ROW (bw_share_row_get_type())
G_DECLARE_FINAL_TYPE(BwShareRow, bw_share_row, BW, SHARE_ROW, AdwExpanderRow)

/* NULL before the session is gone. */
void bw_share_row_set_session(BwShareRow *self, BwSession *session);
