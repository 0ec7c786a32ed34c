/* formats.h - the formats, one per file of this folder; registry.c lists them in the order they are asked. */
#pragma once

#include "io/io.h"

extern const BwFormat bw_format_xyz, bw_format_pdb, bw_format_beads, bw_format_npz, bw_format_h5md,
    bw_format_bwmodel, bw_format_schnet_checkpoint, bw_format_ase_db;
