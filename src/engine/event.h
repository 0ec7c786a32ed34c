/* event.h - what happened to a run besides its steps. */
#pragma once

#include <glib.h>

typedef enum {
  BW_EVENT_CHECKPOINT, /* the run is on the disk up to this step */
  BW_EVENT_CHANGE,     /* of settings */
  BW_EVENT_PULL,       /* a hand took hold of an atom */
  BW_EVENT_RELEASE,    /* and let it go */
  BW_EVENT_GUARD,      /* the guard stopped the run */
  BW_N_EVENT_KINDS,
} BwEventKind;

typedef struct {
  gint64 step;
  double time; /* fs */
  BwEventKind kind;
  int atom; /* −1: none */
} BwEvent;
