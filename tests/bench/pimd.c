/* What a step of ring-polymer dynamics costs: alone, on a potential that costs nothing, and with sGDML. */
#include "base/units.h"
#include "bench.h"
#include "dynamics/dynamics.h"

#include <math.h>
#include <stdio.h>

enum { N_BEADS = 32 };

/* Steps that are timed together: some 200 µs, less than the system's time slice. */
typedef struct {
  BwDynamics *dynamics;
  int n_steps;
} Batch;

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
  const Batch *batch = data;
  for (int i = 0; i < batch->n_steps; i++) {
    bw_dynamics_step(batch->dynamics, NULL, NULL);
    bw_dynamics_estimates(batch->dynamics);
  }
}

static double microseconds_per_step(BwAtoms *atoms, BwPotential *potential, const double *positions,
                                    BwThermostat thermostat, int steps_together)
{
  BwDynamicsSettings settings;
  g_autoptr(GError) error = NULL;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  settings.thermostat = thermostat;
  g_autoptr(BwDynamics) dynamics =
      bw_dynamics_new(atoms, NULL, potential, &settings, positions, 1, FALSE, NULL, &error);
  if (!dynamics) {
    fprintf(stderr, "%s\n", error->message);
    return NAN;
  }
  Batch batch = {dynamics, steps_together};
  return bw_bench_median(run_steps, &batch, 2.0) / batch.n_steps * 1e6;
}

static void report_thermostats(const char *name, int n_atoms)
{
  static const struct {
    BwThermostat thermostat;
    const char *suffix, *peer;
  } cases[] = {
      {BW_THERMOSTAT_PILE_L, "", "pile_l"},
      {BW_THERMOSTAT_PILE_G, "-pile-g", "pile_g"},
      {BW_THERMOSTAT_NONE, "-nve", "nve"},
  };
  /* Both transforms, each half of a full matrix product by symmetry. */
  const double floor = 2.0 * N_BEADS * N_BEADS * 3 * n_atoms / bw_bench_dgemm_rate() * 1e6;
  g_autofree int *numbers = g_new(int, n_atoms);
  g_autofree double *positions = g_new0(double, 3 * n_atoms);
  for (int i = 0; i < n_atoms; i++)
    numbers[i] = i % 3 ? 1 : 8;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  g_autoptr(BwPotential) potential = new_free_potential();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *row = g_strconcat(name, cases[i].suffix, NULL);
    g_autofree char *arguments = g_strdup_printf("%d %d %s", n_atoms, N_BEADS, cases[i].peer);
    bw_bench_report(
        row, microseconds_per_step(atoms, potential, positions, cases[i].thermostat, MAX(1, 200 / n_atoms)),
        "µs/step", floor, bw_bench_peer("pimd.py", arguments));
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

/* A whole step: ethanol with the model that ships with the program, one thread. */
static void run_ethanol(void)
{
  static const int numbers[] = {6, 6, 8, 1, 1, 1, 1, 1, 1};
  static const double positions[] = {
      0.068,  0.470, 0.213,  -1.266, 0.038,  -0.306, 1.087,  -0.467, 0.141,
      0.382,  1.458, -0.252, 0.142,  0.755,  1.225,  -1.651, -0.818, 0.168,
      -2.017, 0.837, -0.168, -1.109, -0.135, -1.346, 1.271,  -0.742, -0.769,
  };
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *path = g_build_filename(models ? models : "models", "ethanol.bwmodel", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_potential_open(path, &error);
  if (!potential) {
    fprintf(stderr, "pimd-sgdml-9x32 left out: %s\n", error->message);
    return;
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(G_N_ELEMENTS(numbers), numbers, NULL, NULL);
  bw_bench_report("pimd-sgdml-9x32",
                  microseconds_per_step(atoms, potential, positions, BW_THERMOSTAT_PILE_L, 1), "µs/step", NAN,
                  NAN);
}

const BwBenchCase bw_bench_pimd[] = {
    {"pimd-9x32", run_ethanol_sized},
    {"pimd-192x32", run_water_sized},
    {"pimd-sgdml-9x32", run_ethanol},
    {NULL, NULL},
};
