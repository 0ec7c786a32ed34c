/* bw-preferences.h - the few things one chooses once. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_PREFERENCES (bw_preferences_get_type())
G_DECLARE_FINAL_TYPE(BwPreferences, bw_preferences, BW, PREFERENCES, AdwPreferencesWindow)

BwPreferences *bw_preferences_new(GtkWindow *parent);
