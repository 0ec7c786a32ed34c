/* What a frame says beside its energy and forces, as further labels of a dataset. */
#include "base/error.h"
#include "system/frame-label.h"

#include <math.h>

enum { MOST_COMPONENTS = 9 }; /* a tensor */

/* Numbers of the frame or of each of its atoms. */
static gboolean is_label(const BwProperty *property)
{
  return property->values && property->type != BW_PROPERTY_BOOLEAN && property->n_components >= 1 &&
         property->n_components <= MOST_COMPONENTS;
}

/* From the frame's unit to that of the label; both must measure the same where they differ. */
static gboolean find_factor(const BwProperty *property, const BwLabel *label, double *factor)
{
  BwUnit from, to;
  *factor = 1;
  if (!property->unit || !label->unit || property->unit == label->unit)
    return TRUE;
  if (!bw_unit_parse(property->unit, &from, NULL) || !bw_unit_parse(label->unit, &to, NULL) ||
      !bw_dimension_equal(from.dimension, to.dimension))
    return FALSE;
  *factor = from.to_internal / to.to_internal;
  return TRUE;
}

static gboolean copy_one(const BwProperty *property, gint64 index, const char *path, BwDataset *dataset,
                         int at, GError **error)
{
  const BwLabel *label = bw_dataset_find_label(dataset, property->name);
  double factor;
  if (!label)
    label = bw_dataset_add_label(dataset, property->name, property->unit, property->per_atom,
                                 property->n_components);
  if (label->per_atom != property->per_atom || label->n_components != property->n_components)
    return bw_fail_file(error, BW_ERROR_FORMAT, path,
                        "frame %" G_GINT64_FORMAT ": '%s' has %d numbers%s, in frames before %d%s", index,
                        property->name, property->n_components, property->per_atom ? " per atom" : "",
                        label->n_components, label->per_atom ? " per atom" : "");
  if (!find_factor(property, label, &factor))
    return bw_fail_file(error, BW_ERROR_UNITS, path,
                        "frame %" G_GINT64_FORMAT ": '%s' is in %s, in frames before in %s", index,
                        property->name, property->unit, label->unit);
  gsize n = (gsize)property->n_rows * property->n_components;
  double *to = label->values + at * n;
  for (gsize i = 0; i < n; i++) {
    to[i] = factor * property->values[i];
    if (isinf(to[i]))
      return bw_fail_file(error, BW_ERROR_FORMAT, path, "frame %" G_GINT64_FORMAT ": '%s' is %g", index,
                          property->name, to[i]);
  }
  return TRUE;
}

gboolean bw_frame_copy_labels(const BwFrame *frame, gint64 index, const BwLabelling *labelling,
                              BwDataset *dataset, int at, GError **error)
{
  const BwProperty *energy = bw_frame_label(frame, index, labelling, FALSE, NULL);
  const BwProperty *forces = bw_frame_label(frame, index, labelling, TRUE, NULL);
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property != energy && property != forces && is_label(property) &&
        !copy_one(property, index, labelling->path, dataset, at, error))
      return FALSE;
  }
  return TRUE;
}
