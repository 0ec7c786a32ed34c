/* What the system asks of beads and time step, said below their rows: the number, why, and a button for it.
 */
#include "app/pages/bw-simulate-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"
#include "base/format.h"

/* "O2–H8 stretch, 3 683 cm⁻¹" */
static char *describe_vibration(const BwAdvice *advice, const BwAtoms *atoms)
{
  g_autofree char *number = bw_words_count((gint64)round(advice->highest_frequency));
  if (advice->atoms[0] < 0 || advice->atoms[1] >= atoms->n_atoms)
    return g_strdup_printf(_("stiffest vibration, %s cm⁻¹"), number);
  g_autofree char *bond = bw_atoms_pair_name(atoms, advice->atoms[0], advice->atoms[1]);
  return g_strdup_printf(_("%s stretch, %s cm⁻¹"), bond, number);
}

static char *describe_use(double number)
{
  return g_strdup_printf(_("Use %g"), number);
}

static char *describe_beads(const BwAdvice *advice, int n_beads, const char *why)
{
  if (n_beads == 1 && advice->n_beads > 1)
    return g_strdup_printf(_("Classical nuclei. Quantum ones need %d: %s"), advice->n_beads, why);
  if (n_beads < advice->n_beads)
    return g_strdup_printf(_("Too few for all of the quantum nature. %d suffice: %s"), advice->n_beads, why);
  return g_strdup_printf(ngettext("%d suffices: %s", "%d suffice: %s", (gulong)advice->n_beads),
                         advice->n_beads, why);
}

static void hint_beads(BwSimulatePage *self, const BwAdvice *advice, const BwAtoms *atoms)
{
  int n_beads = (int)bw_number_row_get_value(self->beads);
  double temperature = bw_number_row_get_value(self->temperature);
  g_autofree char *vibration = describe_vibration(advice, atoms);
  g_autofree char *quantumness = bw_format_fixed(advice->quantumness, 1);
  g_autofree char *why = g_strdup_printf(_("%s at %g K (βħω = %s)"), vibration, temperature, quantumness);
  g_autofree char *text = describe_beads(advice, n_beads, why);
  g_autofree char *use = describe_use(advice->n_beads);
  gboolean few = n_beads > 1 && n_beads < advice->n_beads;
  bw_number_row_set_hint(self->beads, few ? BW_HINT_WARNING : BW_HINT_NOTE, text,
                         n_beads == advice->n_beads ? NULL : use);
}

static void hint_timestep(BwSimulatePage *self, const BwAdvice *advice)
{
  double timestep = bw_number_row_get_value(self->timestep);
  g_autofree char *limit = bw_format_fixed(advice->longest_timestep, advice->longest_timestep < 1 ? 2 : 1);
  g_autofree char *use = describe_use(advice->timestep);
  g_autofree char *good =
      g_strdup_printf(_("Up to %g fs is good, %s fs is the limit"), advice->timestep, limit);
  BwHintKind kind = timestep >= advice->longest_timestep ? BW_HINT_ERROR
                    : timestep > advice->timestep        ? BW_HINT_WARNING
                                                         : BW_HINT_NOTE;
  const char *trouble = kind == BW_HINT_ERROR     ? _("The run will blow up.")
                        : kind == BW_HINT_WARNING ? _("Energies will err by more than 1 %.")
                                                  : NULL;
  g_autofree char *text = trouble ? g_strdup_printf("%s %s", trouble, good) : g_strdup(good);
  bw_number_row_set_hint(self->timestep, kind, text, trouble ? use : NULL);
}

/* How many steps a length is, and that there may be none. */
static void hint_length(BwSimulatePage *self)
{
  const BwDynamicsSettings *dynamics = bw_session_get_dynamics(self->session);
  BwPlanned planned = {.dynamics = *dynamics, .length = bw_session_get_length(self->session)};
  gint64 n_steps = bw_plan_n_steps(&planned);
  g_autofree char *count = bw_words_count(n_steps);
  g_autofree char *text = n_steps == 0
                              ? g_strdup(_("Until it is stopped"))
                              : g_strdup_printf(ngettext("%s step", "%s steps", (gulong)n_steps), count);
  bw_number_row_set_hint(self->length, BW_HINT_NOTE, text, NULL);
}

void bw_simulate_page_update_hints(BwSimulatePage *self)
{
  BwScoutMission mission;
  gboolean asks = bw_simulate_page_get_mission(self, &mission);
  mission.dynamics.temperature = bw_number_row_get_value(self->temperature);
  hint_length(self);
  if (!asks || !bw_scout_get_advice(self->scout, &mission, &self->advice)) {
    bw_number_row_set_hint(self->beads, BW_HINT_NOTE, NULL, NULL);
    bw_number_row_set_hint(self->timestep, BW_HINT_NOTE, NULL, NULL);
    return;
  }
  hint_beads(self, &self->advice, mission.frame->atoms);
  hint_timestep(self, &self->advice);
}
