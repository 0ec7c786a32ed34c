/* What a step of ring-polymer dynamics costs: alone, on a potential that costs nothing, with sGDML and with
 * SchNet. */
#include "base/units.h"
#include "bench.h"
#include "dynamics/dynamics.h"
#include "molecules.h"
#include "potential/schnet/predict.h"
#include "schnet-network.h"
#include "schnet-peer.h"

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

typedef double TakeTime(void (*func)(gpointer data), gpointer data, double seconds);

static double microseconds_per_step(BwAtoms *atoms, BwPotential *potential, const double *positions,
                                    const BwDynamicsSettings *settings, int steps_together, TakeTime *time)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDynamics) dynamics =
      bw_dynamics_new(atoms, NULL, potential, settings, positions, 1, FALSE, NULL, &error);
  if (!dynamics) {
    fprintf(stderr, "%s\n", error->message);
    return NAN;
  }
  Batch batch = {dynamics, steps_together};
  return time(run_steps, &batch, 2.0) / batch.n_steps * 1e6;
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
    BwDynamicsSettings settings;
    bw_dynamics_settings_init(&settings);
    settings.thermostat = cases[i].thermostat;
    g_autofree char *arguments = g_strdup_printf("%d %d %s", n_atoms, N_BEADS, cases[i].peer);
    bw_bench_report(
        row,
        microseconds_per_step(atoms, potential, positions, &settings, MAX(1, 200 / n_atoms), bw_bench_median),
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
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *path = g_build_filename(models ? models : "models", "ethanol.bwmodel", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_potential_open(path, &error);
  if (!potential) {
    fprintf(stderr, "pimd-sgdml-9x32 left out: %s\n", error->message);
    return;
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(BW_BENCH_ETHANOL_ATOMS, bw_bench_ethanol_numbers, NULL, NULL);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  bw_bench_report("pimd-sgdml-9x32",
                  microseconds_per_step(atoms, potential, bw_bench_ethanol, &settings, 1, bw_bench_median),
                  "µs/step", NAN, NAN);
}

/* With random weights, which do not hold a molecule together: the steps are too short for it to move. */
static void report_schnet(const char *name, int n_features)
{
  BwSchnet *network = bw_bench_schnet_new(n_features);
  enum { N_PAIRS = N_BEADS * BW_BENCH_ETHANOL_ATOMS * (BW_BENCH_ETHANOL_ATOMS - 1) / 2 };
  double floor = bw_bench_schnet_floor(network, N_BEADS * BW_BENCH_ETHANOL_ATOMS, N_PAIRS);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "random weights", &error);
  if (!potential) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return;
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(BW_BENCH_ETHANOL_ATOMS, bw_bench_ethanol_numbers, NULL, NULL);
  double positions[N_BEADS * 3 * BW_BENCH_ETHANOL_ATOMS];
  bw_bench_shake_ethanol(positions, N_BEADS);
  const BwReplicas in = {N_BEADS, BW_BENCH_ETHANOL_ATOMS, bw_bench_ethanol_numbers, NULL, positions};
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.timestep = 1e-3;
  bw_bench_report(
      name, microseconds_per_step(atoms, potential, bw_bench_ethanol, &settings, 1, bw_bench_best_round),
      "µs/step", floor * 1e6, bw_bench_schnet_peer("pimd", &in, n_features));
}

static void run_ethanol_schnet(void)
{
  report_schnet("pimd-schnet-9x32", 64);
  report_schnet("pimd-schnet-9x32-128", 128);
}

const BwBenchCase bw_bench_pimd[] = {
    {"pimd-9x32", run_ethanol_sized},
    {"pimd-192x32", run_water_sized},
    {"pimd-sgdml-9x32", run_ethanol},
    {"pimd-schnet-9x32", run_ethanol_schnet},
    {NULL, NULL},
};
