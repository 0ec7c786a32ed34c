/* bw-shares.h - what the energy of a network is made of, blocks and pairs, on a thread of its own. One frame
 * at a time: a newer question ends the one before. */
#pragma once

#include "analysis/explained.h"
#include "potential/potential.h"
#include "system/frame.h"

typedef struct _BwShares BwShares;

/* In the main context, not for what was cancelled: the explanation, which it takes, or NULL and the error. */
typedef void (*BwSharesFunc)(BwExplained *explained, const GError *error, gpointer data);

/* n_threads as bw_session_new(). */
BwShares *bw_shares_new(int n_threads, BwSharesFunc ready, gpointer data);
void bw_shares_free(BwShares *self); /* cancels */

/* Of the centroid of this frame; the network, from a file, is opened anew. */
void bw_shares_ask(BwShares *self, const BwPotential *network, const BwFrame *frame);
void bw_shares_cancel(BwShares *self);
gboolean bw_shares_is_busy(const BwShares *self);
