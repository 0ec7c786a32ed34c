/* bw-sidebar.h - what is open and what runs: structures, datasets, models and runs, one line each. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_SIDEBAR (bw_sidebar_get_type())
G_DECLARE_FINAL_TYPE(BwSidebar, bw_sidebar, BW, SIDEBAR, AdwBin)

/* The session must outlive the list, or be taken away with NULL. */
void bw_sidebar_set_session(BwSidebar *self, BwSession *session);
