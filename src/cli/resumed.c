#include "cli/resumed.h"
#include "cli/cli.h"

void bw_cli_note_resumed(const BwDynamicsSettings *asked, const BwJobStatus *status)
{
  const BwDynamicsSettings *kept = &status->dynamics;
  BwDynamicsSettings usual;
  bw_dynamics_settings_init(&usual);
  if (asked->n_beads == 1)
    usual.thermostat = BW_THERMOSTAT_LANGEVIN;
  const struct {
    const char *option;
    double asked, usual, kept;
  } settings[] = {
      {"--beads", asked->n_beads, usual.n_beads, kept->n_beads},
      {"--temperature", asked->temperature, usual.temperature, kept->temperature},
      {"--timestep", asked->timestep, usual.timestep, kept->timestep},
      {"--thermostat", asked->thermostat, usual.thermostat, kept->thermostat},
      {"--tau", asked->tau, usual.tau, kept->tau},
      {"--pile-lambda", asked->pile_lambda, usual.pile_lambda, kept->pile_lambda},
      {"--splitting", asked->splitting, usual.splitting, kept->splitting},
      {"--seed", (double)asked->seed, (double)usual.seed, (double)kept->seed},
  };
  g_autoptr(GString) ignored = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    if (settings[i].asked != settings[i].usual && settings[i].asked != settings[i].kept)
      g_string_append_printf(ignored, "%s%s", ignored->len > 0 ? ", " : "", settings[i].option);
  if (ignored->len > 0)
    bw_cli_note("%s goes on with its own settings; not with this %s", status->output, ignored->str);
  if (status->n_steps > 0 && status->first_step >= status->n_steps)
    bw_cli_note("%s has %" G_GINT64_FORMAT " steps already and stays as it is; --steps says how many in all",
                status->output, status->first_step);
}
