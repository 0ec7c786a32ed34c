/* Settings changed while a run goes on, and settings that make no sense. */
#include "common.h"

static BwDynamics *new_run(int n_beads, BwThermostat thermostat)
{
  double positions[12];
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  g_autoptr(BwPotential) potential = new_simple("morse");
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.thermostat = thermostat;
  BwDynamics *dynamics = new_dynamics(atoms, potential, &settings, positions, TRUE);
  run(dynamics, 20, NULL);
  return dynamics;
}

static void change(BwDynamics *dynamics, const BwDynamicsSettings *settings)
{
  g_autoptr(GError) error = NULL;
  bw_dynamics_change(dynamics, settings, NULL, &error);
  g_assert_no_error(error);
}

static void test_temperature(void)
{
  g_autoptr(BwDynamics) dynamics = new_run(4, BW_THERMOSTAT_NONE);
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  BwEstimates before = *bw_dynamics_estimates(dynamics);
  double position = bw_dynamics_positions(dynamics)[7];
  settings.temperature *= 2;
  change(dynamics, &settings);
  const BwEstimates *after = bw_dynamics_estimates(dynamics);
  g_assert_cmpfloat(fabs(after->temperature / before.temperature - 2), <, 1e-12);
  g_assert_cmpfloat(fabs(after->conserved - before.conserved), <, 1e-12);
  g_assert_cmpfloat(after->potential, ==, before.potential);
  g_assert_cmpfloat(bw_dynamics_positions(dynamics)[7], ==, position);
  run(dynamics, 20, NULL);
}

static void test_timestep(void)
{
  g_autoptr(BwDynamics) dynamics = new_run(2, BW_THERMOSTAT_PILE_G);
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->time, ==, 5);
  settings.timestep = 0.5;
  change(dynamics, &settings);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->time, ==, 5);
  run(dynamics, 10, NULL);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->time, ==, 10);
  g_assert_cmpint(bw_dynamics_get_state(dynamics)->step, ==, 30);
}

static void test_thermostat(void)
{
  g_autoptr(BwDynamics) dynamics = new_run(3, BW_THERMOSTAT_NONE);
  for (gsize t = 0; t < G_N_ELEMENTS(all_thermostats); t++) {
    BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
    BwEstimates before = *bw_dynamics_estimates(dynamics);
    settings.thermostat = all_thermostats[t];
    settings.splitting = all_splittings[t % 2];
    change(dynamics, &settings);
    g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved - before.conserved), <, 1e-12);
    g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->temperature, ==, before.temperature);
    run(dynamics, 20, NULL);
    g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved - before.conserved), <, 5e-3);
  }
}

/* Centroids, their velocities and the long waves along the ring stay; the conserved quantity makes no step.
 */
static void check_beads(int from, int to)
{
  g_autoptr(BwDynamics) dynamics = new_run(from, BW_THERMOSTAT_PILE_L);
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  BwEstimates before = *bw_dynamics_estimates(dynamics);
  double centroid[12], momentum[12] = {0}, wave[12] = {0}, same_wave[12] = {0};
  memcpy(centroid, bw_dynamics_centroid(dynamics), sizeof centroid);
  for (int b = 0; b < from; b++)
    for (int j = 0; j < 12; j++) {
      momentum[j] += bw_dynamics_momenta(dynamics)[12 * b + j] / from;
      wave[j] += bw_dynamics_positions(dynamics)[12 * b + j] * sin(2 * G_PI * b / from) / from;
    }
  settings.n_beads = to;
  change(dynamics, &settings);
  for (int b = 0; b < to; b++)
    for (int j = 0; j < 12; j++) {
      momentum[j] -= bw_dynamics_momenta(dynamics)[12 * b + j] / to;
      same_wave[j] += bw_dynamics_positions(dynamics)[12 * b + j] * sin(2 * G_PI * b / to) / to;
    }
  for (int j = 0; j < 12; j++) {
    g_assert_cmpfloat(fabs(bw_dynamics_centroid(dynamics)[j] - centroid[j]), <, 1e-13);
    g_assert_cmpfloat(fabs(momentum[j]), <, 1e-14);
    if (MIN(from, to) > 2)
      g_assert_cmpfloat(fabs(same_wave[j] - wave[j]), <, 1e-13);
  }
  g_assert_cmpint(bw_dynamics_get_state(dynamics)->n_beads, ==, to);
  g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved - before.conserved), <, 1e-12);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->time, ==, before.time);
  g_assert_true((bw_dynamics_estimates(dynamics)->radius_of_gyration > 0) == (to > 1));
  run(dynamics, 20, NULL);
}

