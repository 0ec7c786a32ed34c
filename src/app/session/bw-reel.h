/* bw-reel.h - an open file with frames, and what is known about it: a structure, a trajectory, a dataset, or
 * the file of a run. It stays what it is while something else is shown. */
#pragma once

#include "app/session/bw-opener.h"
#include "app/session/bw-survey.h"

/* One look through a trajectory after the other. */
typedef struct {
  BwSurvey *survey; /* what is known; NULL before the first look */
  BwSurvey *fresh;  /* that will take its place when it is done; NULL: none */
} BwLook;

typedef struct {
  BwOpened *opened;
  BwCoordinates *coordinates; /* of the atoms of its first frame */
  BwLook look;                /* through its frames, */
  BwLook classical;           /* and through those of its classical twin */
  gint64 position;            /* the frame that was shown last */
} BwReel;

/* Takes the file, which must have frames; references the coordinates. */
BwReel *bw_reel_new(BwOpened *opened, BwCoordinates *coordinates);
void bw_reel_free(BwReel *self);

/* Looks through it, unless that was done for all that is watched and pinned now. */
void bw_reel_survey(BwReel *self);
/* Takes over what was found. */
typedef enum { BW_REEL_QUIET, BW_REEL_MOVED_ON, BW_REEL_DONE } BwReelNews;
BwReelNews bw_reel_poll(BwReel *self);
gboolean bw_reel_is_surveying(const BwReel *self);
const BwFindings *bw_reel_get_findings(const BwReel *self);  /* NULL: nothing yet */
const BwFindings *bw_reel_get_classical(const BwReel *self); /* of its twin; NULL: none */

/* Of the file, in one line: "1 200 frames · 9 atoms". */
char *bw_reel_describe(const BwReel *self);
/* What matters most of it: "32 beads, 300 K · 12.400 ps" of a run, otherwise the same. */
char *bw_reel_summarise(const BwReel *self);
const char *bw_reel_get_path(const BwReel *self); /* of the first file of those that belong together */
/* "ethanol" for ethanol.xyz. */
char *bw_reel_get_name(const BwReel *self);
