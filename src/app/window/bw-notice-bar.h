/* bw-notice-bar.h - says in the window what went wrong, or what had to be assumed, with the remedy beside it.
 *
 * Signals: open-again (const char *path, const char *unit): read the file again with lengths in this unit;
 * the same name as bw_unit_parse() takes. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_NOTICE_BAR (bw_notice_bar_get_type())
G_DECLARE_FINAL_TYPE(BwNoticeBar, bw_notice_bar, BW, NOTICE_BAR, AdwBin)

void bw_notice_bar_show_error(BwNoticeBar *self, const char *message);
void bw_notice_bar_show_assumption(BwNoticeBar *self, const char *path, const char *note);
void bw_notice_bar_hide(BwNoticeBar *self);
void bw_notice_bar_hide_error(BwNoticeBar *self); /* an assumption stays */
/* The text on show; NULL: hidden. */
const char *bw_notice_bar_get_text(BwNoticeBar *self);
