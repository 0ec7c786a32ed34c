/* Where a run begins: the beads of the frame where the run has as many, otherwise their centroid; velocities
 * where the file has them in a unit that is known. */
#include "app/session/bw-run-private.h"

#include <glib/gi18n.h>

#include "base/units.h"

static const BwProperty *find(const BwFrame *frame, const char *const *names)
{
  for (; *names; names++) {
    const BwProperty *property = bw_frame_find(frame, *names);
    if (property && property->values && property->per_atom && property->n_components == 3 &&
        property->n_rows == frame->n_beads * frame->atoms->n_atoms)
      return property;
  }
  return NULL;
}

/* Velocities of all beads, Å/fs, or NULL; *unknown: there are some, but in which unit is not said. */
static double *read_velocities(const BwFrame *frame, gboolean *unknown)
{
  static const char *const velocity_names[] = {"velocities", "velocity", "velo", "vel", NULL};
  static const char *const momentum_names[] = {"momenta", "momentum", NULL};
  const BwProperty *velocity = find(frame, velocity_names), *momentum = find(frame, momentum_names);
  const BwProperty *property = velocity ? velocity : momentum;
  const BwDimension dimension = {.mass = velocity ? 0 : 1, .length = 1, .time = -1};
  double factor;
  *unknown = FALSE;
  if (!property)
    return NULL;
  if (!property->unit || !bw_unit_parse_as(property->unit, dimension, "velocity", &factor, NULL)) {
    *unknown = TRUE;
    return NULL;
  }
  int n_atoms = frame->atoms->n_atoms;
  double *values = g_new(double, 3 * (gsize)property->n_rows);
  for (int r = 0; r < property->n_rows; r++)
    for (int k = 0; k < 3; k++)
      values[3 * r + k] =
          factor * property->values[3 * r + k] / (velocity ? 1 : frame->atoms->masses[r % n_atoms]);
  return values;
}

/* mean[n] over values[n_beads][n]; a new array. */
static double *mean_of_beads(const double *values, int n_beads, gsize n)
{
  double *mean = g_new0(double, n);
  for (int b = 0; b < n_beads; b++)
    for (gsize i = 0; i < n; i++)
      mean[i] += values[(gsize)b * n + i] / n_beads;
  return mean;
}

static void set_velocities(BwRun *self, const BwFrame *frame)
{
  gboolean unknown;
  gsize n = 3 * (gsize)frame->atoms->n_atoms;
  g_autofree double *velocities = read_velocities(frame, &unknown);
  if (unknown)
    self->note =
        g_strdup(_("The file does not say the unit of its velocities: they are drawn at the temperature"));
  if (!velocities)
    return;
  if (frame->n_beads == self->dynamics.n_beads)
    self->velocities = g_steal_pointer(&velocities);
  else if (self->dynamics.n_beads == 1)
    self->velocities = mean_of_beads(velocities, frame->n_beads, n);
  self->note = g_strdup(self->velocities
                            ? _("Begins with the velocities of the file")
                            : _("The file has velocities of another number of beads: they are drawn at the "
                                "temperature"));
}

void bw_run_set_start(BwRun *self, const BwFrame *frame)
{
  gsize n = 3 * (gsize)frame->atoms->n_atoms;
  self->cell = frame->cell;
  if (frame->n_beads == self->dynamics.n_beads) {
    self->n_given_beads = frame->n_beads;
    self->positions = g_memdup2(frame->positions, n * (gsize)frame->n_beads * sizeof(double));
  } else {
    self->n_given_beads = 1;
    self->positions = g_new(double, n);
    bw_frame_centroid(frame, self->positions);
  }
  set_velocities(self, frame);
}
