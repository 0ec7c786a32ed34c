/* h5md-species.h - who the particles of an H5MD file are. H5MD leaves open what the numbers of its species
 * mean; names, where an enumeration has them, or masses tell. */
#pragma once

#include "io/h5md/h5md-element.h"
#include "system/atoms.h"

/* The first n_atoms of a group of n_particles. *note is set to what had to be guessed (free with g_free()),
 * and left alone otherwise. Never fails: what cannot be told is no element (0). */
BwAtoms *bw_h5md_read_atoms(hid_t group, gint64 n_particles, int n_atoms, char **note);
