/* bw-application.h - the program with a window: its command line, its windows, its actions. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_APPLICATION (bw_application_get_type())
G_DECLARE_FINAL_TYPE(BwApplication, bw_application, BW, APPLICATION, AdwApplication)

BwApplication *bw_application_new(GApplicationFlags flags);

/* Runs it: `beadwork [--new-window] [FILE…]`. Ends the process with its exit status; returns only without a
 * display. */
int bw_application_main(int argc, char **argv);
