/* bw-output.h - what the file of a run is called. All strings are new; free with g_free(). */
#pragma once

#include <glib.h>

/* A file that is not there yet, named after the structure: in `folder`, or where NULL among a person's
 * documents. */
char *bw_output_suggest(const char *folder, const char *structure);

/* The same folder, another name; NULL: it cannot be the name of a file. */
char *bw_output_rename(const char *path, const char *name);
