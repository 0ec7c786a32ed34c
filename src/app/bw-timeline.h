/* bw-timeline.h - which frame or moment is shown, and going to others. */
#pragma once

#include "app/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_TIMELINE (bw_timeline_get_type())
G_DECLARE_FINAL_TYPE(BwTimeline, bw_timeline, BW, TIMELINE, GtkBox)

/* The session must outlive the timeline, or be taken away with NULL. */
void bw_timeline_set_session(BwTimeline *self, BwSession *session);
/* Shows the session's position, number of frames and time. */
void bw_timeline_update(BwTimeline *self);
