/* predict.h - sGDML as a Potential: energies, forces, virial, and how far a geometry is from the training
 * set.
 *
 * Chmiela, Sauceda, Müller, Tkatchenko, Nature Communications 9, 3887 (2018). */
#pragma once

#include "io/gdml/gdml-file.h"
#include "potential/potential.h"

/* The numbers of `file` are copied. Fails with UNITS. */
BwPotential *bw_gdml_potential_new(const BwGdmlFile *file, GError **error);
