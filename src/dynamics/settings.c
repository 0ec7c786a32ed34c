#include "base/error.h"
#include "dynamics/dynamics-private.h"

#include <math.h>
#include <string.h>

enum { MAX_BEADS = 128 };

static const char *const thermostat_names[] = {
    [BW_THERMOSTAT_NONE] = "none",     [BW_THERMOSTAT_LANGEVIN] = "langevin", [BW_THERMOSTAT_SVR] = "svr",
    [BW_THERMOSTAT_PILE_L] = "pile-l", [BW_THERMOSTAT_PILE_G] = "pile-g",
};
static const char *const splitting_names[] = {
    [BW_SPLITTING_OBABO] = "obabo",
    [BW_SPLITTING_BAOAB] = "baoab",
};

void bw_dynamics_settings_init(BwDynamicsSettings *settings)
{
  *settings = (BwDynamicsSettings){
      .n_beads = 32,
      .temperature = 300,
      .timestep = 0.25,
      .thermostat = BW_THERMOSTAT_PILE_L,
      .tau = 100,
      .pile_lambda = 1,
      .splitting = BW_SPLITTING_BAOAB,
      .remove_com = TRUE,
      .seed = 1,
  };
}

/* Without regard to case, and "pile_l" as i-PI writes it. */
static int find_name(const char *name, const char *const *names, int n)
{
  g_autofree char *plain = g_strdelimit(g_ascii_strdown(name, -1), "_", '-');
  for (int i = 0; i < n; i++)
    if (strcmp(plain, names[i]) == 0)
      return i;
  return -1;
}

const char *bw_thermostat_name(BwThermostat thermostat)
{
  return thermostat_names[thermostat];
}

gboolean bw_thermostat_parse(const char *name, BwThermostat *thermostat, GError **error)
{
  int i = find_name(name, thermostat_names, G_N_ELEMENTS(thermostat_names));
  if (i < 0 && g_ascii_strcasecmp(name, "nve") == 0)
    i = BW_THERMOSTAT_NONE;
  if (i < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "no thermostat is called “%s”; choose none, langevin, svr, pile-l or pile-g", name);
  *thermostat = (BwThermostat)i;
  return TRUE;
}

const char *bw_splitting_name(BwSplitting splitting)
{
  return splitting_names[splitting];
}

gboolean bw_splitting_parse(const char *name, BwSplitting *splitting, GError **error)
{
  int i = find_name(name, splitting_names, G_N_ELEMENTS(splitting_names));
  if (i < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "no splitting is called “%s”; choose obabo or baoab", name);
  *splitting = (BwSplitting)i;
  return TRUE;
}

static gboolean within(double value, double low, double high)
{
  return value >= low && value <= high;
}

gboolean bw_dynamics_settings_check(const BwDynamicsSettings *s, int n_atoms, GError **error)
{
  gboolean thermostatted = s->thermostat != BW_THERMOSTAT_NONE;
  gboolean may_be_cold = !thermostatted && s->n_beads == 1;
  if (s->n_beads < 1 || s->n_beads > MAX_BEADS)
    return bw_fail(error, BW_ERROR_ARGUMENT, "%d beads; a ring polymer has 1 to %d", s->n_beads, MAX_BEADS);
  if (!within(s->temperature, 0, 1e6) || (s->temperature == 0 && !may_be_cold))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a temperature of %g K; it must be above 0 (0 only for one bead without a thermostat) "
                   "and at most 1e6",
                   s->temperature);
  if (!within(s->timestep, 1e-6, 1e3))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a time step of %g fs; 0.25 fs is usual with hydrogen, and up to 1000 fs are taken",
                   s->timestep);
  if (thermostatted && !within(s->tau, 1e-3, 1e12))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a thermostat with a relaxation time of %g fs; it must be above 0, 100 fs is usual",
                   s->tau);
  if (!within(s->pile_lambda, 0, 1e3))
    return bw_fail(
        error, BW_ERROR_ARGUMENT,
        "PILE with λ = %g; 1 samples best, 0.5 gives thermostatted RPMD, 0 leaves the internal modes free",
        s->pile_lambda);
  if (s->remove_com && n_atoms == 1)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "one atom cannot move while its centre of mass is held; do not remove the centre of mass");
  return TRUE;
}
