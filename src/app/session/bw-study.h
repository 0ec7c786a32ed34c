/* bw-study.h - what is in a dataset, found out on a thread of its own: first its frames with their labels as
 * they are trained on, then how they are distributed, then what is wrong with them.
 *
 * Signal: changed, in the main context. All pointers that are handed out belong to the study and hold until
 * the main loop turns again. */
#pragma once

#include "app/session/bw-training-record.h"
#include "learning/check/check.h"

#include <gio/gio.h>

#define BW_TYPE_STUDY (bw_study_get_type())
G_DECLARE_FINAL_TYPE(BwStudy, bw_study, BW, STUDY, GObject)

typedef enum {
  BW_VERDICT_PENDING,    /* the check is not done */
  BW_VERDICT_FINE,       /* or nobody can tell: the check failed */
  BW_VERDICT_BAD_FRAMES, /* some frames would spoil it: they can be left out */
  BW_VERDICT_BAD_SET,    /* all of it is wrong: its units, the sign of its forces */
} BwVerdict;

/* Begins to read. `units` as the file was opened with. */
BwStudy *bw_study_new(const char *path, const BwUnitSystem *units);
/* Nobody wants to know any more. */
void bw_study_cancel(BwStudy *self);

gboolean bw_study_is_busy(BwStudy *self);     /* the frames that are trained on are being gathered */
gboolean bw_study_is_checking(BwStudy *self); /* more will be known about them */
double bw_study_get_progress(BwStudy *self);  /* of the check, 0 … 1 */
/* Why the frames cannot be trained on, or not be checked; NULL: nothing is wrong, or not known yet. */
const GError *bw_study_get_error(BwStudy *self);
BwCollection *bw_study_get_data(BwStudy *self);              /* NULL: busy, or it cannot be trained on */
BwDataset *bw_study_get_dataset(BwStudy *self);              /* the same; NULL too where systems differ */
const BwDatasetSummary *bw_study_get_summary(BwStudy *self); /* NULL: not yet */
const BwCheck *bw_study_get_check(BwStudy *self);            /* NULL: not yet */

/* Whether frames that are bad, or there twice, are left out of what is trained on. */
void bw_study_set_leave_out(BwStudy *self, gboolean leave_out);
gboolean bw_study_get_leave_out(BwStudy *self);
/* Whether what is trained on would make a model worth having. */
BwVerdict bw_study_judge(BwStudy *self);
gint64 bw_study_count_bad(BwStudy *self); /* frames that would be; 0: none, or not known yet */

/* An unfinished training of it; NULL: none. */
const BwTrainingRecord *bw_study_get_record(BwStudy *self);
/* Looks for it again: one has begun or ended. */
void bw_study_refresh_record(BwStudy *self);
