/* bw-job-row.h - one run that goes on or waits for its turn. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_JOB_ROW (bw_job_row_get_type())
G_DECLARE_FINAL_TYPE(BwJobRow, bw_job_row, BW, JOB_ROW, GtkListBoxRow)

/* The session is borrowed. */
BwJobRow *bw_job_row_new(BwSession *session, BwEntry *entry);
BwEntry *bw_job_row_get_entry(BwJobRow *self);
