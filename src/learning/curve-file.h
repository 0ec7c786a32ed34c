/* curve-file.h - a learning curve as a table: what is written after each size, and read to go on. */
#pragma once

#include "learning/curve.h"

typedef struct {
  char *path, *identity, *title; /* "sGDML on ethanol" */
  const char *energy_unit;       /* of the data; interned */
  double energy;                 /* factor to eV */
} BwCurveFile;

/* The table of a curve, at `path`. With curve->settings.resume the points that are in it already are appended
 * to `points`, of BwLearningPoint; nothing when there is no file. Fails with ARGUMENT when it belongs to
 * other data or settings, FORMAT when it is malformed, and as bw_learning_curve() before it begins. */
gboolean bw_curve_file_open(BwCurveFile *file, const char *path, const BwCollection *data,
                            const BwLearningCurve *curve, GArray *points, GError **error);
void bw_curve_file_clear(BwCurveFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwCurveFile, bw_curve_file_clear)

/* CSV with the errors in the unit of the data: the old content or the new one, whatever happens. */
gboolean bw_curve_file_write(const BwCurveFile *file, const GArray *points, GError **error);
