/* frame.h - one moment: where all beads of all atoms are, and everything else the file says about it. */
#pragma once

#include "system/atoms.h"
#include "system/cell.h"

/* What kind of numbers a file had, so that it is written again as it was. */
typedef enum { BW_PROPERTY_REAL, BW_PROPERTY_INTEGER, BW_PROPERTY_BOOLEAN } BwPropertyType;

/* A named quantity of a frame ("energy", "gap") or of its atoms ("forces", "charges"), kept as the file had
 * it: numbers in the file's unit when `unit` says it, in Beadwork's when the reader converted them (it then
 * says so in `unit`: "eV/Å"). */
typedef struct {
  const char *name; /* interned */
  const char *unit; /* interned; NULL: the file does not say */
  BwPropertyType type;
  int n_rows;       /* 1 or n_beads; with per_atom n_atoms or n_beads × n_atoms */
  int n_components; /* 1 scalar, 3 vector, 9 tensor by rows */
  double *values;   /* [n_rows][n_components]; NULL for text */
  char *text;       /* NULL for numbers; with per_atom n_components words per atom, blank separated */
  gboolean per_atom;
} BwProperty;

typedef struct {
  BwAtoms *atoms; /* shared with other frames where the same */
  BwCell cell;
  int n_beads;           /* 1: classical */
  double *positions;     /* [n_beads][n_atoms][3], Å */
  double time;           /* fs; NaN: not known */
  gint64 step;           /* −1: not known */
  GPtrArray *properties; /* of BwProperty, owned, in the order of the file */
} BwFrame;

/* Takes a reference to atoms; positions are zero; no cell; no properties. */
BwFrame *bw_frame_new(BwAtoms *atoms, int n_beads);
BwFrame *bw_frame_copy(const BwFrame *frame);
void bw_frame_free(BwFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwFrame, bw_frame_free)

/* Adds a zeroed property and returns it; the frame owns it. */
BwProperty *bw_frame_add_frame_values(BwFrame *frame, const char *name, const char *unit, int n_components);
BwProperty *bw_frame_add_atom_values(BwFrame *frame, const char *name, const char *unit, int n_components);
/* For every bead and atom: n_rows = n_beads × n_atoms. */
BwProperty *bw_frame_add_bead_values(BwFrame *frame, const char *name, const char *unit, int n_components);
/* For every bead, of all its atoms: n_rows = n_beads. */
BwProperty *bw_frame_add_per_bead_values(BwFrame *frame, const char *name, const char *unit,
                                         int n_components);
BwProperty *bw_frame_add_text(BwFrame *frame, const char *name, const char *text);

/* NULL when there is none. Names are compared without case. */
BwProperty *bw_frame_find(const BwFrame *frame, const char *name);

/* Under any of the names the field uses: energy/Energy/E/total_energy/potential…, forces/force/F/… ; NULL:
 * none. */
BwProperty *bw_frame_find_energy(const BwFrame *frame);
BwProperty *bw_frame_find_forces(const BwFrame *frame);

/* Bytes that it takes: its positions and all its properties. */
gsize bw_frame_count_bytes(const BwFrame *frame);

/* centroid[n_atoms][3]: the mean over the beads. */
void bw_frame_centroid(const BwFrame *frame, double *centroid);
