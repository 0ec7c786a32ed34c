/* bw-timeline.h - which frame or moment is shown, going to others, and playing: a slider with a line of some
 * quantity and marks of what happened, the buttons of a player, and how frames are played and drawn. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_TIMELINE (bw_timeline_get_type())
G_DECLARE_FINAL_TYPE(BwTimeline, bw_timeline, BW, TIMELINE, GtkBox)

/* The session must outlive the timeline, or be taken away with NULL. */
void bw_timeline_set_session(BwTimeline *self, BwSession *session);
/* Shows the session's position, number of frames and time. */
void bw_timeline_update(BwTimeline *self);
const char *bw_timeline_get_text(BwTimeline *self); /* "frame 620 of 1 200 · 12.400 ps · step 49 600" */

/* What can be done along the frames, as actions of the window that it is in: play, first-frame,
 * previous-frame, next-frame, last-frame, skip (i: frames), range-begin, range-end, range-all; with a state:
 * live, play-speed (d; 0: as fast as it goes), play-mode (s: "once", "loop", "ping-pong"), smoothing (i:
 * frames on each side), superpose, interpolate, timeline-series (s: a column of the trace). */
void bw_timeline_add_actions(BwTimeline *self, GActionMap *window);
