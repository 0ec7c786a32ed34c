/* run-file.h - the record of a run: one HDF5 file that follows H5MD 1.1.
 *
 *   /particles/beads/{position,momentum,force}/{step,time,value[T][P·N][3]}
 *       bead by bead; attributes n_beads, n_atoms; beside them species, mass, box
 *   /particles/beads.2/…                       the same from where the number of beads was changed; .3, …
 *   /observables/NAME/{step,time,value[T]}     each of BwEstimates, from the first step to the last
 *   /parameters/beadwork/                      what the run is: model, structure, settings with their changes
 *   /parameters/beadwork/events                what else happened (BwEvent)
 *   /parameters/beadwork/checkpoint/           the state to go on from, bit for bit
 *
 * Rows wait in memory until a checkpoint, which brings them and the state into the file at once
 * (io/hdf5/journal.h): killed at any moment, the file holds the last checkpoint whole; a full disk leaves it
 * untouched. */
#pragma once

#include "engine/engine.h"

/* What a run is. Strings are owned; all but `record.checkpoint_seconds` is in the file. */
typedef struct {
  char *model_path, *model_name, *model_method, *model_hash; /* "" where there is none */
  char *structure_path;
  BwAtoms *atoms;
  BwCell cell;
  BwDynamicsSettings dynamics; /* now, with the changes that were made */
  BwRecordSettings record;
  BwGuardSettings guard;
  gint64 n_steps; /* in all; 0: open end */
} BwRunInfo;

void bw_run_info_clear(BwRunInfo *info);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwRunInfo, bw_run_info_clear)

/* What a run is, to say it; fails as bw_run_file_open() does, but for a run that is being written. Clear
 * `info` in any case. */
gboolean bw_run_info_read(const char *path, BwRunInfo *info, GError **error);

typedef struct _BwRunFile BwRunFile;

/* A new file; it gets its name with the first checkpoint. Without `replace` it must not exist. */
BwRunFile *bw_run_file_create(const char *path, const BwRunInfo *info, gboolean replace, GError **error);

/* To go on with. `info` is filled in; clear it. Fails with FORMAT when it is not a run of ours or is damaged,
 * FILE when another program is writing it. */
BwRunFile *bw_run_file_open(const char *path, BwRunInfo *info, GError **error);

/* What was recorded after the last checkpoint is dropped. */
void bw_run_file_free(BwRunFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwRunFile, bw_run_file_free)

/* Puts the state of the last checkpoint back. */
gboolean bw_run_file_restore(BwRunFile *self, BwDynamics *dynamics, GError **error);
/* centroid[n_atoms][3] of the last checkpoint, Å: where dynamics to restore may be started. */
gboolean bw_run_file_read_centroid(BwRunFile *self, double *centroid, GError **error);

/* Takes down the current step as the strides say; `always`: its positions, momenta and forces in any case. In
 * memory only. */
void bw_run_file_record(BwRunFile *self, BwDynamics *dynamics, gboolean always);
/* The dynamics were changed at this step. Another number of beads begins another group of particles. */
void bw_run_file_record_change(BwRunFile *self, gint64 step, const BwDynamicsSettings *settings);
/* Goes to the disk with the next checkpoint. Not for checkpoints themselves, which would make the file depend
 * on the clock. */
void bw_run_file_record_event(BwRunFile *self, const BwEvent *event);
void bw_run_file_set_n_steps(BwRunFile *self, gint64 n_steps);

/* Bytes that wait in memory. */
gsize bw_run_file_get_waiting(const BwRunFile *self);

/* Brings everything to the disk, with the state to go on from. DISK: there is no room; nothing is lost or
 * touched; call it again later, and nothing else before. */
gboolean bw_run_file_checkpoint(BwRunFile *self, BwDynamics *dynamics, GError **error);

/* The same, but a thread waits for the disk while the run goes on and rows are recorded. Not while one is
 * under way. */
gboolean bw_run_file_checkpoint_begin(BwRunFile *self, BwDynamics *dynamics, GError **error);
gboolean bw_run_file_is_saving(const BwRunFile *self);
/* If what was under way is over (`wait`: now), its result: errors as above. TRUE when nothing was. */
gboolean bw_run_file_checkpoint_poll(BwRunFile *self, gboolean wait, GError **error);
/* The step of the last checkpoint on the disk; −1: none. */
gint64 bw_run_file_get_saved_step(const BwRunFile *self);

/* Bytes of the file of a run of n_steps (0: only what is there at the start) whose number of beads stays;
 * with compression, at most. Datasets are filled in whole chunks, so that short runs are larger than their
 * rows. */
guint64 bw_run_file_predict_size(const BwRecordSettings *record, int n_beads, int n_atoms, gint64 n_steps);

/* The events of a run, of BwEvent, in the order in which they happened; empty where it has none. Fails as
 * bw_run_info_read() does. */
GArray *bw_run_read_events(const char *path, GError **error);
