/* crystal.h - the permutations of a periodic system that BIGDML learns with.
 *
 * Sauceda, Gálvez-González, Chmiela, Paz-Borbón, Müller, Tkatchenko, BIGDML, Nature Communications 13, 3733
 * (2022). Equal atoms may be exchanged without changing the energy, but of the N! ways to do so only those
 * help to learn that bring geometries near each other: in a crystal the ones that map its sites onto
 * themselves, the translations of the supercell times the operations of the point group (n_cells × 48 in a
 * cubic metal).
 *
 * With something on the crystal, or in it, the group acts on the atoms of the host alone while the adsorbate
 * keeps its labels: seen from the host the adsorbate then stands at every equivalent place, turned in every
 * equivalent way, so that one geometry teaches all of them. Its own permutations (those of the free molecule)
 * and the exchange of equal molecules commute with the host's: the group is the direct product of the three.
 * All of it is exact, since only equal atoms are exchanged: what is not found costs data, not accuracy. */
#pragma once

#include "base/message.h"
#include "potential/gdml/permutations.h"
#include "base/pool.h"
#include "system/dataset.h"

#include <gio/gio.h>

/* Groups of more are refused: the model keeps [S][N (N − 1)/2] indices. */
#define BW_CRYSTAL_LIMIT 20000

typedef enum {
  BW_CRYSTAL_TRANSLATIONS = 1, /* of the host */
  BW_CRYSTAL_POINT = 2,        /* rotations and reflections of the host */
  BW_CRYSTAL_MOLECULES = 4,    /* of adsorbed molecules, and among equal ones */
  BW_CRYSTAL_NONE = 0,
  BW_CRYSTAL_ALL = 7,
} BwCrystalSymmetries;

/* "all", "none", "translations", "point", "molecules", or several joined by "+". Fails with ARGUMENT. */
gboolean bw_crystal_parse(const char *text, BwCrystalSymmetries *symmetries, GError **error);

/* What was found, for those who want to know. */
typedef struct {
  int n_host, n_molecules;               /* atoms of the host; molecules on it */
  int n_translations, n_host_operations; /* permutations of the host; the second counts the first too */
  int n_molecule_operations;             /* of all molecules together */
  int n_dropped;                         /* operations of the space group that do not hold */
  int n;                                 /* in all */
  int space_group;                       /* of the host, 1 … 230; 0: none was found */
  char symbol[12];                       /* "Fm-3m" */
  double tolerance;                      /* Å, sites were taken for symmetric within it */
  double spread;                         /* Å, root mean square displacement of the host's atoms */
  int n_others;                          /* frames of another phase, left out of the mean structure */
  int n_half;                            /* pairs of host atoms that thermal motion takes to half the cell */
} BwCrystalReport;

/* The group, from the geometries of frames[n_frames] alone: tens of them are enough, a thousand are plenty.
 * listener hears what was noticed, and what was found, a sentence for each part; it and report may be NULL.
 * Fails with ARGUMENT when nothing is periodic or no frame is given, MEMORY when the group is too large, with
 * what would help, CANCELLED. */
BwPermutations *bw_crystal_find(const BwDataset *dataset, const int *frames, int n_frames,
                                BwCrystalSymmetries symmetries, BwPool *pool, const BwListener *listener,
                                GCancellable *cancellable, BwCrystalReport *report, GError **error);

/* Whether all frames[n_frames] have one and the same cell, as BIGDML needs; fails with UNSUPPORTED, naming
 * the frame. */
gboolean bw_crystal_check_cells(const BwDataset *dataset, const int *frames, int n_frames, GError **error);
