/* The energy of every atom as its colour, as what is shown moves. */
#include "app/bw-settings.h"
#include "app/session/bw-session-private.h"
#include "base/format.h"

#include <glib/gi18n.h>
#include <math.h>

/* The colours' range: what has been seen of these atoms, so that a colour keeps its meaning. */
static void widen(BwSession *self, const double *energies, int n)
{
  for (int i = 0; i < n; i++) {
    self->energy_range[0] = fmin(self->energy_range[0], energies[i]);
    self->energy_range[1] = fmax(self->energy_range[1], energies[i]);
  }
}

static char *describe(double energy)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  g_autofree char *number = bw_format_fixed(per_ev * energy, 2);
  return g_strdup_printf("%s %s", number, unit);
}

static void set_colours(BwSession *self, BwAtoms *atoms, const double *energies)
{
  BwAtomColours *colours = &self->energy_colours;
  if (!colours->atoms || !bw_atoms_equal(colours->atoms, atoms)) {
    self->energy_range[0] = INFINITY;
    self->energy_range[1] = -INFINITY;
  }
  widen(self, energies, atoms->n_atoms);
  double low = self->energy_range[0], span = fmax(self->energy_range[1] - low, 1e-9);
  bw_atom_colours_clear(colours);
  colours->atoms = bw_atoms_ref(atoms);
  colours->shares = g_new(double, atoms->n_atoms);
  for (int i = 0; i < atoms->n_atoms; i++)
    colours->shares[i] = (energies[i] - low) / span;
  colours->title = g_strdup(_("Energy per atom, less the atom alone"));
  colours->low = describe(low);
  colours->high = describe(low + span);
}

/* What cannot be had is not asked for again and again. */
static void on_ready(BwAtoms *atoms, const double *energies, const GError *error, gpointer data)
{
  BwSession *self = data;
  if (error) {
    bw_session_set_show_energies(self, FALSE);
    bw_session_emit_trouble(self, error);
    return;
  }
  set_colours(self, atoms, energies);
  bw_session_emit(self, BW_SIGNAL_COLOURS);
  if (self->energies_due)
    bw_session_follow_energies(self);
}

gboolean bw_session_can_show_energies(BwSession *self)
{
  return self->frame && bw_atom_energies_can(self->potential, self->frame->atoms);
}

gboolean bw_session_get_show_energies(BwSession *self)
{
  return self->energies != NULL;
}

void bw_session_set_show_energies(BwSession *self, gboolean show)
{
  if (show == bw_session_get_show_energies(self))
    return;
  if (show)
    self->energies = bw_atom_energies_new(on_ready, self);
  else
    g_clear_pointer(&self->energies, bw_atom_energies_free);
  bw_atom_colours_clear(&self->energy_colours);
  bw_session_follow_energies(self);
  bw_session_emit(self, BW_SIGNAL_COLOURS);
}

void bw_session_follow_energies(BwSession *self)
{
  if (self->energies && !bw_session_can_show_energies(self))
    bw_atom_colours_clear(&self->energy_colours);
  else if (self->energies)
    self->energies_due = !bw_atom_energies_ask(self->energies, self->potential, self->frame);
}
