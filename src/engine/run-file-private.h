/* run-file-private.h - what the files of the run file share. */
#pragma once

#include "engine/run-file-track.h"

#include <stdatomic.h>

#define BW_RUN_PARAMETERS "parameters/beadwork"
#define BW_RUN_CHECKPOINT BW_RUN_PARAMETERS "/checkpoint"
#define BW_RUN_CHANGES BW_RUN_PARAMETERS "/dynamics"
#define BW_RUN_EVENTS BW_RUN_PARAMETERS "/events"

enum { BW_RUN_FORMAT_VERSION = 1 };

struct _BwRunFile {
  BwH5File *file;
  BwAtoms *atoms;
  BwCell cell;
  BwRecordSettings record;
  GPtrArray *segments; /* of BwSegment: the one that is recorded last, before it those with rows that wait */
  BwTrack estimates;
  BwH5Series changes; /* of BwDynamicsChange */
  BwH5Series events;  /* of BwEvent; its dataset is made with the first of them */
  hid_t change_type, event_type;
  gint64 n_steps;
  gboolean n_steps_changed;
  gint64 saved_step; /* of the last checkpoint; −1: none yet */
  gboolean staged;   /* a checkpoint is in HDF5's hands, but not yet on the disk; */
  gint64 staged_step;
  GThread *committer; /* the one who brings it there; NULL: none */
  atomic_int commit_over;
  GError *commit_error; /* the committer's until it is over */
};

BwRunFile *bw_run_file_new(void);                          /* with nothing in it yet */
BwSegment *bw_run_file_get_segment(const BwRunFile *self); /* that is recorded */
gboolean bw_run_file_create_events(BwRunFile *self, GError **error);

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
