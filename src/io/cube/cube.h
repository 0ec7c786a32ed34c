/* cube.h - Gaussian cube files: a field and the atoms in it, lengths in bohr. Values are as they are told. */
#pragma once

#include "system/atoms.h"
#include "system/field.h"

/* title and what: the two lines of words that a cube begins with; `factor` is what values are multiplied by.
 * Every value has the digits that tell it from its neighbours in single precision. Atomic: a temporary name,
 * then rename. Fails with FILE, DISK. */
gboolean bw_cube_write(const char *path, const BwField *field, double factor, const BwAtoms *atoms,
                       const double *positions, const char *title, const char *what, GError **error);

/* One field of the file, values as they stand there; atoms and positions (Å, new) may be NULL. Fails with
 * FILE, FORMAT naming the line. */
BwField *bw_cube_read(const char *path, BwAtoms **atoms, double **positions, GError **error);
