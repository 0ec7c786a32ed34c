#include "app/session/bw-training-words.h"

#include <glib/gi18n.h>

static const char *const kinds[BW_N_MODEL_KINDS] = {
    [BW_MODEL_KRR] =
        N_("Learns energies alone; forces are their slope. Needs many more points than the others for the "
           "same accuracy: the baseline to compare with."),
    [BW_MODEL_GDML] =
        N_("Learns the forces of one molecule, and integrates them to an energy. For molecules without "
           "equivalent atoms, and to see what symmetries are worth."),
    [BW_MODEL_SGDML] =
        N_("Learns the forces of a molecule and knows which of its atoms can change places. The choice for "
           "molecules: accurate from a few hundred calculations."),
    [BW_MODEL_BIGDML] =
        N_("For crystals, surfaces and molecules on them: knows the symmetries of the crystal in its "
           "periodic cell. Accurate from tens of calculations."),
};

const char *bw_words_model_kind(BwModelKind kind)
{
  return kinds[kind] ? _(kinds[kind]) : "";
}

/* The names that the library gives its stages. */
static const char *const stages[] = {
    N_("Looking for symmetries"),
    N_("Assembling the kernel matrix"),
    N_("Solving"),
    N_("Validating"),
};

const char *bw_words_stage(const char *stage)
{
  for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
    if (g_str_equal(stage, stages[i]))
      return _(stages[i]);
  return stage;
}

char *bw_words_solver_reason(const BwTrainPlan *plan)
{
  g_autofree char *closed = g_format_size(plan->bytes_closed), *room = g_format_size(plan->bytes_free);
  if (plan->solver == BW_SOLVER_CLOSED)
    return g_strdup_printf(_("The kernel matrix fits into memory: %s are free."), room);
  if (plan->bytes_closed > plan->bytes_free)
    return g_strdup_printf(_("The closed form would need %s of memory: %s are free."), closed, room);
  return g_strdup(_("So many points are solved faster step by step."));
}
