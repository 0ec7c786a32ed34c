#include "app/session/bw-training-words.h"

#include <glib/gi18n.h>
#include <math.h>

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
    [BW_MODEL_SCHNET] =
        N_("A network of continuous filters over the distances between atoms. Learns many molecules at once, "
           "of any size; wants a thousand calculations or more."),
    [BW_MODEL_GCN] =
        N_("Message passing in its plainest form: each atom takes a mean of its neighbours that counts how "
           "many there are. Quick, and coarse: for comparison."),
    [BW_MODEL_DEEPSETS] =
        N_("Message passing with one small network on each neighbour and another on their sum: any function "
           "of a set of neighbours can be learned."),
    [BW_MODEL_GAT] =
        N_("Message passing with attention: the network learns which neighbours count, and how much."),
    [BW_MODEL_GGNN] =
        N_("Message passing with memory: a gated recurrent unit decides what an atom keeps and what it takes "
           "from its neighbours."),
    [BW_MODEL_MPNN] =
        N_("Message passing put together as you like: how neighbours are summed up, and how an atom takes "
           "what they say."),
};

const char *bw_words_model_kind(BwModelKind kind)
{
  return kinds[kind] ? _(kinds[kind]) : "";
}

const char *bw_words_stage(BwStage stage)
{
  switch (stage) {
  case BW_STAGE_NONE:
    break;
  case BW_STAGE_SYMMETRIES:
    return _("Looking for symmetries");
  case BW_STAGE_ASSEMBLY:
    return _("Assembling the kernel matrix");
  case BW_STAGE_PRECONDITIONER:
    return _("Making the preconditioner");
  case BW_STAGE_SOLUTION:
    return _("Solving");
  case BW_STAGE_VALIDATION:
    return _("Validating");
  case BW_STAGE_EPOCHS:
    return _("Training");
  }
  return "";
}

char *bw_words_solver_reason(const BwTrainPlan *plan)
{
  if (bw_model_kind_is_network(plan->kind))
    return g_strdup("");
  g_autofree char *closed = g_format_size(plan->bytes_closed), *room = g_format_size(plan->bytes_free);
  if (plan->solver == BW_SOLVER_CLOSED)
    return g_strdup_printf(_("The kernel matrix fits into memory: %s are free."), room);
  if (plan->bytes_closed > plan->bytes_free)
    return g_strdup_printf(_("The closed form would need %s of memory: %s are free."), closed, room);
  return g_strdup(_("So many points are solved faster step by step."));
}

double bw_words_calm_seconds(double said, double estimate)
{
  static const struct {
    double below, step;
  } steps[] = {{10, 1}, {60, 5}, {600, 30}, {3600, 60}, {INFINITY, 600}};
  gsize i = 0;
  if (!isfinite(estimate))
    return NAN;
  while (estimate >= steps[i].below)
    i++;
  return fabs(said - estimate) <= steps[i].step ? said : steps[i].step * ceil(estimate / steps[i].step);
}
