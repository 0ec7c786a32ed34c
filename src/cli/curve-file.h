/* curve-file.h - a learning curve as a table: what is written after each size, and read to go on. */
#pragma once

#include "learning/curve.h"

typedef struct {
  const char *path;
  char *identity, *title;
  const char *energy_unit;
  double energy; /* factor to eV */
} BwCurveFile;

/* CSV with the errors in the unit of the data. */
gboolean bw_curve_file_write(const BwCurveFile *file, const GArray *points, GError **error);

/* Appends the points of a file that was written for the same data and settings. Nothing when there is no
 * file; fails with ARGUMENT when it belongs to another curve, FORMAT when it is malformed. */
gboolean bw_curve_file_read(const BwCurveFile *file, GArray *points, GError **error);
