/* What a step of ring-polymer dynamics costs: alone, on a potential that costs nothing, and with sGDML. */
#include "base/units.h"
#include "bench.h"
#include "dynamics/dynamics.h"

#include <math.h>
#include <stdio.h>

enum { BATCH = 20 };

static gboolean answer_nothing(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in G_GNUC_UNUSED,
                               BwEvaluation *out G_GNUC_UNUSED, BwPool *pool G_GNUC_UNUSED,
                               GError **error G_GNUC_UNUSED)
{
  return TRUE; /* the arrays were zero from the start */
}

static BwPotential *new_free_potential(void)
{
  static const BwPotentialClass klass = {answer_nothing, NULL};
  BwPotential *self = g_new0(BwPotential, 1);
  bw_potential_init(self, &klass, "none", "no forces");
  return self;
}

static void run_steps(gpointer data)
{
  for (int i = 0; i < BATCH; i++) {
    bw_dynamics_step(data, NULL, NULL);
    bw_dynamics_estimates(data);
  }
}

static double microseconds_per_step(BwAtoms *atoms, BwPotential *potential, const double *positions,
                                    BwThermostat thermostat)
{
  BwDynamicsSettings settings;
  g_autoptr(GError) error = NULL;
  bw_dynamics_settings_init(&settings);
  settings.thermostat = thermostat;
  g_autoptr(BwDynamics) dynamics =
      bw_dynamics_new(atoms, NULL, potential, &settings, positions, 1, FALSE, NULL, &error);
  if (!dynamics) {
    fprintf(stderr, "%s\n", error->message);
    return NAN;
  }
  return bw_bench_median(run_steps, dynamics, 2.0) / BATCH * 1e6;
}

static void report_thermostats(const char *name, int n_atoms)
{
  static const struct {
    BwThermostat thermostat;
    const char *suffix;
  } cases[] = {{BW_THERMOSTAT_PILE_L, ""}, {BW_THERMOSTAT_PILE_G, "-pile-g"}, {BW_THERMOSTAT_NONE, "-nve"}};
  g_autofree int *numbers = g_new(int, n_atoms);
  g_autofree double *positions = g_new0(double, 3 * n_atoms);
  for (int i = 0; i < n_atoms; i++)
    numbers[i] = i % 3 ? 1 : 8;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  g_autoptr(BwPotential) potential = new_free_potential();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *row = g_strconcat(name, cases[i].suffix, NULL);
    bw_bench_report(row, microseconds_per_step(atoms, potential, positions, cases[i].thermostat), "µs/step",
                    NAN, NAN);
  }
}

static void run_ethanol_sized(void)
{
  report_thermostats("pimd-9x32", 9);
}

static void run_water_sized(void)
{
  report_thermostats("pimd-192x32", 192);
}

const BwBenchCase bw_bench_pimd[] = {
    {"pimd-9x32", run_ethanol_sized},
    {"pimd-192x32", run_water_sized},
    {NULL, NULL},
};
