/* train-display.h - a training as one watches it on a terminal, and what it takes before it begins. */
#pragma once

#include "cli/progress.h"
#include "learning/train.h"

typedef struct {
  BwProgress *bar;
  BwStage stage;
  GCancellable *cancellable;
  double energy; /* factor to eV of the unit to report in */
  const char *energy_unit;
  gboolean search;    /* several σ or λ are tried */
  double force_mae;   /* of the present model on the validation set, eV/Å; NaN: not known */
  gint64 stage_start; /* µs */
  double solving;     /* seconds, of all tries */
  gboolean fresh;     /* something was solved since the last try was told */
  int n_solved;
  BwTrainEpoch epoch; /* the last one of a network; epoch 0: none yet */
  gboolean finish;    /* what there is is enough */
} BwTrainDisplay;

/* energy_unit: interned. */
gboolean bw_train_display_init(BwTrainDisplay *display, const char *energy_unit, gboolean search,
                               GError **error);
void bw_train_display_clear(BwTrainDisplay *display);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwTrainDisplay, bw_train_display_clear)

/* Of a network it is not told how predictions compare: its epochs say how good it is. */
BwTrainObserver bw_train_display_observer(BwTrainDisplay *display, BwModelKind kind);
/* The bar goes away; what comes next is printed below. */
void bw_train_display_end(BwTrainDisplay *display);

/* The plan for people: one note, or all of it on standard output. */
void bw_train_plan_note(const BwTrainPlan *plan);
void bw_train_plan_print(const BwTrainPlan *plan, const char *path);
void bw_train_plan_print_json(const BwTrainPlan *plan);
