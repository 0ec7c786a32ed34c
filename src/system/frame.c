#include "system/frame.h"
#include "base/array.h"

#include <math.h>
#include <string.h>

static void property_free(gpointer data)
{
  BwProperty *property = data;
  bw_free(property->values);
  g_free(property->text);
  g_free(property);
}

BwFrame *bw_frame_new(BwAtoms *atoms, int n_beads)
{
  BwFrame *frame = g_new0(BwFrame, 1);
  frame->atoms = bw_atoms_ref(atoms);
  frame->n_beads = n_beads;
  frame->positions = bw_new0(double, (gsize)n_beads * atoms->n_atoms * 3);
  frame->time = NAN;
  frame->step = -1;
  frame->properties = g_ptr_array_new_with_free_func(property_free);
  bw_cell_init_none(&frame->cell);
  return frame;
}

void bw_frame_free(BwFrame *frame)
{
  if (!frame)
    return;
  bw_atoms_unref(frame->atoms);
  bw_free(frame->positions);
  g_ptr_array_unref(frame->properties);
  g_free(frame);
}

static BwProperty *add(BwFrame *frame, const char *name, const char *unit, int n_rows, int n_components)
{
  BwProperty *property = g_new0(BwProperty, 1);
  property->name = g_intern_string(name);
  property->unit = g_intern_string(unit);
  property->n_rows = n_rows;
  property->n_components = n_components;
  if (n_rows > 0)
    property->values = bw_new0(double, (gsize)n_rows *n_components);
  g_ptr_array_add(frame->properties, property);
  return property;
}

BwProperty *bw_frame_add_frame_values(BwFrame *frame, const char *name, const char *unit, int n_components)
{
  return add(frame, name, unit, 1, n_components);
}

BwProperty *bw_frame_add_atom_values(BwFrame *frame, const char *name, const char *unit, int n_components)
{
  BwProperty *property = add(frame, name, unit, frame->atoms->n_atoms, n_components);
  property->per_atom = TRUE;
  return property;
}

BwProperty *bw_frame_add_bead_values(BwFrame *frame, const char *name, const char *unit, int n_components)
{
  BwProperty *property = add(frame, name, unit, frame->n_beads * frame->atoms->n_atoms, n_components);
  property->per_atom = TRUE;
  return property;
}

BwProperty *bw_frame_add_per_bead_values(BwFrame *frame, const char *name, const char *unit, int n_components)
{
  return add(frame, name, unit, frame->n_beads, n_components);
}

BwProperty *bw_frame_add_text(BwFrame *frame, const char *name, const char *text)
{
  BwProperty *property = add(frame, name, NULL, 0, 0);
  property->text = g_strdup(text);
  return property;
}

BwFrame *bw_frame_copy(const BwFrame *frame)
{
  BwFrame *copy = bw_frame_new(frame->atoms, frame->n_beads);
  memcpy(copy->positions, frame->positions,
         sizeof(double) * (gsize)frame->n_beads * frame->atoms->n_atoms * 3);
  copy->cell = frame->cell;
  copy->time = frame->time;
  copy->step = frame->step;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *from = frame->properties->pdata[i];
    BwProperty *to = add(copy, from->name, from->unit, from->n_rows, from->n_components);
    if (from->values)
      memcpy(to->values, from->values, sizeof(double) * (gsize)from->n_rows * from->n_components);
    to->text = g_strdup(from->text);
    to->per_atom = from->per_atom;
    to->type = from->type;
  }
  return copy;
}

BwProperty *bw_frame_find(const BwFrame *frame, const char *name)
{
  for (guint i = 0; i < frame->properties->len; i++) {
    BwProperty *property = frame->properties->pdata[i];
    if (g_ascii_strcasecmp(property->name, name) == 0)
      return property;
  }
  return NULL;
}

static BwProperty *find_any(const BwFrame *frame, const char *const *names)
{
  for (; *names; names++) {
    BwProperty *property = bw_frame_find(frame, *names);
    if (property && property->values)
      return property;
  }
  return NULL;
}

BwProperty *bw_frame_find_energy(const BwFrame *frame)
{
  static const char *const names[] = {
      "energy",    "potential_energy", "energy_U0", "free_energy", "total_energy", "E",
      "potential", "dft_energy",       "TotEnergy", "energies",    "REF_energy",   NULL};
  return find_any(frame, names);
}

BwProperty *bw_frame_find_forces(const BwFrame *frame)
{
  static const char *const names[] = {"forces", "force", "F", "dft_forces", "frc", "REF_forces", NULL};
  return find_any(frame, names);
}

gsize bw_frame_count_bytes(const BwFrame *frame)
{
  gsize n = sizeof *frame + sizeof(double) * 3 * (gsize)frame->n_beads * (gsize)frame->atoms->n_atoms;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    n += sizeof *property + sizeof(double) * (gsize)property->n_rows * (gsize)property->n_components;
    n += property->text ? strlen(property->text) + 1 : 0;
  }
  return n;
}

void bw_frame_centroid(const BwFrame *frame, double *centroid)
{
  int n = frame->atoms->n_atoms * 3;
  memcpy(centroid, frame->positions, sizeof(double) * n);
  for (int bead = 1; bead < frame->n_beads; bead++)
    for (int i = 0; i < n; i++)
      centroid[i] += frame->positions[(gsize)bead * n + i];
  for (int i = 0; i < n; i++)
    centroid[i] /= frame->n_beads;
}
