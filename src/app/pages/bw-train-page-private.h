/* bw-train-page-private.h - what the files of the page share: bw-train-page.c (the dataset, what is pressed),
 * bw-train-buttons.c (what can be pressed), bw-train-settings.c (which model, from what), bw-train-lists.c
 * (numbers that are typed as lists), bw-train-config.c (files of settings), bw-train-doubts.c (data that
 * would spoil it), bw-train-output.c (where it is written), bw-train-plan.c (what it will take). */
#pragma once

#include "app/pages/bw-dataset-view.h"
#include "app/pages/bw-job-list.h"
#include "app/pages/bw-network-rows.h"
#include "app/pages/bw-number-row.h"
#include "app/pages/bw-train-page.h"
#include "app/pages/bw-training-view.h"

struct _BwTrainPage {
  AdwBin parent;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  BwTrainingView *training_view;
  BwDatasetView *dataset_view;
  BwJobList *jobs;
  BwNetworkRows *network_rows;
  GtkWidget *dataset_group, *settings_group, *more_group;
  GtkLabel *kind_label;
  AdwComboRow *dataset_row, *result, *kind, *search, *solver, *tolerance, *function, *symmetries,
      *regularisation;
  AdwEntryRow *sizes, *sigma, *lambda;
  BwNumberRow *n_train, *n_valid, *memory, *seed;
  AdwActionRow *config_row;
  GtkWidget *config_clear;
  GtkSwitch *energies;
  GtkWidget *energies_row;
  AdwEntryRow *name_row;
  AdwActionRow *folder_row;
  GtkLabel *plan_label, *reason_label, *warning_label;
  GtkWidget *start_button, *pause_button, *finish_button, *cancel_button, *another_button, *continue_button,
      *simulate_button;

  GListModel *datasets; /* of BwEntry: those that are open; NULL: no session */
  GtkCustomFilter *is_dataset;
  GtkFileChooserNative *chooser;
  BwSession *session; /* borrowed */
  gboolean updating;  /* the rows change because of the session */

  BwCollection *data;         /* that the settings were fitted to; NULL: none yet */
  gboolean points_of_network; /* how many are proposed suits a network */
  char *output;               /* the model's file, or the curve's table; NULL: no dataset */
  gboolean named;             /* by a person: it does not follow the settings any more */

  char *trouble;  /* why it cannot start; NULL: it can */
  guint planning; /* source */
  gint64 n_plans; /* that were asked for: the newest counts */
  gboolean plan_pending, can_start;
  int capacity; /* points that have room; 0: not known */
};

/* bw-train-settings.c */
void bw_train_page_init_settings(BwTrainPage *self);
int bw_train_page_count_frames(BwTrainPage *self);
/* The rows offer what can be learned from the data. */
void bw_train_page_fit_settings(BwTrainPage *self, BwCollection *data);
void bw_train_page_update_settings(BwTrainPage *self);
gboolean bw_train_page_makes_curve(BwTrainPage *self);
gboolean bw_train_page_makes_network(BwTrainPage *self);
/* All of it but the dataset and the checkpoint; clear with bw_train_spec_clear(). FALSE with ARGUMENT where
 * something typed is no list of numbers: its row shows it. */
gboolean bw_train_page_read(BwTrainPage *self, BwTrainSpec *spec, GError **error);
void bw_train_page_use_capacity(BwTrainPage *self);

/* bw-train-config.c */
void bw_train_page_open_config(BwTrainPage *self, const char *path);
void bw_train_page_save_config(BwTrainPage *self, const char *path);
void bw_train_page_clear_config(BwTrainPage *self);
void bw_train_page_choose_config(BwTrainPage *self, GtkFileChooserAction action);

/* bw-train-lists.c */
void bw_train_page_propose_sizes(BwTrainPage *self);
gboolean bw_train_page_read_lists(BwTrainPage *self, BwTrainSpec *spec, GError **error);

/* bw-train-doubts.c */
BwVerdict bw_train_page_judge(BwTrainPage *self);
gboolean bw_train_page_has_doubts(BwTrainPage *self);
char *bw_train_page_describe_doubts(BwTrainPage *self, int most); /* that many sentences; new */
void bw_train_page_ask_about_doubts(BwTrainPage *self);

/* bw-train-output.c */
void bw_train_page_update_output(BwTrainPage *self);
void bw_train_page_rename(BwTrainPage *self);
void bw_train_page_choose_output(BwTrainPage *self);

/* bw-train-plan.c */
void bw_train_page_plan_soon(BwTrainPage *self);
void bw_train_page_stop_planning(BwTrainPage *self);
/* Instead of a plan: what is missing for one; NULL: nothing is said. */
void bw_train_page_show_lack(BwTrainPage *self, const char *why);

/* bw-train-page.c */
void bw_train_page_take_settings(BwTrainPage *self); /* the rows are others now */
void bw_train_page_start(BwTrainPage *self);

/* bw-train-buttons.c */
void bw_train_page_update_buttons(BwTrainPage *self);
