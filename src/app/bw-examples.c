#include "app/bw-examples.h"

#include <glib/gi18n.h>

static const BwExample examples[] = {
    {"ethanol", "ethanol.xyz", N_("Quantum ethanol"),
     N_("32 beads at 300 K: every bond is longer than the classical one, most of all O–H.")},
    {"malonaldehyde", "malonaldehyde.xyz", N_("Proton in malonaldehyde"),
     N_("A hydrogen bond inside a molecule, and a proton that is spread out along it.")},
    {"beads", "ethanol-beads.h5", N_("A bead trajectory"),
     N_("A run that was recorded: play it, go through its frames, measure.")},
};

const BwExample *bw_examples_get(int *n)
{
  *n = G_N_ELEMENTS(examples);
  return examples;
}

const BwExample *bw_examples_find(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(examples); i++)
    if (g_str_equal(examples[i].name, name))
      return &examples[i];
  return NULL;
}
