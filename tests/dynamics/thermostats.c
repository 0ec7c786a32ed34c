/* What each thermostat does to momenta, degrees of freedom and the centre of mass. */
#include "analysis/statistics.h"
#include "common.h"

#define TEMPERATURE 300.0

static BwDynamicsSettings usual_settings(int n_beads, BwThermostat thermostat, BwSplitting splitting)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.temperature = TEMPERATURE;
  settings.timestep = 0.25;
  settings.thermostat = thermostat;
  settings.splitting = splitting;
  settings.tau = 10;
  return settings;
}

static void assert_mean(BwRunningMean *mean, double expected)
{
  BwMean m = bw_running_mean_get(mean);
  g_test_message("%.5f ± %.5f, expected %.5f", m.mean, m.error, expected);
  g_assert_cmpfloat(m.error, <, 0.05 * fabs(expected));
  g_assert_cmpfloat(fabs(m.mean - expected), <, 5 * m.error + 2e-3 * fabs(expected));
  bw_running_mean_free(mean);
}

/* Independent wells: every mode has P k_B T of kinetic energy in two degrees of freedom. */
static void test_every_mode_is_warm(void)
{
  enum { ATOMS = 10, BEADS = 6, STEPS = 12000 };
  double positions[3 * ATOMS];
  g_autoptr(BwAtoms) atoms = new_molecules(ATOMS / 2, positions);
  g_autoptr(BwPotential) potential = bw_harmonic_new(1000, 0, positions, ATOMS);
  for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
    BwDynamicsSettings settings = usual_settings(BEADS, BW_THERMOSTAT_PILE_L, all_splittings[s]);
    BwRunningMean *means[BEADS];
    settings.remove_com = FALSE;
    g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, TRUE);
    for (int k = 0; k < BEADS; k++)
      means[k] = bw_running_mean_new();
    run(dynamics, 500, NULL);
    for (int step = 0; step < STEPS; step++) {
      run(dynamics, 1, NULL);
      const double *p = bw_dynamics_get_state(dynamics)->mode_momenta;
      for (int k = 0; k < BEADS; k++, p += 3 * ATOMS) {
        double sum = 0;
        for (int j = 0; j < 3 * ATOMS; j++)
          sum += p[j] * p[j] / atoms->masses[j / 3];
        bw_running_mean_add(means[k], sum / (3 * ATOMS) / (BW_KB * BEADS));
      }
    }
    for (int k = 0; k < BEADS; k++)
      assert_mean(means[k], TEMPERATURE);
  }
}

/* One molecule with its centre of mass at rest is where counting degrees of freedom wrongly shows most. */
static void check_molecule(int n_beads, BwThermostat thermostat, BwSplitting splitting)
{
  enum { STEPS = 40000 };
  double positions[6], start[3];
  g_autoptr(BwAtoms) atoms = new_molecules(1, positions);
  g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=900");
  BwDynamicsSettings settings = usual_settings(n_beads, thermostat, splitting);
  memset(positions, 0, sizeof positions);
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, TRUE);
  BwRunningMean *temperature = bw_running_mean_new(), *difference = bw_running_mean_new(),
                *kinetic = bw_running_mean_new();
  const double *q = bw_dynamics_centroid(dynamics), *p = bw_dynamics_get_state(dynamics)->mode_momenta;
  for (int x = 0; x < 3; x++)
    start[x] = q[x] + q[3 + x];
  run(dynamics, 500, NULL);
  for (int step = 0; step < STEPS; step++) {
    run(dynamics, 1, NULL);
    const BwEstimates *e = bw_dynamics_estimates(dynamics);
    bw_running_mean_add(temperature, e->temperature);
    bw_running_mean_add(difference, e->kinetic_td - e->kinetic_cv);
    bw_running_mean_add(kinetic, e->kinetic_cv);
  }
  q = bw_dynamics_centroid(dynamics);
  p = bw_dynamics_get_state(dynamics)->mode_momenta;
  for (int x = 0; x < 3; x++) {
    g_assert_cmpfloat(fabs(p[x] + p[3 + x]), <, 1e-15);
    g_assert_cmpfloat(fabs(q[x] + q[3 + x] - start[x]), <, 1e-13);
  }
  BwMean d = bw_running_mean_get(difference), k = bw_running_mean_get(kinetic);
  g_test_message("%s %s %d: td − cv = %.5f ± %.5f of %.5f eV", bw_thermostat_name(thermostat),
                 bw_splitting_name(splitting), n_beads, d.mean, d.error, k.mean);
  g_assert_cmpfloat(fabs(d.mean), <, 5 * d.error + 2e-3 * k.mean);
  assert_mean(temperature, TEMPERATURE);
  bw_running_mean_free(difference);
  bw_running_mean_free(kinetic);
}

