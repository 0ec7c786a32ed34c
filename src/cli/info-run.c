#include "cli/info-run.h"
#include "cli/cli.h"

void bw_info_run_text(const BwRunInfo *info)
{
  const BwDynamicsSettings *d = &info->dynamics;
  g_autofree char *thermostat =
      d->thermostat == BW_THERMOSTAT_NONE
          ? g_strdup("no thermostat")
          : g_strdup_printf("%s with τ = %g fs", bw_thermostat_name(d->thermostat), d->tau);
  bw_cli_row("model", "%s, %s", info->model_name, info->model_method);
  if (*info->structure_path)
    bw_cli_row("structure", "%s", info->structure_path);
  bw_cli_row("dynamics", "%g K, steps of %g fs, %s, %s, seed %" G_GUINT64_FORMAT, d->temperature, d->timestep,
             thermostat, bw_splitting_name(d->splitting), d->seed);
}

void bw_info_run_json(const BwRunInfo *info, JsonBuilder *json)
{
  const BwDynamicsSettings *d = &info->dynamics;
  bw_json_add_string(json, "model", info->model_name);
  bw_json_add_string(json, "model_method", info->model_method);
  bw_json_add_string(json, "model_file", info->model_path);
  bw_json_add_string(json, "model_sha256", info->model_hash);
  bw_json_add_string(json, "structure", info->structure_path);
  bw_json_add_double(json, "temperature_K", d->temperature);
  bw_json_add_double(json, "timestep_fs", d->timestep);
  bw_json_add_string(json, "thermostat", bw_thermostat_name(d->thermostat));
  bw_json_add_double(json, "tau_fs", d->tau);
  bw_json_add_string(json, "splitting", bw_splitting_name(d->splitting));
  bw_json_add_int(json, "seed", (gint64)d->seed);
}
