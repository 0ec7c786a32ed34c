/* Which distances, angles and dihedrals are watched, pinned, and shown. */
#include "app/session/bw-session-private.h"

#include "app/session/bw-words.h"
#include "base/format.h"

const BwCoordinate *bw_session_get_coordinates(BwSession *self, int *n)
{
  *n = 0;
  return self->coordinates ? bw_coordinates_get(self->coordinates, n) : NULL;
}

int bw_session_get_n_bonds(BwSession *self)
{
  return self->coordinates ? self->coordinates->n_bonds : 0;
}

int bw_session_get_coordinate(BwSession *self)
{
  return self->coordinates ? self->coordinates->chosen : -1;
}

gboolean bw_session_is_pinned(BwSession *self, int index)
{
  return self->coordinates && bw_coordinates_is_pinned(self->coordinates, index);
}

const char *bw_session_get_coordinate_column(BwSession *self, int index, gboolean centroid)
{
  return bw_coordinates_column(self->coordinates, index, centroid);
}

static void watch_in_run(BwRun *run, const BwCoordinates *coordinates)
{
  if (!run || run->coordinates != coordinates)
    return;
  bw_run_watch(run);
  if (run->twin)
    bw_run_watch(run->twin);
}

/* What goes on and what is shown takes notice; anything else does when it is shown. */
static void watch(BwSession *self)
{
  watch_in_run(self->job, self->coordinates);
  if (self->run != self->job)
    watch_in_run(self->run, self->coordinates);
  if (!self->reel || self->reel->coordinates != self->coordinates)
    return;
  bw_reel_survey(self->reel);
  bw_session_keep_beating(self);
}

void bw_session_choose_coordinate(BwSession *self, const BwCoordinate *coordinate)
{
  int index = self->coordinates ? bw_coordinates_add(self->coordinates, coordinate) : -1;
  if (index < 0 || index == self->coordinates->chosen)
    return;
  self->coordinates->chosen = index;
  watch(self);
  bw_session_refresh_numbers(self);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
}

void bw_session_pin(BwSession *self, const BwCoordinate *coordinate, gboolean pin)
{
  int index = self->coordinates ? bw_coordinates_add(self->coordinates, coordinate) : -1;
  if (index < 0 || bw_coordinates_is_pinned(self->coordinates, index) == pin)
    return;
  g_array_index(self->coordinates->pinned, gboolean, index) = pin;
  if (pin)
    watch(self);
  bw_session_refresh_numbers(self);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
}

char *bw_session_describe_coordinate(BwSession *self, int index)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(self, &n);
  const BwFrame *frame = self->frame;
  if (!frame || index < 0 || index >= n)
    return g_strdup("");
  g_autofree double *values = g_new(double, (gsize)frame->n_beads + 1);
  bw_coordinate_of(&list[index], frame->positions, frame->n_beads, frame->atoms->n_atoms, &frame->cell,
                   values);
  double factor;
  const char *unit = bw_words_unit(&list[index], &factor);
  gboolean degrees = list[index].n_atoms > 2;
  g_autofree char *label = bw_coordinate_label(&list[index], self->coordinates->atoms);
  g_autofree char *value =
      bw_format_fixed(factor * bw_coordinate_mean(&list[index], values, frame->n_beads), degrees ? 1 : 3);
  return g_strdup_printf(degrees ? "%s  %s%s" : "%s  %s %s", label, value, unit);
}
