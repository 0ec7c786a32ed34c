/* bw-history.h - the moments of live runs, so that one can go back in time without a file.
 *
 * A history that has become long forgets every other moment, and from then on keeps only every other one. The
 * histories of one budget share its memory: when that is used up, the largest of them forgets. */
#pragma once

#include "system/frame.h"

typedef struct _BwHistoryBudget BwHistoryBudget;

BwHistoryBudget *bw_history_budget_new(gsize max_bytes);
/* It stays until the last of its histories is freed. */
void bw_history_budget_unref(BwHistoryBudget *budget);
gsize bw_history_budget_get_used(const BwHistoryBudget *budget); /* bytes */

typedef struct _BwHistory BwHistory;

/* Takes a reference to the budget. */
BwHistory *bw_history_new(BwHistoryBudget *budget);
void bw_history_free(BwHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwHistory, bw_history_free)

/* Copies the frame, or passes over it. */
void bw_history_add(BwHistory *self, const BwFrame *frame);
int bw_history_get_n(const BwHistory *self);
const BwFrame *bw_history_get(const BwHistory *self, int index); /* until the next bw_history_add() */
/* Where a time (fs) lies among them: between two moments in proportion; clamped. */
double bw_history_locate(const BwHistory *self, double time);
