/* bw-output.h - what the file of a run or a model is called. All strings are new; free with g_free(). */
#pragma once

#include <glib.h>

/* stem + suffix in `folder`, or where NULL among a person's documents. */
char *bw_output_place(const char *folder, const char *stem, const char *suffix);

/* A file of a run that is not there yet, named after the structure: in the same places. */
char *bw_output_suggest(const char *folder, const char *structure);

/* The same folder and suffix, another name; NULL: it cannot be the name of a file. */
char *bw_output_rename(const char *path, const char *name);
