/* bw-help.h - what a newcomer has to know, on one page. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_HELP (bw_help_get_type())
G_DECLARE_FINAL_TYPE(BwHelp, bw_help, BW, HELP, AdwWindow)

BwHelp *bw_help_new(GtkWindow *parent);
