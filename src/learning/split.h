/* split.h - which frames of a dataset to train and to validate on. */
#pragma once

#include <glib.h>

/* Chooses n of the frames whose `taken` is FALSE (NULL: none is taken), without repetition, such that the
 * distribution of values[n_frames] (energies) is kept: a histogram with bins after Freedman and Diaconis, at
 * most n/2 of them, each represented in proportion and by at least one frame. values NULL: uniformly. The
 * choice depends on (seed, round) only. Returns n indices in ascending order, free with g_free(); NULL with
 * BW_ERROR_ARGUMENT when there are fewer frames. */
int *bw_split_choose(const double *values, int n_frames, const gboolean *taken, int n, guint64 seed,
                     guint64 round, GError **error);
