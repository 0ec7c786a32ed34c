/* bw-sidebar-row.h - one entry of the list of what is open: icon, name, what matters of it in one line, how
 * far it has come, and a menu (right click, Menu key, the button that appears under the pointer). */
#pragma once

#include "app/session/bw-entry.h"
#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_SIDEBAR_ROW (bw_sidebar_row_get_type())
G_DECLARE_FINAL_TYPE(BwSidebarRow, bw_sidebar_row, BW, SIDEBAR_ROW, GtkListBoxRow)

/* The session is borrowed and must outlive the row. */
BwSidebarRow *bw_sidebar_row_new(BwSession *session, BwEntry *entry);
BwEntry *bw_sidebar_row_get_entry(BwSidebarRow *self);
