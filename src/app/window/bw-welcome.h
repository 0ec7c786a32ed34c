/* bw-welcome.h - the empty window: the ways in, and the examples as cards. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_WELCOME (bw_welcome_get_type())
G_DECLARE_FINAL_TYPE(BwWelcome, bw_welcome, BW, WELCOME, AdwBin)
