#include "io/beads/bead-merge.h"
#include "base/error.h"

#include <string.h>

static gboolean check_atoms(BwFrame *const *beads, int n_beads, GError **error)
{
  for (int b = 0; b < n_beads; b++) {
    if (beads[b]->n_beads != 1)
      return bw_fail(error, BW_ERROR_FORMAT, "bead %d is a ring polymer itself", b);
    if (!bw_atoms_equal(beads[b]->atoms, beads[0]->atoms))
      return bw_fail(error, BW_ERROR_FORMAT, "bead %d has other atoms than bead 0", b);
  }
  return TRUE;
}

static gboolean same_shape(const BwProperty *a, const BwProperty *b)
{
  return b && b->values && a->per_atom == b->per_atom && a->n_rows == b->n_rows &&
         a->n_components == b->n_components && a->unit == b->unit;
}

static gboolean all_have(BwFrame *const *beads, int n_beads, const BwProperty *property)
{
  for (int b = 1; b < n_beads; b++)
    if (!same_shape(property, bw_frame_find(beads[b], property->name)))
      return FALSE;
  return TRUE;
}

static void merge_property(BwFrame *merged, BwFrame *const *beads, int n_beads, const BwProperty *first)
{
  BwProperty *property;
  gsize n = (gsize)first->n_rows * first->n_components;
  gboolean per_bead = first->values && all_have(beads, n_beads, first);
  if (first->text) {
    property = bw_frame_add_text(merged, first->name, first->text);
    property->per_atom = first->per_atom;
    property->n_components = first->n_components;
    return;
  }
  if (first->per_atom && per_bead)
    property = bw_frame_add_bead_values(merged, first->name, first->unit, first->n_components);
  else if (first->per_atom)
    property = bw_frame_add_atom_values(merged, first->name, first->unit, first->n_components);
  else if (per_bead)
    property = bw_frame_add_per_bead_values(merged, first->name, first->unit, first->n_components);
  else
    property = bw_frame_add_frame_values(merged, first->name, first->unit, first->n_components);
  property->type = first->type;
  for (int b = 0; b < (per_bead ? n_beads : 1); b++)
    memcpy(property->values + b * n, b == 0 ? first->values : bw_frame_find(beads[b], first->name)->values,
           n * sizeof(double));
}

BwFrame *bw_bead_merge(BwFrame *const *beads, int n_beads, GError **error)
{
  if (!check_atoms(beads, n_beads, error))
    return NULL;
  const BwFrame *first = beads[0];
  gsize n = (gsize)first->atoms->n_atoms * 3;
  BwFrame *merged = bw_frame_new(first->atoms, n_beads);
  merged->cell = first->cell;
  merged->time = first->time;
  merged->step = first->step;
  for (int b = 0; b < n_beads; b++)
    memcpy(merged->positions + b * n, beads[b]->positions, n * sizeof(double));
  for (guint i = 0; i < first->properties->len; i++)
    merge_property(merged, beads, n_beads, first->properties->pdata[i]);
  return merged;
}
