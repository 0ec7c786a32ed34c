/* progress.h - a bar on a terminal with rate and time left; silent elsewhere. */
#pragma once

#include <glib.h>

typedef struct _BwProgress BwProgress;

/* `unit` is what is counted ("steps"), NULL: nothing that has a rate; total 0: no end known. */
BwProgress *bw_progress_new(const char *title, const char *unit, double total);
void bw_progress_free(BwProgress *progress); /* erases the bar */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwProgress, bw_progress_free)

/* Cheap to call often: draws at most ten times a second. note: may be NULL. */
void bw_progress_set(BwProgress *progress, double done, const char *note);
