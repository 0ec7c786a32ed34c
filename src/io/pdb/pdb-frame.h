/* pdb-frame.h - one model of a PDB file from text to numbers. */
#pragma once

#include "io/text/text-trajectory.h"

/* What all models of one file share. */
typedef struct {
  double length;     /* Å per unit of the file: 1, unless the user says otherwise */
  gboolean has_cell; /* a CRYST1 before the first model holds for all that have none of their own */
  BwCell cell;
  GMutex mutex;   /* guards what follows */
  BwAtoms *atoms; /* of the last model read */
} BwPdbReader;

/* What a model says beside its atoms. */
typedef struct {
  gboolean has_cell, has_alternates;
  int n_beads; /* of our own ring polymers; 0: it is none */
} BwPdbFacts;

gboolean bw_pdb_is_atom(const char *line, gsize n); /* ATOM or HETATM */

/* Atoms with columns 77–78 or their names as elements, names as labels, residues, occupancy and B factor; of
 * alternate locations the first. facts may be NULL. Any thread. */
BwFrame *bw_pdb_parse_frame(BwPdbReader *reader, const BwFrameText *text, BwPdbFacts *facts, GError **error);
