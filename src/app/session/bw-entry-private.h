/* bw-entry-private.h - what the session keeps behind an entry. */
#pragma once

#include "app/session/bw-entry.h"
#include "app/session/bw-reel.h"
#include "app/session/bw-run.h"
#include "app/session/bw-study.h"

struct _BwEntry {
  GObject parent;
  BwEntryKind kind;
  char *path, *title, *detail;
  BwEntryState state;
  double progress;
  gboolean shown;
  gint64 serial; /* of those of a kind the highest comes first */

  BwRun *run;             /* made here; NULL: none */
  BwTraining *training;   /* NULL: none */
  BwReel *reel;           /* the open file; NULL: none */
  BwStudy *study;         /* of a dataset, once somebody wants to train on it; NULL: not yet */
  BwPotential *potential; /* of a model; NULL otherwise */
};

/* One of them each; the reel is taken. path may be NULL. */
BwEntry *bw_entry_new_run(BwRun *run);
BwEntry *bw_entry_new_training(BwTraining *training);
BwEntry *bw_entry_new_reel(BwReel *reel);
BwEntry *bw_entry_new_model(BwPotential *potential);

/* The file was opened again, or that of a run for the first time. Takes the reel. */
void bw_entry_set_reel(BwEntry *self, BwReel *reel);
void bw_entry_set_potential(BwEntry *self, BwPotential *potential);
void bw_entry_set_shown(BwEntry *self, gboolean shown);
/* Title, detail, state and progress from what is behind it. */
void bw_entry_update(BwEntry *self);
/* For a sorted list. */
int bw_entry_compare(gconstpointer a, gconstpointer b, gpointer unused);
