/* bw-places.h - where the program finds what ships with it: beside the build tree or where it was installed.
 */
#pragma once

#include <glib.h>

/* A file that ships in `models/`: new path, or NULL when it is not there. Looked for in $BW_MODELS, in the
 * source tree around the running program, and in the installed data. */
char *bw_places_find_model(const char *name);

/* All model files that ship, new paths; empty where there are none. */
GPtrArray *bw_places_list_models(void);

/* The folder of the translations. */
char *bw_places_locale(void);
