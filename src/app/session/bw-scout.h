/* bw-scout.h - goes ahead of a run: what the system asks of it, and how fast it will go. It does so on a
 * thread of its own, at low priority, with a model of its own, since a potential answers one caller at a
 * time. What it found it remembers; what is not wanted any more it drops. */
#pragma once

#include "dynamics/advice.h"
#include "dynamics/dynamics.h"
#include "system/frame.h"

typedef struct _BwScout BwScout;

/* Where a run would begin and how. Borrowed. */
typedef struct {
  BwPotential *potential; /* must come from a file */
  const BwFrame *frame;   /* of atoms that the potential describes */
  const char *structure;  /* its name: frames of one structure are given one advice */
  BwDynamicsSettings dynamics;
  gboolean twin;          /* a classical one beside it */
  int n_threads;          /* as bw_engine_new() takes them */
  gboolean measure_speed; /* FALSE: a job is on, that needs the processors and shows how fast it is */
} BwScoutMission;

/* `notify` is called in the main context when something new is known. */
BwScout *bw_scout_new(void (*notify)(gpointer data), gpointer data);
void bw_scout_free(BwScout *self);

/* Finds out what is not known yet. The newest mission counts. */
void bw_scout_send(BwScout *self, const BwScoutMission *mission);

/* For the mission's temperature; FALSE: not known (yet). */
gboolean bw_scout_get_advice(BwScout *self, const BwScoutMission *mission, BwAdvice *advice);
/* Steps per second, of the run and its twin together; NaN: not known (yet). */
double bw_scout_get_speed(BwScout *self, const BwScoutMission *mission);
gboolean bw_scout_is_away(const BwScout *self); /* something more will be known */