static void test_beads(void)
{
  static const int beads[] = {1, 2, 3, 8, 9, 32};
  for (gsize i = 0; i < G_N_ELEMENTS(beads); i++)
    for (gsize k = 0; k < G_N_ELEMENTS(beads); k++)
      check_beads(beads[i], beads[k]);
}

/* New beads are drawn from the free ring polymer around the centroid: their mean is the centroid, and their
 * spread about it ħ²/(12 m k_B T) (1 − 1/P²) per direction, for light and for heavy atoms. */
static void check_new_beads(int from, int to)
{
  enum { N_ATOMS = 3000 };
  static double positions[3 * N_ATOMS];
  static int numbers[N_ATOMS];
  for (int i = 0; i < N_ATOMS; i++)
    numbers[i] = i % 2 ? 1 : 8;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N_ATOMS, numbers, NULL, NULL);
  g_autoptr(BwPotential) nothing = bw_harmonic_new(0, 0, NULL, 0);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = from;
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, nothing, &settings, positions, TRUE);
  run(dynamics, 3, NULL);
  const double conserved = bw_dynamics_estimates(dynamics)->conserved;
  g_autofree double *centroid = g_memdup2(bw_dynamics_centroid(dynamics), sizeof positions);
  settings.n_beads = to;
  change(dynamics, &settings);
  const double *beads = bw_dynamics_positions(dynamics);
  double squares[2] = {0};
  for (int j = 0; j < 3 * N_ATOMS; j++) {
    double mean = 0;
    for (int b = 0; b < to; b++) {
      double deviation = beads[(gsize)b * 3 * N_ATOMS + j] - centroid[j];
      mean += deviation / to;
      squares[j / 3 % 2] += deviation * deviation / (to * 1.5 * N_ATOMS);
    }
    g_assert_cmpfloat(fabs(mean), <, 1e-13);
  }
  for (int light = 0; light < 2; light++) {
    const double expected = pow(BW_HBAR_INTERNAL, 2) /
                            (12 * atoms->masses[light] * BW_KB * settings.temperature) *
                            (1 - 1.0 / (to * to));
    g_assert_cmpfloat(fabs(squares[light] / expected - 1), <, 4 * sqrt(2 / (1.5 * N_ATOMS)));
  }
  g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved / conserved - 1), <, 1e-12);
}

static void test_new_beads(void)
{
  static const int beads[] = {2, 3, 8, 32};
  for (gsize b = 0; b < G_N_ELEMENTS(beads); b++)
    check_new_beads(1, beads[b]);
  check_new_beads(2, 16); /* the one mode that two beads have is no wave of sixteen */
}

/* Friction, thermostat and splitting are wholly the new ones: what follows is, bit for bit, the run of new
 * dynamics from the same state. */
static void test_friction(void)
{
  double positions[12];
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  g_autoptr(BwPotential) potential = new_simple("morse");
  for (gsize t = 1; t < G_N_ELEMENTS(all_thermostats); t++) {
    g_autoptr(BwDynamics) dynamics = new_run(4, all_thermostats[t]);
    BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
    const BwEstimates before = *bw_dynamics_estimates(dynamics);
    settings.tau = 7;
    settings.pile_lambda = 0.3;
    change(dynamics, &settings);
    g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved - before.conserved), <, 1e-12);
    g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->temperature, before.temperature, 1e-9);
    g_autoptr(BwDynamics) fresh = new_dynamics(atoms, potential, &settings, positions, FALSE);
    g_autoptr(BwDynamics) lazy = new_run(4, all_thermostats[t]);
    bw_dynamics_set_state(fresh, bw_dynamics_get_state(dynamics));
    run(dynamics, 20, NULL);
    run(fresh, 20, NULL);
    run(lazy, 20, NULL);
    const gsize bytes = sizeof(double) * 4 * 12;
    g_assert_cmpmem(bw_dynamics_positions(dynamics), bytes, bw_dynamics_positions(fresh), bytes);
    g_assert_cmpint(memcmp(bw_dynamics_positions(dynamics), bw_dynamics_positions(lazy), bytes), !=, 0);
  }
}

