/* h5md-head.h - what every H5MD file has before its rows; shared by run files and the writer of trajectories.
 */
#pragma once

#include "io/hdf5/h5.h"
#include "system/atoms.h"
#include "system/cell.h"

/* /h5md: version 1.1, author, creator, and that units are said. */
gboolean bw_h5md_write_head(hid_t file, GError **error);

/* The group `path` with species (atomic numbers) and mass of n_beads times the atoms, bead by bead;
 * attributes n_beads and n_atoms say so. The box has its boundary only; its edges are for the caller to add.
 */
gboolean bw_h5md_write_particles(hid_t file, const char *path, const BwAtoms *atoms, int n_beads,
                                 const BwCell *cell, GError **error);

/* Makes `name` of the element `first` found under `other` too: steps and times are stored once. */
gboolean bw_h5md_link(hid_t file, const char *first, const char *other, const char *name, GError **error);
