/* assemble.h - the kernel matrix of the closed form, minus that of the definitions: positive definite. Its
 * blocks are in strip.h; rows and columns are the unknowns: [M][N][3] gradients, if forces are learned, then
 * [M] energies, if those are. Labels are gradients (−F) and E. */
#pragma once

#include "potential/gdml/packed-matrix.h"
#include "potential/gdml/points.h"

/* Bytes needed besides the matrix by one thread; of the system, only the sizes count. */
guint64 bw_gdml_assemble_bytes(const BwKernelSystem *system);

/* Floating point operations, roughly, in units of those of a matrix product that take as long. */
double bw_gdml_assemble_flops(const BwKernelSystem *system);

/* Fills the lower triangle of a matrix of bw_kernel_system_n_rows() rows and adds lambda to its diagonal; the
 * same bytes for any number of threads. progress(fraction) is called from the calling thread only; it and
 * cancellable may be NULL. Fails with BW_ERROR_CANCELLED. */
gboolean bw_gdml_assemble(const BwKernelSystem *system, double lambda, BwPackedMatrix *matrix, BwPool *pool,
                          void (*progress)(double fraction, gpointer data), gpointer data,
                          GCancellable *cancellable, GError **error);
