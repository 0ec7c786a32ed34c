/* bw-analyse-page.h - what is known so far about what is shown: the chosen coordinate, the averages, and a
 * table of all bonds and measured coordinates.
 *
 * Signals: exported (const char *path), trouble (const char *message). Actions: analyse.copy-chosen,
 * analyse.copy-table, analyse.export-table. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_ANALYSE_PAGE (bw_analyse_page_get_type())
G_DECLARE_FINAL_TYPE(BwAnalysePage, bw_analyse_page, BW, ANALYSE_PAGE, AdwBin)

/* The session must outlive the page, or be taken away with NULL. */
void bw_analyse_page_set_session(BwAnalysePage *self, BwSession *session);
/* The numbers moved on, or belong to something else now. */
void bw_analyse_page_update(BwAnalysePage *self);
/* The table as CSV. */
void bw_analyse_page_export(BwAnalysePage *self, const char *path);
