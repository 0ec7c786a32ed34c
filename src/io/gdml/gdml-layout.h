/* gdml-layout.h - the two containers of sGDML models; gdml-file.c chooses between them.
 *
 * Our own model file is HDF5 and says everything that a reader of a paper would ask:
 *
 * - `/`: beadwork_kind "model", method (gdml-kind.h), format_version, program_version
 * - `/model`: what prediction needs: kernel function, c, std, σ, units, permutations, lattice, rule of images
 * - `/training`: which data: name, theory, md5, size, indices; λ, coefficients, solver
 * - `/test`: errors on the test set
 * - `/domain`: smallest and largest value of each descriptor over the training set */
#pragma once

#include "io/gdml/gdml-file.h"

/* 1: always sGDML, Matérn, rounded images. */
#define BW_GDML_H5_VERSION 2

BwGdmlFile *bw_gdml_npz_read(const char *path, GError **error);
gboolean bw_gdml_npz_can_say(const BwGdmlFile *file, const char *path, GError **error);
gboolean bw_gdml_npz_write(const BwGdmlFile *file, const char *path, GError **error);
BwGdmlFile *bw_gdml_h5_read(const char *path, GError **error);
gboolean bw_gdml_h5_write(const BwGdmlFile *file, const char *path, GError **error);

/* Copies values[n], which must lie in min … max; NULL and FORMAT naming the array when one does not. */
int *bw_gdml_ints(const BwGdmlFile *file, const char *name, const gint64 *values, gsize n, gint64 min,
                  gint64 max, GError **error);

/* Sets z, n_atoms, n_descriptors; fails when they make no model. */
gboolean bw_gdml_set_atoms(BwGdmlFile *file, const gint64 *z, gsize n, GError **error);

/* What both readers check once the arrays are there: permutations are permutations of like atoms, numbers are
 * finite, units are units. Moves the identity to the front. */
gboolean bw_gdml_file_check(BwGdmlFile *file, GError **error);
