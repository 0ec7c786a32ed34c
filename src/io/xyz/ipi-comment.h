/* ipi-comment.h - the comment line of i-PI's trajectories:
 *   # CELL(abcABC): a b c α β γ  Step: s  Bead: b positions{angstrom}  cell{angstrom}
 * The cell may also be given as CELL(H) or CELL(GENH), nine numbers of the matrix whose columns are the
 * vectors. */
#pragma once

#include "system/cell.h"

typedef struct {
  gboolean has_cell;
  BwCell cell;       /* Å */
  gint64 step;       /* −1: not said */
  int bead;          /* −1: not said */
  char quantity[32]; /* "positions", "x_centroid", "forces" …; "" when not said: positions */
  char unit[32];     /* its unit as i-PI names it; "" when not said */
} BwIpiComment;

/* Whether the line is such a comment. */
gboolean bw_is_ipi_comment(const char *line);

/* Fails (without a place) on numbers that are none, cells that are none, and unknown units of length. */
gboolean bw_ipi_comment_parse(BwIpiComment *comment, const char *line, GError **error);
