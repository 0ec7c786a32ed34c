/* Pulling: while a run goes on, an atom follows the pointer on a spring, which is drawn with the energy that
 * is in it. */
#include "app/view/bw-view3d-private.h"

#include <string.h>

#include "app/bw-settings.h"
#include "base/format.h"

gboolean bw_view3d_can_pull(BwView3d *self)
{
  const double *centroids = bw_view3d_get_centroids(self);
  if (self->grabbed_atom < 0 || !centroids || !bw_session_can_pull(self->session))
    return FALSE;
  memcpy(self->grabbed_from, centroids + 3 * (gsize)self->grabbed_atom, sizeof self->grabbed_from);
  return TRUE;
}

/* "0.42 eV": as the run last said; NULL: it has not yet. */
static char *describe_energy(BwView3d *self)
{
  const BwTrace *trace = bw_session_get_trace(self->session);
  const BwTraceColumn *column = trace ? bw_trace_get_column(trace, BW_TRACE_PULL) : NULL;
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  if (!column || trace->n == 0)
    return NULL;
  g_autofree char *number = bw_format_fixed(column->y[trace->n - 1] * per_ev, 3);
  return g_strdup_printf("%s %s", number, unit);
}

void bw_view3d_update_spring(BwView3d *self)
{
  const double *centroids = bw_view3d_get_centroids(self);
  if (self->drag != BW_DRAG_PULL)
    return;
  if (!centroids || !bw_session_can_pull(self->session)) {
    bw_view3d_release(self);
    return;
  }
  g_autofree char *text = describe_energy(self);
  bw_view_overlay_set_spring(self->overlay, centroids + 3 * (gsize)self->grabbed_atom, self->target, text);
}

void bw_view3d_pull_to(BwView3d *self, double x, double y)
{
  double picture[2];
  bw_view3d_to_picture(self, x, y, picture);
  bw_camera_unproject(&self->camera, picture, bw_view3d_get_aspect(self), self->grabbed_from, self->target);
  bw_session_pull(self->session, self->grabbed_atom, self->target);
  bw_view3d_update_spring(self);
}

void bw_view3d_release(BwView3d *self)
{
  if (self->drag != BW_DRAG_PULL)
    return;
  self->drag = BW_DRAG_OVER;
  bw_session_release(self->session);
  bw_view_overlay_set_spring(self->overlay, NULL, NULL, NULL);
}
