/* outputs-potential.h - charges, dipoles and properties of networks beside the energies of a force field. */
#pragma once

#include "potential/network/outputs.h"

/* Takes the force field that gives energies and forces of the same networks (NULL: they have no energy) and
 * networks (of BwNetwork, of one description: their mean is predicted), whose outputs are recorded on the
 * tape where they are asked for. What the energy gives costs what it did before. Dipoles of periodic systems
 * are NaN: charges in a cell have none. */
BwPotential *bw_outputs_potential_new(BwPotential *energies, GPtrArray *networks, const char *name);

/* Where the force field puts one of the outputs: number k of replica r at to[r width + k stride], in `factor`
 * of the output's unit. */
typedef struct {
  double *to;  /* NULL: not asked for */
  int numbers; /* of each replica */
  int stride, width;
  double factor;
} BwOutputPlace;

BwOutputPlace bw_output_find_place(const BwNetwork *network, int o, const BwEvaluation *out, int n_atoms);
