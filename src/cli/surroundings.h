/* surroundings.h - what a network with a cutoff sees of a structure, where that may not be what is meant. */
#pragma once

#include "system/atoms.h"
#include "system/cell.h"

/* Notes atoms without a neighbour within the cutoff, and cells so small that atoms see images of themselves.
 * path: what messages call the structure; cutoff 0: every atom sees every other. */
void bw_cli_note_surroundings(const char *path, double cutoff, const BwAtoms *atoms, const BwCell *cell,
                              const double *positions);
