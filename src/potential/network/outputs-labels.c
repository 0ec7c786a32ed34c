/* What data call the quantities that networks predict. */
#include "base/error.h"
#include "base/units.h"
#include "potential/network/outputs.h"

#include <math.h>

static const char *const *usual_names(BwOutputKind kind)
{
  static const char *const charges[] = {
      "charges",           "charge", "q", "partial_charges", "atomic_charges", "mulliken_charges",
      "hirshfeld_charges", NULL};
  static const char *const dipoles[] = {"dipole", "dipoles", "dipole_moment", "D", "dipole_eAng", "mu", NULL};
  static const char *const lengths[] = {"mu", "dipole_magnitude", "dipole", "dipole_moment", "D", NULL};
  static const char *const extents[] = {"r2", "R2", "electronic_spatial_extent", NULL};
  static const char *const none[] = {NULL};
  return kind == BW_OUTPUT_CHARGES     ? charges
         : kind == BW_OUTPUT_DIPOLE    ? dipoles
         : kind == BW_OUTPUT_MAGNITUDE ? lengths
         : kind == BW_OUTPUT_EXTENT    ? extents
                                       : none;
}

static gboolean fits(const BwOutput *output, const BwLabel *label)
{
  if (bw_output_is_per_atom(output) != label->per_atom)
    return FALSE;
  int n = label->n_components;
  return n == bw_output_get_n_components(output) || (output->kind == BW_OUTPUT_MAGNITUDE && n == 3) ||
         (n == 9 && (output->kind == BW_OUTPUT_SUM || output->kind == BW_OUTPUT_MEAN));
}

const BwLabel *bw_output_find_label(const BwOutput *output, const BwDataset *dataset)
{
  const BwLabel *label = bw_dataset_find_label(dataset, output->label ? output->label : output->name);
  if (label || output->label)
    return label;
  for (const char *const *name = usual_names(output->kind); *name && !label; name++) {
    const BwLabel *found = bw_dataset_find_label(dataset, *name);
    label = found && fits(output, found) ? found : NULL;
  }
  return label;
}

/* From the label's unit to the output's; 1 where one of them is not said. */
static gboolean find_factor(const BwOutput *output, const BwLabel *label, double *factor, GError **error)
{
  BwUnit from, to;
  *factor = 1;
  if (!label->unit || !output->unit || strcmp(label->unit, output->unit) == 0)
    return TRUE;
  if (!bw_unit_parse(label->unit, &from, NULL) || !bw_unit_parse(output->unit, &to, NULL) ||
      !bw_dimension_equal(from.dimension, to.dimension))
    return bw_fail(error, BW_ERROR_UNITS, "'%s' is in %s, which is not to be had in %s: say %s = %s %s",
                   label->name, label->unit, output->unit, output->name, bw_output_kind_name(output->kind),
                   label->unit);
  *factor = from.to_internal / to.to_internal;
  return TRUE;
}

/* One number of several. */
static double contract(const double *values, int n_components)
{
  if (n_components == 9)
    return (values[0] + values[4] + values[8]) / 3;
  return n_components == 3 ? sqrt(values[0] * values[0] + values[1] * values[1] + values[2] * values[2])
                           : values[0];
}

gboolean bw_output_read_label(const BwOutput *output, const BwDataset *dataset, int frame, double *values,
                              GError **error)
{
  const BwLabel *label = bw_output_find_label(output, dataset);
  double factor;
  if (!label)
    return FALSE;
  if (!fits(output, label))
    return bw_fail(error, BW_ERROR_FORMAT, "'%s' has %d numbers for each %s, which is no %s", label->name,
                   label->n_components, label->per_atom ? "atom" : "structure",
                   output->kind == BW_OUTPUT_DIPOLE ? "dipole"
                   : bw_output_is_per_atom(output)  ? "number for each atom"
                                                    : "number for the structure");
  if (!find_factor(output, label, &factor, error))
    return FALSE;
  int n = label->per_atom ? dataset->atoms->n_atoms : bw_output_get_n_components(output);
  int n_here = label->per_atom ? n : label->n_components;
  const double *from = label->values + (gsize)frame * n_here;
  if (n_here != n)
    values[0] = factor * contract(from, n_here);
  for (int k = 0; n_here == n && k < n; k++)
    values[k] = factor * from[k];
  return TRUE;
}
