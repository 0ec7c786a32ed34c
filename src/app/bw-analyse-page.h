/* bw-analyse-page.h - what is known so far about what is shown: the chosen distance, the averages of a run.
 */
#pragma once

#include "app/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_ANALYSE_PAGE (bw_analyse_page_get_type())
G_DECLARE_FINAL_TYPE(BwAnalysePage, bw_analyse_page, BW, ANALYSE_PAGE, AdwBin)

/* The session must outlive the page, or be taken away with NULL. */
void bw_analyse_page_set_session(BwAnalysePage *self, BwSession *session);
/* The numbers moved on, or belong to something else now. */
void bw_analyse_page_update(BwAnalysePage *self);
