/* How large a run file will be, before there is one. */
#include "engine/run-file-private.h"

/* Measured: groups, attributes, the first chunk of changes. */
#define BYTES_OF_HEAD 60000

guint64 bw_run_file_predict_size(const BwRecordSettings *record, int n_beads, int n_atoms, gint64 n_steps)
{
  const guint64 n_particles = (guint64)n_beads * (guint64)n_atoms;
  guint64 bytes = BYTES_OF_HEAD;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    bytes += bw_track_predict_size((BwTrackKind)kind, record, n_beads, n_atoms, n_steps);
  bytes += bw_track_predict_size(BW_TRACK_ESTIMATES, record, 0, 0, n_steps);
  return bytes + 3 * 3 * n_particles * sizeof(double) +
         (guint64)n_beads * sizeof(double); /* the checkpoint */
}
