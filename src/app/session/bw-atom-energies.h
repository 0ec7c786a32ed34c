/* bw-atom-energies.h - the energy of every atom as a model sees it, on a thread of its own: of one frame at a
 * time, the one that is shown when the last is done, so that whatever moves does not wait for it.
 *
 * What is told is the energy of an atom less that of the same atom alone: how strongly it is bound. */
#pragma once

#include "potential/potential.h"
#include "system/frame.h"

typedef struct _BwAtomEnergies BwAtomEnergies;

/* `ready` is called in the main context with energies[n_atoms], eV, means over the beads; NULL with an error.
 * It may free what calls it. */
typedef void (*BwAtomEnergiesFunc)(BwAtoms *atoms, const double *energies, const GError *error,
                                   gpointer data);

BwAtomEnergies *bw_atom_energies_new(BwAtomEnergiesFunc ready, gpointer data);
void bw_atom_energies_free(BwAtomEnergies *self); /* `ready` is not called any more */

/* Whether the model says it. */
gboolean bw_atom_energies_can(const BwPotential *potential, const BwAtoms *atoms);
/* Of this frame, unless one is being worked at: then FALSE, and it is worth asking again after `ready`. The
 * model is opened anew, as one potential evaluates for one thread at a time. */
gboolean bw_atom_energies_ask(BwAtomEnergies *self, const BwPotential *potential, const BwFrame *frame);
