/* bw-entry.h - one line of the sidebar: a structure, a dataset, a model, a training or a run that the window
 * knows, with
 * what matters about it. Entries live in the session's list, sorted by kind, the newest first. Removing one
 * never touches a file.
 *
 * Properties, all read-only and notified: "kind" (BwEntryKind), "path" (string, may be NULL), "title"
 * (string), "detail" (string: frames, test error, progress in words), "state" (BwEntryState), "progress"
 * (double, 0 … 1, −1: none), "shown" (boolean: it is what is shown, or the model that is chosen). */
#pragma once

#include <glib-object.h>

typedef enum {
  BW_ENTRY_STRUCTURE, /* or a trajectory */
  BW_ENTRY_DATASET,
  BW_ENTRY_MODEL,
  BW_ENTRY_TRAINING,
  BW_ENTRY_RUN,
  BW_N_ENTRY_KINDS,
} BwEntryKind;

typedef enum {
  BW_ENTRY_NONE, /* it is no run or training */
  BW_ENTRY_QUEUED,
  BW_ENTRY_RUNNING,
  BW_ENTRY_PAUSED, /* or waiting for the disk */
  BW_ENTRY_FINISHED,
  BW_ENTRY_STOPPED,
  BW_ENTRY_FAILED,
} BwEntryState;

#define BW_TYPE_ENTRY_KIND (bw_entry_kind_get_type())
GType bw_entry_kind_get_type(void);
#define BW_TYPE_ENTRY_STATE (bw_entry_state_get_type())
GType bw_entry_state_get_type(void);

#define BW_TYPE_ENTRY (bw_entry_get_type())
G_DECLARE_FINAL_TYPE(BwEntry, bw_entry, BW, ENTRY, GObject)

BwEntryKind bw_entry_get_kind(BwEntry *self);
const char *bw_entry_get_path(BwEntry *self); /* NULL: a run that was not written */
const char *bw_entry_get_title(BwEntry *self);
const char *bw_entry_get_detail(BwEntry *self);
BwEntryState bw_entry_get_state(BwEntry *self);
double bw_entry_get_progress(BwEntry *self);
gboolean bw_entry_is_shown(BwEntry *self);
/* It has labels to learn from: a dataset, frames with energies alone, or frames of no run with other numbers.
 */
gboolean bw_entry_can_train(BwEntry *self);
