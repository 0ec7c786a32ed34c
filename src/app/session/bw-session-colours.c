/* Numbers that colour atoms in the view. */
#include "app/session/bw-session-private.h"

void bw_atom_colours_clear(BwAtomColours *colours)
{
  g_clear_pointer(&colours->atoms, bw_atoms_unref);
  g_clear_pointer(&colours->shares, g_free);
  g_clear_pointer(&colours->title, g_free);
  g_clear_pointer(&colours->low, g_free);
  g_clear_pointer(&colours->high, g_free);
}

void bw_session_set_atom_colours(BwSession *self, const BwAtomColours *colours)
{
  if (!colours && !self->colours.atoms)
    return;
  bw_atom_colours_clear(&self->colours);
  if (colours)
    self->colours = (BwAtomColours){
        .atoms = bw_atoms_ref(colours->atoms),
        .shares = g_memdup2(colours->shares, sizeof(double) * (gsize)colours->atoms->n_atoms),
        .title = g_strdup(colours->title),
        .low = g_strdup(colours->low),
        .high = g_strdup(colours->high),
    };
  bw_session_emit(self, BW_SIGNAL_COLOURS);
}

const BwAtomColours *bw_session_get_atom_colours(BwSession *self)
{
  const BwAtomColours *all[] = {&self->colours, &self->energy_colours};
  for (gsize k = 0; k < G_N_ELEMENTS(all); k++)
    if (all[k]->atoms && self->frame && bw_atoms_equal(all[k]->atoms, self->frame->atoms))
      return all[k];
  return NULL;
}
