/* test-details.h - where a model's errors come from: elements, frames, single predictions. */
#pragma once

#include "base/json.h"
#include "learning/comparison.h"
#include "system/dataset.h"

/* Factors from eV and eV/Å, and what the units are called. */
typedef struct {
  double energy, force;
  const char *energy_unit, *force_unit;
} BwTestUnits;

/* Errors of forces by element, and the frames that are worst. Nothing where there are no labels. */
void bw_test_print_details(const BwComparison *comparison, const BwDataset *dataset,
                           const BwTestUnits *units);
void bw_test_add_details(JsonBuilder *builder, const BwComparison *comparison, const BwDataset *dataset,
                         const BwTestUnits *units);

/* Predictions against labels: .csv (all of them) or a figure, .pdf, .svg or .png, of forces, or of energies
 * where there are no forces. */
gboolean bw_test_write_scatter(const BwComparison *comparison, const char *path, const char *title,
                               const BwTestUnits *units, GError **error);