static void test_centre_of_mass(void)
{
  for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
    for (gsize t = 1; t < G_N_ELEMENTS(all_thermostats); t++)
      check_molecule(1, all_thermostats[t], all_splittings[s]);
    check_molecule(4, BW_THERMOSTAT_LANGEVIN, all_splittings[s]);
    check_molecule(4, BW_THERMOSTAT_PILE_L, all_splittings[s]);
    check_molecule(4, BW_THERMOSTAT_PILE_G, all_splittings[s]);
  }
}

/* The total momentum is zero from the start on, without any thermostat, though the wells push. */
static void test_centre_of_mass_without_thermostat(void)
{
  double positions[18];
  g_autoptr(BwAtoms) atoms = new_molecules(3, positions);
  g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=300");
  BwDynamicsSettings settings = usual_settings(3, BW_THERMOSTAT_NONE, BW_SPLITTING_OBABO);
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, TRUE);
  double conserved = bw_dynamics_estimates(dynamics)->conserved;
  run(dynamics, 2000, NULL);
  for (int x = 0; x < 3; x++) {
    const double *p = bw_dynamics_get_state(dynamics)->mode_momenta;
    double total = 0;
    for (int i = 0; i < 6; i++)
      total += p[3 * i + x];
    g_assert_cmpfloat(fabs(total), <, 1e-14);
  }
  g_assert_cmpfloat(fabs(bw_dynamics_estimates(dynamics)->conserved - conserved), <, 1e-3);
}

/* Stochastic velocity rescaling gives the canonical distribution of the kinetic energy, not only its mean:
 * variance (k_B T)² f/2. Free atoms, whose kinetic energy only the thermostat changes. */
static void test_rescaling_is_canonical(void)
{
  static const int molecules[] = {1, 2, 8};
  for (gsize m = 0; m < G_N_ELEMENTS(molecules); m++)
    for (int com = 0; com < 2; com++) {
      double positions[48];
      g_autoptr(BwAtoms) atoms = new_molecules(molecules[m], positions);
      g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=1e-6");
      BwDynamicsSettings settings = usual_settings(1, BW_THERMOSTAT_SVR, BW_SPLITTING_OBABO);
      settings.remove_com = com;
      settings.tau = 0.5;
      settings.seed = 2 * m + com + 1;
      g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, FALSE);
      const double degrees = 6 * molecules[m] - 3 * com;
      BwRunningMean *mean = bw_running_mean_new(), *variance = bw_running_mean_new();
      for (int step = 0; step < 100000; step++) {
        run(dynamics, 1, NULL);
        double ratio = bw_dynamics_estimates(dynamics)->temperature / TEMPERATURE;
        bw_running_mean_add(mean, ratio);
        bw_running_mean_add(variance, (ratio - 1) * (ratio - 1) * degrees);
      }
      assert_mean(mean, 1);
      assert_mean(variance, 2);
    }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/thermostats/every-mode-is-warm", test_every_mode_is_warm);
  g_test_add_func("/thermostats/centre-of-mass", test_centre_of_mass);
  g_test_add_func("/thermostats/centre-of-mass-without-thermostat", test_centre_of_mass_without_thermostat);
  g_test_add_func("/thermostats/rescaling-is-canonical", test_rescaling_is_canonical);
  return g_test_run();
}
