#include "system/frame-label.h"
#include "base/error.h"

char *bw_frame_property_names(const BwFrame *frame)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < frame->properties->len; i++)
    g_string_append_printf(names, "%s%s", i ? ", " : "", ((BwProperty *)frame->properties->pdata[i])->name);
  return g_string_free(names, FALSE);
}

/* The property of that name must be there, be numbers, and of the right size. */
static const BwProperty *named_property(const BwLabelling *labelling, const BwFrame *frame, gint64 index,
                                        const char *key, int n_rows, int n_components, GError **error)
{
  const BwProperty *property = bw_frame_find(frame, key);
  if (!property) {
    g_autofree char *names = bw_frame_property_names(frame);
    bw_fail_file(error, BW_ERROR_ARGUMENT, labelling->path,
                 "frame %" G_GINT64_FORMAT " has no '%s'; it has %s", index, key,
                 *names ? names : "no labels");
    return NULL;
  }
  if (property->values && property->n_rows == n_rows && property->n_components == n_components)
    return property;
  bw_fail_file(error, BW_ERROR_FORMAT, labelling->path, "frame %" G_GINT64_FORMAT ": '%s' is not %s", index,
               key, n_components == 1 ? "one number" : "three numbers for each atom");
  return NULL;
}

const BwProperty *bw_frame_label(const BwFrame *frame, gint64 index, const BwLabelling *labelling,
                                 gboolean forces, GError **error)
{
  const char *key = forces ? labelling->forces_key : labelling->energy_key;
  const BwProperty *found = forces ? bw_frame_find_forces(frame) : bw_frame_find_energy(frame);
  if (!key && !found)
    return NULL;
  return named_property(labelling, frame, index, key ? key : found->name, forces ? frame->atoms->n_atoms : 1,
                        forces ? 3 : 1, error);
}

/* What frames say wins; then what the user said; then eV. */
static gboolean label_factor(const BwProperty *label, const BwLabelling *labelling, gboolean forces,
                             double *factor, GError **error)
{
  static const BwUnitSystem not_said = {0};
  if (label->unit) {
    if (bw_unit_parse_as(label->unit, forces ? BW_DIMENSION_FORCE : BW_DIMENSION_ENERGY, label->name, factor,
                         error))
      return TRUE;
    g_prefix_error(error, "%s: ", labelling->path);
    return FALSE;
  }
  return bw_unit_system_factors(labelling->units ? labelling->units : &not_said, NULL, forces ? NULL : factor,
                                forces ? factor : NULL, NULL, error);
}

gboolean bw_frame_label_copy(const BwProperty *label, const BwLabelling *labelling, gboolean forces,
                             double *to, GError **error)
{
  double factor;
  if (!label_factor(label, labelling, forces, &factor, error))
    return FALSE;
  int n = label->n_rows * label->n_components;
  for (int i = 0; i < n; i++)
    to[i] = factor * label->values[i];
  return TRUE;
}
