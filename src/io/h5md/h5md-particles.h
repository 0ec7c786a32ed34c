/* h5md-particles.h - one group of particles of an H5MD file: who they are, where, in which box. */
#pragma once

#include "io/h5md/h5md-element.h"
#include "system/atoms.h"
#include "system/cell.h"

typedef struct {
  char *name;
  hid_t group;
  gint64 n_particles;
  int n_beads; /* particles are n_beads times the atoms, bead by bead; 1 without beads */
  BwAtoms *atoms;
  gboolean periodic[3];
  BwH5mdElement position;
  gboolean has_edges;
  BwH5mdElement edges;
  GPtrArray *others; /* of BwH5mdElement: whatever else each particle has */
  char *note;        /* what had to be chosen or guessed; NULL: nothing */
} BwH5mdParticles;

#define BW_H5MD_PARTICLES_INIT                                                                               \
  ((BwH5mdParticles){.group = -1, .position = BW_H5MD_ELEMENT_INIT, .edges = BW_H5MD_ELEMENT_INIT})
void bw_h5md_particles_clear(BwH5mdParticles *particles);

/* Opens the group of that name; NULL: "all", or else the one with the most particles, but none that goes on
 * with another (h5md-segments.h). */
gboolean bw_h5md_particles_open(BwH5mdParticles *particles, hid_t file, const char *name, GError **error);
/* Whether a group that is there has any rows of positions. */
gboolean bw_h5md_particles_has_frames(hid_t file, const char *name);

/* The box of one row of positions at a step; `length`: factor to Å. */
gboolean bw_h5md_particles_read_cell(const BwH5mdParticles *particles, gint64 step, gint64 row, double length,
                                     BwCell *cell, GError **error);
