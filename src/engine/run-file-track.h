/* run-file-track.h - the rows of a run: elements of H5MD that grow in time, and the segments that particles
 * come in. */
#pragma once

#include "engine/run-file.h"
#include "io/hdf5/h5-file.h"
#include "io/hdf5/h5-series.h"

enum { BW_RUN_MAX_ESTIMATES = 8 };

typedef enum {
  BW_TRACK_POSITION,
  BW_TRACK_MOMENTUM,
  BW_TRACK_FORCE,
  BW_TRACK_DOMAIN,
  BW_N_PARTICLE_TRACKS,
  BW_TRACK_ESTIMATES = BW_N_PARTICLE_TRACKS,
} BwTrackKind;

/* One time-dependent element of H5MD, or several that share their steps and times. */
typedef struct {
  BwTrackKind kind;
  int stride;       /* 0: not recorded */
  gint64 last_step; /* in it */
  BwH5Series step, time, values[BW_RUN_MAX_ESTIMATES];
  int n_values;
} BwTrack;

void bw_track_init(BwTrack *self, BwTrackKind kind); /* with nothing in it */
void bw_track_clear(BwTrack *self);                  /* what waits is dropped */

/* Rows of so many beads and atoms (of estimates neither counts) may wait from here on; the next is that of a
 * step after `last_step`. */
void bw_track_prepare(BwTrack *self, const BwRecordSettings *record, int n_beads, int n_atoms,
                      gint64 last_step);
/* Its datasets under `group` ("particles/beads", "observables"), for a prepared one. */
gboolean bw_track_create(BwTrack *self, hid_t file, const char *group, const BwRecordSettings *record,
                         GError **error);
/* Goes on with what is there. */
gboolean bw_track_open(BwTrack *self, hid_t file, const char *group, const BwRecordSettings *record,
                       int n_beads, int n_atoms, gint64 last_step, GError **error);

/* Takes the step down if it is due, or with `always`. */
void bw_track_record(BwTrack *self, BwDynamics *dynamics, gboolean always);
gsize bw_track_get_waiting(const BwTrack *self); /* bytes in memory */
/* Bytes in the file after n_steps, from the first on. */
guint64 bw_track_predict_size(BwTrackKind kind, const BwRecordSettings *record, int n_beads, int n_atoms,
                              gint64 n_steps);
gboolean bw_track_is_empty(const BwTrack *self); /* neither here nor in the file */
gboolean bw_track_flush(BwTrack *self, GError **error);

/* The particles as long as their number stays the same: a group of their own, "particles/beads",
 * "particles/beads.2", … */
typedef struct {
  int index; /* from 1 */
  int n_beads;
  gboolean created; /* it is in the file */
  BwTrack tracks[BW_N_PARTICLE_TRACKS];
} BwSegment;

/* In memory only: its rows begin after `last_step`. */
BwSegment *bw_segment_new(int index, int n_beads, int n_atoms, const BwRecordSettings *record,
                          gint64 last_step);
void bw_segment_free(BwSegment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwSegment, bw_segment_free)

char *bw_segment_group(int index);                   /* free with g_free() */
int bw_segment_find_last(hid_t file);                /* index of the last one in a file; 0: none */
gboolean bw_segment_is_empty(const BwSegment *self); /* it has no rows at all */
gsize bw_segment_get_waiting(const BwSegment *self);
gboolean bw_segment_open(BwSegment *self, hid_t file, int n_atoms, const BwRecordSettings *record,
                         gint64 last_step, GError **error);
/* Makes it in the file where it is not there yet, in the place of an empty one of its name, and hands the
 * rows that wait to HDF5. */
gboolean bw_segment_flush(BwSegment *self, hid_t file, const BwAtoms *atoms, const BwCell *cell,
                          const BwRecordSettings *record, GError **error);
