/* The local chemical potential around what is shown, as what is shown moves. */
#include "app/bw-settings.h"
#include "app/session/bw-session-private.h"
#include "base/elements.h"
#include "base/format.h"

#include <glib/gi18n.h>

#define REST 0.05 /* s, at the least, between two surfaces */

static void clear_surface(BwSession *self)
{
  BwShownSurface *shown = &self->surface;
  g_clear_pointer(&shown->atoms, bw_atoms_unref);
  g_clear_pointer(&shown->surface, bw_painted_surface_unref);
  g_clear_pointer(&shown->title, g_free);
  g_clear_pointer(&shown->low, g_free);
  g_clear_pointer(&shown->high, g_free);
}

static char *describe(double energy)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  g_autofree char *number = bw_format_fixed(per_ev * energy, 2);
  return g_strdup_printf("%s %s", number, unit);
}

static void take_surface(BwSession *self, const BwProbeAnswer *answer)
{
  clear_surface(self);
  self->surface = (BwShownSurface){
      .atoms = bw_atoms_ref(answer->frame->atoms),
      .surface = bw_painted_surface_ref(answer->surface),
      .title = g_strdup_printf(_("Local chemical potential, probe %s"), bw_element(answer->element)->symbol),
      .low = describe(answer->range.low),
      .high = describe(answer->range.high),
  };
}

static gboolean on_rested(gpointer data)
{
  BwSession *self = data;
  self->probe_rest = 0;
  bw_session_follow_probe(self);
  return G_SOURCE_REMOVE;
}

/* What follows moving atoms takes no more than half of a core, so that they move. */
static void rest(BwSession *self, double seconds)
{
  g_clear_handle_id(&self->probe_rest, g_source_remove);
  self->probe_rest = g_timeout_add((guint)(1000 * MAX(seconds, REST)), on_rested, self);
}

static void on_ready(const BwProbeAnswer *answer, gpointer data)
{
  BwSession *self = data;
  gboolean given_up = g_error_matches(answer->error, BW_ERROR, BW_ERROR_CANCELLED);
  if (answer->error && !given_up)
    bw_session_emit_trouble(self, answer->error);
  if (answer->error && !answer->path && answer->element == self->probe_element)
    self->probe_element = 0;
  if (answer->path && !answer->error)
    bw_session_emit_text(self, BW_SIGNAL_WRITTEN, answer->path, NULL);
  if (answer->surface && answer->element == self->probe_element)
    take_surface(self, answer);
  if (self->probe_element == 0)
    clear_surface(self);
  if (self->cube)
    bw_session_follow_probe(self);
  else if (self->probe_due)
    rest(self, answer->seconds);
  bw_session_emit(self, BW_SIGNAL_PROBE);
}

static void on_tell(gpointer data)
{
  bw_session_emit(data, BW_SIGNAL_PROBE);
}

void bw_session_follow_probe(BwSession *self)
{
  if (!bw_session_can_probe(self) && self->surface.surface) {
    clear_surface(self);
    bw_session_emit(self, BW_SIGNAL_PROBE);
  }
  if (self->probe_element == 0 || self->probe_rest || !bw_session_can_probe(self))
    return;
  if (self->cube &&
      bw_surface_probe_ask(self->probe, self->potential, self->frame, self->probe_element, self->cube))
    g_clear_pointer(&self->cube, g_free);
  else
    self->probe_due = !bw_surface_probe_ask(self->probe, self->potential, bw_session_get_picture(self),
                                            self->probe_element, NULL);
}

gboolean bw_session_can_probe(BwSession *self)
{
  return self->frame && bw_surface_probe_can(self->potential, self->frame->atoms);
}

int bw_session_get_probe(BwSession *self)
{
  return self->probe_element;
}

void bw_session_set_probe(BwSession *self, int element)
{
  if (element == self->probe_element)
    return;
  if (!self->probe)
    self->probe = bw_surface_probe_new(on_ready, on_tell, self);
  self->probe_element = element;
  self->probe_due = element != 0;
  clear_surface(self);
  g_clear_handle_id(&self->probe_rest, g_source_remove);
  bw_surface_probe_cancel(self->probe);
  bw_session_follow_probe(self);
  bw_session_emit(self, BW_SIGNAL_PROBE);
}

void bw_session_cancel_probe(BwSession *self)
{
  g_clear_pointer(&self->cube, g_free);
  if (self->probe)
    bw_surface_probe_cancel(self->probe);
}

double bw_session_get_probe_fraction(BwSession *self)
{
  return self->probe ? bw_surface_probe_get_fraction(self->probe) : -1;
}

void bw_session_write_cube(BwSession *self, const char *path)
{
  g_return_if_fail(self->probe_element > 0);
  g_free(self->cube);
  self->cube = g_strdup(path);
  self->probe_due = TRUE; /* the surface of what is shown by then */
  g_clear_handle_id(&self->probe_rest, g_source_remove);
  bw_session_follow_probe(self);
}

const BwShownSurface *bw_session_get_surface(BwSession *self)
{
  const BwShownSurface *shown = &self->surface;
  return shown->surface && self->frame && bw_atoms_equal(shown->atoms, self->frame->atoms) ? shown : NULL;
}

void bw_session_stop_probe(BwSession *self)
{
  g_clear_handle_id(&self->probe_rest, g_source_remove);
  g_clear_pointer(&self->probe, bw_surface_probe_free);
  g_clear_pointer(&self->cube, g_free);
  clear_surface(self);
}
