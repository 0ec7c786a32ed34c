/* pdb-write.h - PDB for programs that read nothing else: positions in thousandths of an Å, no energies or
 * forces.
 *
 * Every frame is a model; of a ring polymer every bead is one, and a REMARK says which (step, time, bead), by
 * which our own reader puts them together again. */
#pragma once

#include "base/units.h"
#include "io/write-frames.h"

/* PDB is in Å, whatever `units` says. Fails where a number does not fit into its columns. */
gboolean bw_pdb_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                      gpointer cancellable, BwWriteProgress progress, gpointer progress_data, GError **error);
