/* One harmonic well at finite P has closed forms. With β_P = 1/(P k_B T) and one Cartesian direction,
 *   ⟨x²⟩ = 1/P Σ_k 1/(β_P m (ω_k² + ω²)),   ⟨V⟩ = ½ m ω² ⟨x²⟩,   ⟨K⟩ = ⟨V⟩ (virial theorem, exact at any P),
 *   r_g² = 1/P Σ_{k>0} 1/(β_P m (ω_k² + ω²)).
 * OBABO samples at a finite time step; its error in these averages is O(dt²), kept below the statistical one.
 */
#include "analysis/statistics.h"
#include "common.h"
#include "dynamics/normal-modes.h"

#define WAVENUMBER 1500.0
#define TEMPERATURE 300.0

enum { N_ATOMS = 8, N_STEPS = 20000, N_EQUILIBRATION = 300, N_MIXING = 60, SEGMENT = 40 };

typedef struct {
  double potential, kinetic, gyration_squared;
} Expected;

/* Per atom, three directions. */
static Expected closed_form(int n_beads, double mass, double omega)
{
  Expected e = {0};
  double thermal = n_beads * BW_KB * TEMPERATURE, square = 0;
  for (int k = 0; k < n_beads; k++) {
    double omega_k = bw_normal_modes_frequency(n_beads, k, TEMPERATURE);
    double variance = thermal / (mass * (omega_k * omega_k + omega * omega)) / n_beads;
    square += 3 * variance;
    e.gyration_squared += k ? 3 * variance : 0;
  }
  e.potential = e.kinetic = 0.5 * mass * omega * omega * square;
  return e;
}

static void assert_mean(const char *what, BwRunningMean *mean, double expected)
{
  BwMean m = bw_running_mean_get(mean);
  g_test_message("%s: %.6f ± %.6f, expected %.6f, %.1f standard errors", what, m.mean, m.error, expected,
                 (m.mean - expected) / m.error);
  g_assert_cmpfloat(m.error, <, 0.05 * expected);
  g_assert_cmpfloat(fabs(m.mean - expected), <, 5 * m.error + 1e-3 * expected);
}

static void change_thermostat(BwDynamics *dynamics, BwThermostat thermostat)
{
  g_autoptr(GError) error = NULL;
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  settings.thermostat = thermostat;
  bw_dynamics_change(dynamics, &settings, NULL, &error);
  g_assert_no_error(error);
}

/* One global thermostat does not exchange energy between the independent oscillators that the modes are here,
 * so its averages are over many short runs from starts that PILE-L has drawn: canonical before must be
 * canonical after. */
static void mix_modes(BwDynamics *dynamics, BwThermostat thermostat)
{
  change_thermostat(dynamics, BW_THERMOSTAT_PILE_L);
  run(dynamics, N_MIXING, NULL);
  change_thermostat(dynamics, thermostat);
}

static void check_averages(const BwDynamicsSettings *settings)
{
  enum { POTENTIAL, CENTROID_VIRIAL, THERMODYNAMIC, GYRATION, TEMPERATURE_MEAN, N_MEANS };
  int numbers[N_ATOMS];
  double positions[3 * N_ATOMS] = {0};
  BwRunningMean *means[N_MEANS];
  for (int i = 0; i < N_ATOMS; i++)
    numbers[i] = 1;
  for (int i = 0; i < N_MEANS; i++)
    means[i] = bw_running_mean_new();
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N_ATOMS, numbers, NULL, NULL);
  g_autofree char *spec = g_strdup_printf("harmonic:frequency=%g", WAVENUMBER);
  g_autoptr(BwPotential) potential = new_simple(spec);
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, settings, positions, TRUE);
  run(dynamics, N_EQUILIBRATION, NULL);
  for (int step = 0; step < N_STEPS; step++) {
    if (settings->thermostat == BW_THERMOSTAT_SVR && settings->n_beads > 1 && step % SEGMENT == 0)
      mix_modes(dynamics, settings->thermostat);
    run(dynamics, 1, NULL);
    const BwEstimates *e = bw_dynamics_estimates(dynamics);
    bw_running_mean_add(means[POTENTIAL], e->potential / N_ATOMS);
    bw_running_mean_add(means[CENTROID_VIRIAL], e->kinetic_cv / N_ATOMS);
    bw_running_mean_add(means[THERMODYNAMIC], e->kinetic_td / N_ATOMS);
    bw_running_mean_add(means[GYRATION], e->radius_of_gyration * e->radius_of_gyration);
    bw_running_mean_add(means[TEMPERATURE_MEAN], e->temperature);
  }
  double omega = WAVENUMBER * BW_WAVENUMBER / BW_HBAR_INTERNAL;
  Expected expected = closed_form(settings->n_beads, atoms->masses[0], omega);
  assert_mean("potential", means[POTENTIAL], expected.potential);
  assert_mean("temperature", means[TEMPERATURE_MEAN], TEMPERATURE);
  if (settings->n_beads > 1) {
    assert_mean("kinetic, centroid virial", means[CENTROID_VIRIAL], expected.kinetic);
    assert_mean("kinetic, thermodynamic", means[THERMODYNAMIC], expected.kinetic);
    assert_mean("radius of gyration squared", means[GYRATION], expected.gyration_squared);
  }
  for (int i = 0; i < N_MEANS; i++)
    bw_running_mean_free(means[i]);
}

