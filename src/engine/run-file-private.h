/* run-file-private.h - what the files of the run file share. */
#pragma once

#include "engine/run-file.h"
#include "io/hdf5/h5-file.h"
#include "io/hdf5/h5-series.h"

#include <stdatomic.h>

#define BW_RUN_PARTICLES "particles/beads"
#define BW_RUN_PARAMETERS "parameters/beadwork"
#define BW_RUN_CHECKPOINT BW_RUN_PARAMETERS "/checkpoint"

enum { BW_RUN_FORMAT_VERSION = 1, BW_RUN_MAX_ESTIMATES = 8 };

/* One time-dependent element of H5MD, or several that share their steps and times. */
typedef struct {
  int stride;       /* 0: not recorded */
  gint64 last_step; /* in it */
  BwH5Series step, time, values[BW_RUN_MAX_ESTIMATES];
  int n_values;
} BwTrack;

typedef enum {
  BW_TRACK_POSITION,
  BW_TRACK_MOMENTUM,
  BW_TRACK_FORCE,
  BW_TRACK_ESTIMATES,
  BW_N_TRACKS
} BwTrackKind;

/* What each track is called in the file, and what is in it. */
typedef struct {
  const char *path; /* "particles/beads/position" */
  const char *unit; /* as H5MD writes units: factors with blanks between, powers as numbers */
  gsize offset;     /* of an estimate in BwEstimates */
} BwTrackValue;

const BwTrackValue *bw_run_track_values(BwTrackKind kind, int *n);
int bw_run_track_stride(const BwRecordSettings *record, BwTrackKind kind);

struct _BwRunFile {
  BwH5File *file;
  int n_beads, n_atoms;
  BwTrack tracks[BW_N_TRACKS];
  BwH5Series changes; /* of BwDynamicsChange */
  hid_t change_type;
  gint64 n_steps;
  gboolean n_steps_changed;
  gint64 saved_step; /* of the last checkpoint; −1: none yet */
  gboolean staged;   /* a checkpoint is in HDF5's hands, but not yet on the disk; */
  gint64 staged_step;
  GThread *committer; /* the one who brings it there; NULL: none */
  atomic_int commit_over;
  GError *commit_error; /* the committer's until it is over */
};

BwRunFile *bw_run_file_new(void); /* with nothing in it yet */

/* Paths and sizes of the arrays of the restart state. */
typedef struct {
  const char *name;
  double *values;
  hsize_t dims[3];
  int n_dims;
  gboolean may_lack; /* files of earlier versions have none: 0 */
} BwStateArray;

enum { BW_RUN_STATE_ARRAYS = 7 };
void bw_run_state_arrays(BwDynamicsState *state, BwStateArray arrays[BW_RUN_STATE_ARRAYS]);
