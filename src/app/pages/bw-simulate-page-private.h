/* bw-simulate-page-private.h - what the files of the page share: bw-simulate-page.c (settings and buttons),
 * -record.c (what is written where), -hints.c (what the system asks for), -plan.c (what the run will take).
 */
#pragma once

#include "app/pages/bw-job-list.h"
#include "app/pages/bw-number-row.h"
#include "app/session/bw-plan.h"
#include "app/pages/bw-readout.h"
#include "app/session/bw-scout.h"
#include "app/pages/bw-simulate-page.h"

struct _BwSimulatePage {
  AdwBin parent;
  AdwPreferencesGroup *settings_group;
  AdwActionRow *model_row, *structure_row;
  BwNumberRow *beads, *temperature, *timestep, *length;
  GtkSwitch *compare;
  GtkWidget *compare_row;
  AdwComboRow *thermostat, *splitting;
  BwNumberRow *tau, *pile_lambda, *seed;
  GtkSwitch *remove_com;
  GtkWidget *remove_com_row;
  AdwExpanderRow *record_row;
  AdwEntryRow *name_row;
  AdwActionRow *folder_row;
  BwNumberRow *position_stride, *momentum_stride, *force_stride, *estimate_stride;
  GtkSwitch *single;
  GtkLabel *plan_label, *twin_label, *warning_label;
  GtkButton *start_button;
  GtkWidget *queue_button, *another_button;
  BwJobList *jobs;
  BwReadout *readout;

  BwSession *session; /* borrowed */
  gboolean updating;  /* the rows change because of the session */
  guint changing;     /* source: what a person set for a run that goes on is told soon */
  BwRun *changed;     /* which run; borrowed, only compared */
  BwScout *scout;
  guint scouting;    /* source */
  BwAdvice advice;   /* highest_frequency 0: none */
  gint64 free_bytes; /* where the run is written; −1: not known */
  char *free_folder; /* where that is; NULL: none */
  gint64 free_time;  /* µs, when it was asked */
};

/* The run that is shown goes on: its settings are those of the page. */
gboolean bw_simulate_page_is_live(BwSimulatePage *self);

/* bw-simulate-record.c */
void bw_simulate_page_update_record(BwSimulatePage *self);
void bw_simulate_page_read_record(BwSimulatePage *self, BwRecordSettings *record);
void bw_simulate_page_switch_record(BwSimulatePage *self);
void bw_simulate_page_rename(BwSimulatePage *self);

/* bw-simulate-hints.c */
void bw_simulate_page_update_hints(BwSimulatePage *self);

/* bw-simulate-plan.c */
void bw_simulate_page_update_plan(BwSimulatePage *self);
void bw_simulate_page_scout_soon(BwSimulatePage *self);
/* What the scout is asked; FALSE: there is nothing to ask about. */
gboolean bw_simulate_page_get_mission(BwSimulatePage *self, BwScoutMission *mission);
