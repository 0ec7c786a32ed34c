#include "app/session/bw-frame-numbers.h"

#include <math.h>

#include "app/session/bw-trace.h"
#include "base/units.h"

#define MAX_NUMBERS 64 /* of one frame */

static void add(GArray *numbers, const char *name, const char *unit, double value)
{
  if (numbers->len >= MAX_NUMBERS)
    return;
  BwFrameNumber number = {name, unit, value};
  g_array_append_val(numbers, number);
}

/* The mean over the rows of one component. */
static double mean_of(const BwProperty *property, int component)
{
  double sum = 0;
  for (int r = 0; r < property->n_rows; r++)
    sum += property->values[r * property->n_components + component];
  return sum / property->n_rows;
}

static double rms_length(const BwProperty *property)
{
  double sum = 0;
  gsize n = (gsize)property->n_rows * property->n_components;
  for (gsize i = 0; i < n; i++)
    sum += property->values[i] * property->values[i];
  return sqrt(sum / property->n_rows);
}

static void add_energy(GArray *numbers, const BwProperty *energy)
{
  double factor = 1;
  const char *unit = NULL;
  if (energy->n_components != 1 || energy->per_atom || energy->n_rows < 1)
    return;
  if (energy->unit && bw_unit_parse_as(energy->unit, BW_DIMENSION_ENERGY, "energy", &factor, NULL))
    unit = g_intern_static_string("eV");
  add(numbers, g_intern_static_string(BW_TRACE_POTENTIAL), unit, factor * mean_of(energy, 0));
}

static const char *suffixed(const char *name, const char *suffix)
{
  g_autofree char *text = g_strdup_printf("%s %s", name, suffix);
  return g_intern_string(text);
}

static void add_vector(GArray *numbers, const BwProperty *property)
{
  static const char *const axes[] = {"x", "y", "z"};
  double square = 0;
  for (int k = 0; k < 3; k++)
    square += mean_of(property, k) * mean_of(property, k);
  add(numbers, property->name, property->unit, sqrt(square));
  for (int k = 0; k < 3; k++)
    add(numbers, suffixed(property->name, axes[k]), property->unit, mean_of(property, k));
}

/* Tensors, text, and whole numbers of atoms (their types, names of residues) draw no line. */
static void add_property(GArray *numbers, const BwProperty *property)
{
  if (!property->values || property->n_rows < 1)
    return;
  if (property->per_atom && property->type != BW_PROPERTY_REAL)
    return;
  if (property->n_components == 1 && property->per_atom)
    add(numbers, suffixed(property->name, "mean"), property->unit, mean_of(property, 0));
  else if (property->n_components == 1)
    add(numbers, property->name, property->unit, mean_of(property, 0));
  else if (property->n_components == 3 && property->per_atom)
    add(numbers, suffixed(property->name, "rms"), property->unit, rms_length(property));
  else if (property->n_components == 3)
    add_vector(numbers, property);
}

void bw_frame_numbers(const BwFrame *frame, GArray *numbers)
{
  const BwProperty *energy = bw_frame_find_energy(frame);
  if (energy)
    add_energy(numbers, energy);
  for (guint i = 0; i < frame->properties->len; i++)
    if (frame->properties->pdata[i] != energy)
      add_property(numbers, frame->properties->pdata[i]);
}
