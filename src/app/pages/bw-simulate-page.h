/* bw-simulate-page.h - what is to be simulated and how. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_SIMULATE_PAGE (bw_simulate_page_get_type())
G_DECLARE_FINAL_TYPE(BwSimulatePage, bw_simulate_page, BW, SIMULATE_PAGE, AdwBin)

/* The session must outlive the page, or be taken away with NULL. */
void bw_simulate_page_set_session(BwSimulatePage *self, BwSession *session);
/* Model, structure, settings and buttons. */
void bw_simulate_page_update(BwSimulatePage *self);
