/* bw-job-list.h - the runs that go on or wait for their turn, each with its progress and a button that stops
 * it or takes it out of the queue. It is not there while there is none. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_JOB_LIST (bw_job_list_get_type())
G_DECLARE_FINAL_TYPE(BwJobList, bw_job_list, BW, JOB_LIST, AdwPreferencesGroup)

void bw_job_list_set_session(BwJobList *self, BwSession *session); /* borrowed; NULL: none */
void bw_job_list_update(BwJobList *self);                          /* states have changed */
/* The same, but one job is seen elsewhere already: it is not listed. NULL: none is. */
void bw_job_list_set_seen(BwJobList *self, BwEntry *entry);
