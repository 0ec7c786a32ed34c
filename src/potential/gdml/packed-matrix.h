/* packed-matrix.h - a large symmetric positive definite matrix, of which only the lower triangle is stored:
 * block columns one after the other, so that every step of the factorisation is a few large calls to BLAS.
 * Half the memory of the full square at the same speed, with progress and cancellation on the way. */
#pragma once

#include "base/pool.h"

#include <gio/gio.h>

typedef struct _BwPackedMatrix BwPackedMatrix;

/* Bytes that an n × n matrix takes. */
guint64 bw_packed_matrix_bytes(gint64 n);

/* Not initialised. */
BwPackedMatrix *bw_packed_matrix_new(gint64 n);
void bw_packed_matrix_free(BwPackedMatrix *matrix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPackedMatrix, bw_packed_matrix_free)

/* Column c from its diagonal element down: n − c doubles that follow each other. */
double *bw_packed_matrix_column(BwPackedMatrix *matrix, gint64 c);

/* Cholesky factorisation A = L Lᵀ in place; the same bytes for any number of threads. progress(fraction) and
 * cancellable may be NULL. Fails with BW_ERROR_NUMERICS when the matrix is not positive definite, or
 * BW_ERROR_CANCELLED; its content is lost then. */
gboolean bw_packed_matrix_factorise(BwPackedMatrix *matrix, BwPool *pool,
                                    void (*progress)(double fraction, gpointer data), gpointer data,
                                    GCancellable *cancellable, GError **error);

/* Solves L Lᵀ x = b in place, after the factorisation. */
void bw_packed_matrix_solve(const BwPackedMatrix *matrix, double *x);