static void test_from_rest(void)
{
  double positions[12];
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  g_autoptr(BwPotential) potential = new_simple("morse");
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = 1;
  settings.temperature = 0;
  settings.thermostat = BW_THERMOSTAT_NONE;
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, FALSE);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->temperature, ==, 0);
  settings.temperature = 300;
  change(dynamics, &settings);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->temperature, >, 10);
}

static void test_senseless_settings(void)
{
  static const BwDynamicsSettings senseless[] = {
      {.n_beads = 0, .temperature = 300, .timestep = 0.5},
      {.n_beads = 129, .temperature = 300, .timestep = 0.5},
      {.n_beads = 4, .temperature = 0, .timestep = 0.5},
      {.n_beads = 4, .temperature = -1, .timestep = 0.5},
      {.n_beads = 4, .temperature = NAN, .timestep = 0.5},
      {.n_beads = 4, .temperature = 300, .timestep = 0},
      {.n_beads = 4, .temperature = 300, .timestep = INFINITY},
      {.n_beads = 4, .temperature = 300, .timestep = 0.5, .thermostat = BW_THERMOSTAT_SVR, .tau = 0},
      {.n_beads = 4, .temperature = 300, .timestep = 0.5, .thermostat = BW_THERMOSTAT_PILE_L, .tau = NAN},
      {.n_beads = 4, .temperature = 300, .timestep = 0.5, .pile_lambda = -1},
      {.n_beads = 1, .temperature = 0, .timestep = 0.5, .thermostat = BW_THERMOSTAT_LANGEVIN, .tau = 100},
  };
  g_autoptr(BwDynamics) dynamics = new_run(4, BW_THERMOSTAT_PILE_L);
  const BwEstimates before = *bw_dynamics_estimates(dynamics);
  for (gsize i = 0; i < G_N_ELEMENTS(senseless); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(bw_dynamics_change(dynamics, &senseless[i], NULL, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  }
  g_assert_cmpmem(&before, sizeof before, bw_dynamics_estimates(dynamics), sizeof before);
}

static void test_names(void)
{
  g_autoptr(GError) error = NULL;
  BwThermostat thermostat;
  BwSplitting splitting;
  for (gsize t = 0; t < G_N_ELEMENTS(all_thermostats); t++) {
    g_assert_true(bw_thermostat_parse(bw_thermostat_name(all_thermostats[t]), &thermostat, NULL));
    g_assert_cmpint(thermostat, ==, all_thermostats[t]);
  }
  for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
    g_assert_true(bw_splitting_parse(bw_splitting_name(all_splittings[s]), &splitting, NULL));
    g_assert_cmpint(splitting, ==, all_splittings[s]);
  }
  g_assert_true(bw_thermostat_parse("PILE_G", &thermostat, NULL));
  g_assert_cmpint(thermostat, ==, BW_THERMOSTAT_PILE_G);
  g_assert_false(bw_thermostat_parse("nose-hoover", &thermostat, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "pile-g"));
  g_clear_error(&error);
  g_assert_false(bw_splitting_parse("", &splitting, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/change/temperature", test_temperature);
  g_test_add_func("/change/timestep", test_timestep);
  g_test_add_func("/change/thermostat", test_thermostat);
  g_test_add_func("/change/beads", test_beads);
  g_test_add_func("/change/new-beads", test_new_beads);
  g_test_add_func("/change/friction", test_friction);
  g_test_add_func("/change/from-rest", test_from_rest);
  g_test_add_func("/change/senseless-settings", test_senseless_settings);
  g_test_add_func("/change/names", test_names);
  return g_test_run();
}