static void test_averages(gconstpointer data)
{
  BwDynamicsSettings settings = *(const BwDynamicsSettings *)data;
  check_averages(&settings);
}

/* At ω dt = 1 the error of the step is known: OBABO widens positions by 1/(1 − ¼(ω dt)²) and keeps momenta,
 * BAOAB keeps positions and cools momenta by the inverse (Leimkuhler and Matthews, J. Chem. Phys. 138, 174102
 * (2013)). */
static void test_long_step(void)
{
  enum { ATOMS = 64, STEPS = 10000 };
  int numbers[ATOMS];
  double positions[3 * ATOMS] = {0};
  for (int i = 0; i < ATOMS; i++)
    numbers[i] = 6;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  g_autoptr(BwPotential) potential = bw_harmonic_new(WAVENUMBER, 0, NULL, 0);
  for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
    const gboolean obabo = all_splittings[s] == BW_SPLITTING_OBABO;
    BwDynamicsSettings settings;
    bw_dynamics_settings_init(&settings);
    settings.n_beads = 1;
    settings.temperature = TEMPERATURE;
    settings.timestep = BW_HBAR / (WAVENUMBER * BW_WAVENUMBER);
    settings.splitting = all_splittings[s];
    settings.tau = 10;
    settings.remove_com = FALSE;
    g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, FALSE);
    BwRunningMean *energy = bw_running_mean_new(), *temperature = bw_running_mean_new();
    run(dynamics, N_EQUILIBRATION, NULL);
    for (int step = 0; step < STEPS; step++) {
      run(dynamics, 1, NULL);
      bw_running_mean_add(energy, bw_dynamics_estimates(dynamics)->potential / ATOMS);
      bw_running_mean_add(temperature, bw_dynamics_estimates(dynamics)->temperature);
    }
    assert_mean("potential", energy, 1.5 * BW_KB * TEMPERATURE * (obabo ? 4.0 / 3 : 1));
    assert_mean("temperature", temperature, TEMPERATURE * (obabo ? 1 : 3.0 / 4));
    bw_running_mean_free(energy);
    bw_running_mean_free(temperature);
  }
}

/* Hydrogen, deuterium and tritium in the same well: each as wide as its mass says. */
static void test_isotopes(void)
{
  enum { EACH = 20, ATOMS = 3 * EACH, BEADS = 16, STEPS = 3000 };
  static const double isotopes[] = {1.00782503, 2.01410178, 3.01604928};
  int numbers[ATOMS];
  double masses[ATOMS], positions[3 * ATOMS] = {0};
  for (int i = 0; i < ATOMS; i++) {
    numbers[i] = 1;
    masses[i] = isotopes[i / EACH];
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(ATOMS, numbers, masses, NULL);
  const double k = 30; /* eV/Å² */
  g_autoptr(BwPotential) potential = bw_harmonic_new(0, k, NULL, 0);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = BEADS;
  settings.temperature = TEMPERATURE;
  settings.remove_com = FALSE;
  g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, TRUE);
  BwRunningMean *means[3];
  for (int m = 0; m < 3; m++)
    means[m] = bw_running_mean_new();
  run(dynamics, N_EQUILIBRATION, NULL);
  for (int step = 0; step < STEPS; step++) {
    run(dynamics, 1, NULL);
    double sums[3] = {0};
    for (int i = 0; i < ATOMS; i++)
      sums[i / EACH] += pow(bw_dynamics_gyration(dynamics)[i], 2) / EACH;
    for (int m = 0; m < 3; m++)
      bw_running_mean_add(means[m], sums[m]);
  }
  for (int m = 0; m < 3; m++) {
    Expected expected = closed_form(BEADS, isotopes[m], sqrt(k / isotopes[m]));
    assert_mean("radius of gyration squared", means[m], expected.gyration_squared);
    bw_running_mean_free(means[m]);
  }
}

int main(int argc, char **argv)
{
  static const int beads[] = {1, 6, 16};
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/harmonic/long-step", test_long_step);
  g_test_add_func("/harmonic/isotopes", test_isotopes);
  for (gsize t = 1; t < G_N_ELEMENTS(all_thermostats); t++)
    for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++)
      for (gsize b = 0; b < G_N_ELEMENTS(beads); b++) {
        BwDynamicsSettings *settings = g_new(BwDynamicsSettings, 1);
        bw_dynamics_settings_init(settings);
        settings->n_beads = beads[b];
        settings->temperature = TEMPERATURE;
        settings->timestep = 0.2;
        settings->thermostat = all_thermostats[t];
        settings->splitting = all_splittings[s];
        settings->tau = 10;
        settings->remove_com = FALSE;
        g_autofree char *name =
            g_strdup_printf("/harmonic/%s/%s/%d", bw_thermostat_name(settings->thermostat),
                            bw_splitting_name(settings->splitting), beads[b]);
        g_test_add_data_func_full(name, settings, test_averages, g_free);
      }
  return g_test_run();
}
