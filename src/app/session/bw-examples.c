#include "app/session/bw-examples.h"

#include <glib/gi18n.h>

static const BwExample examples[] = {
    {"ethanol", "ethanol.xyz", N_("Quantum ethanol"),
     N_("32 beads at 300 K: every bond is longer than the classical one, most of all O–H.")},
    {"malonaldehyde", "malonaldehyde.xyz", N_("Protons in malonaldehyde"),
     N_("A dialdehyde with 32 beads at 300 K: each proton is a cloud, far wider than C or O.")},
    {"acetylacetone", "acetylacetone.h5", N_("A shared proton, recorded"),
     N_("The bead trajectory of acetylacetone: its proton belongs to both oxygens.")},
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
