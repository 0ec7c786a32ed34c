/* Motion without a thermostat is deterministic: against i-PI's reference trajectories, against velocity
 * Verlet written down plainly, and the error of the energy is of second order. */
#include "common.h"
#include "shared-data.h"

#define ELECTRON_TIME (BW_HBAR / BW_HARTREE) /* atomic unit of time, fs */
#define MASS (1837.36223469 * BW_ELECTRON_MASS)

/* i-PI's own older constants: hartree per kelvin and per electronvolt. */
#define REFERENCE_KB (3.1668152e-6 * BW_HARTREE / BW_KB) /* our kelvin in one of its */
#define REFERENCE_EV (0.036749326 * BW_HARTREE)

enum { MAX_BEADS = 6 };

/* The double well of Craig and Manolopoulos (J. Chem. Phys. 122, 084106 (2005)) along each axis, as i-PI's
 * driver has it: −½ m ω² x² + m² ω⁴ x⁴/16V₀, ω = 500 cm⁻¹, V₀ = 2085 cm⁻¹, m = 1837 electron masses (not the
 * mass of the particle). */
static gboolean double_well(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in, BwEvaluation *out,
                            BwPool *pool G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  const double omega = 500 * BW_WAVENUMBER / BW_HBAR_INTERNAL, barrier = 2085 * BW_WAVENUMBER;
  const double a = 1837 * BW_ELECTRON_MASS * omega * omega, b = a * a / (16 * barrier);
  for (int r = 0; r < in->n_replicas; r++) {
    out->energies[r] = 0;
    for (int i = 3 * r; i < 3 * r + 3; i++) {
      double x = in->positions[i];
      out->energies[r] += -0.5 * a * x * x + b * pow(x, 4);
      out->forces[i] = a * x - 4 * b * pow(x, 3);
    }
  }
  return TRUE;
}

static BwPotential *new_double_well(void)
{
  static const BwPotentialClass klass = {double_well, NULL};
  BwPotential *self = g_new0(BwPotential, 1);
  bw_potential_init(self, &klass, "double well", "double well");
  return self;
}

static BwPotential *new_reference_well(void)
{
  return bw_harmonic_new(0, 0.12356216778762334 * BW_HARTREE / (BW_BOHR * BW_BOHR), NULL, 0);
}

static BwDynamics *new_reference_run(BwPotential *potential, int n_beads, double timestep,
                                     const double *momenta)
{
  const int number = 1;
  const double mass = MASS, origin[3] = {0};
  double velocities[3 * MAX_BEADS];
  for (int i = 0; i < 3 * n_beads; i++)
    velocities[i] = momenta[i] / 1837.36223469 * BW_BOHR / ELECTRON_TIME;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, &number, &mass, NULL);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.timestep = timestep;
  settings.temperature = 300 * REFERENCE_KB;
  settings.thermostat = BW_THERMOSTAT_NONE;
  settings.remove_com = FALSE;
  BwDynamics *dynamics = new_dynamics(atoms, potential, &settings, origin, FALSE);
  bw_dynamics_set_velocities(dynamics, velocities);
  return dynamics;
}

/* Lines of a file of i-PI that are not comments; NULL (and the test is skipped) when it is not there. */
static GPtrArray *read_lines(const char *folder, const char *name)
{
  g_autofree char *place =
      g_build_filename("ipi_reference", "regression_tests", "tests", "NVE", folder, name, NULL);
  g_autofree char *path = shared_data(place), *text = NULL;
  if (!path)
    return NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
  for (char **line = lines; *line; line++)
    if (**line && !strchr(*line, '#'))
      g_ptr_array_add(kept, g_strdup(*line));
  return kept;
}

static void parse_numbers(const char *line, double *out, int n)
{
  for (int i = 0; i < n; i++)
    out[i] = g_ascii_strtod(line, (char **)&line);
}

static void assert_near(double value, double reference, double scale)
{
  g_assert_cmpfloat(fabs(value - reference), <, 1e-7 * (fabs(reference) + scale));
}

/* Positions in bohr with six digits: "H x y z" on every second line that is no comment. */
static void assert_position(GPtrArray *lines, gint64 step, const double *position)
{
  const char *line = g_ptr_array_index(lines, 2 * step + 1);
  double reference[3];
  parse_numbers(strchr(line, 'H') + 1, reference, 3);
  for (int x = 0; x < 3; x++)
    g_assert_cmpfloat(fabs(position[x] / BW_BOHR - reference[x]), <, 5.1e-6 * fabs(reference[x]) + 1e-9);
}

static void follow(const char *folder, BwPotential *potential, int n_beads, double timestep,
                   double potential_unit, const double *momenta)
{
  g_autoptr(GPtrArray) table = read_lines(folder, "ref_simulation.out");
  g_autoptr(GPtrArray) centroids = read_lines(folder, "ref_simulation.pos_c.xyz");
  g_autoptr(GPtrArray) bead = n_beads > 1 ? read_lines(folder, "ref_simulation.pos_0.xyz") : NULL;
  if (!table || !centroids)
    return;
  g_autoptr(BwDynamics) dynamics = new_reference_run(potential, n_beads, timestep, momenta);
  for (guint step = 0; step < table->len; step++) {
    double row[7];
    const BwEstimates *e = bw_dynamics_estimates(dynamics);
    parse_numbers(g_ptr_array_index(table, step), row, n_beads > 1 ? 7 : 5);
    assert_near(e->time, row[0] * timestep, timestep);
    assert_near(e->conserved / BW_HARTREE, row[1], 1e-3);
    assert_near(e->temperature / REFERENCE_KB, row[2], 10);
    assert_near(e->potential / potential_unit, row[3], 1e-3);
    if (n_beads > 1) {
      double springs = 1.5 * n_beads * BW_KB * 300 * REFERENCE_KB - e->kinetic_td;
      assert_near(e->kinetic_cv / BW_HARTREE, row[5], 1e-3);
      assert_near(springs / BW_HARTREE, row[6], 1e-3);
      assert_position(bead, step, bw_dynamics_positions(dynamics));
    }
    assert_position(centroids, step, bw_dynamics_centroid(dynamics));
    run(dynamics, 1, NULL);
  }
  g_assert_cmpint(table->len, >=, 10);
}

static void test_reference_classical(void)
{
  const double momenta[] = {1.28033352, 0.170464009, -0.0891942460};
  g_autoptr(BwPotential) harmonic = new_reference_well();
  g_autoptr(BwPotential) wells = new_double_well();
  follow("NVE_1/harmonic_f90", harmonic, 1, 0.5, REFERENCE_EV, momenta);
  follow("NVE_1/double_well", wells, 1, 0.5, REFERENCE_EV, momenta);
}

static void test_reference_ring_polymer(void)
{
  const double momenta[] = {-3.13616382, 0.41754984,  -0.21848039, -1.42731025, 4.52135485, 0.92356654,
                            -6.78133177, -1.51514656, -3.55902132, -1.96508045, -3.7661323, -0.52972274,
                            -2.24775799, 3.14173608,  -0.44601442, 3.48849926,  0.38396854, -0.2739336};
  g_autoptr(BwPotential) harmonic = new_reference_well();
  follow("NVE_6/harmonic", harmonic, 6, 0.1, BW_HARTREE, momenta);
}

static BwDynamics *new_molecule_run(int n_beads, double timestep, BwSplitting splitting,
                                    BwThermostat thermostat, guint64 seed)
{
  double positions[6];
  g_autoptr(BwAtoms) atoms = new_molecules(1, positions);
  g_autoptr(BwPotential) potential = new_simple("morse");
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.timestep = timestep;
  settings.thermostat = thermostat;
  settings.splitting = splitting;
  settings.seed = seed;
  return new_dynamics(atoms, potential, &settings, positions, FALSE);
}

static void test_velocity_verlet(void)
{
  enum { N = 6, N_STEPS = 50 };
  const double dt = 0.3 / BW_TIME_UNIT;
  g_autoptr(BwDynamics) dynamics = new_molecule_run(1, 0.3, BW_SPLITTING_OBABO, BW_THERMOSTAT_NONE, 1);
  g_autoptr(BwPotential) potential = new_simple("morse");
  const double mass = bw_dynamics_get_atoms(dynamics)->masses[0];
  double q[N], p[N], f[N];
  const BwReplicas in = {1, 2, bw_dynamics_get_atoms(dynamics)->numbers, NULL, q};
  BwEvaluation out = {.forces = f};
  memcpy(q, bw_dynamics_get_state(dynamics)->modes, sizeof q);
  memcpy(p, bw_dynamics_get_state(dynamics)->mode_momenta, sizeof p);
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  for (int step = 0; step < N_STEPS; step++) {
    for (int i = 0; i < N; i++) {
      p[i] += 0.5 * dt * f[i];
      q[i] += dt * p[i] / mass;
    }
    g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
    for (int i = 0; i < N; i++)
      p[i] += 0.5 * dt * f[i];
  }
  run(dynamics, N_STEPS, NULL);
  for (int i = 0; i < N; i++) {
    g_assert_cmpfloat(fabs(bw_dynamics_positions(dynamics)[i] - q[i]), <, 1e-12);
    g_assert_cmpfloat(fabs(bw_dynamics_momenta(dynamics)[i] * BW_TIME_UNIT - p[i]), <, 1e-11);
  }
}

/* Root mean square deviation of the conserved quantity from its start over a fixed time and several starts.
 */
static double energy_error(int n_beads, int n_steps, BwSplitting splitting, BwThermostat thermostat)
{
  const double duration = 40; /* fs */
  const int n_seeds = thermostat == BW_THERMOSTAT_NONE ? 1 : 20;
  double sum = 0;
  for (int seed = 1; seed <= n_seeds; seed++) {
    g_autoptr(BwDynamics) dynamics =
        new_molecule_run(n_beads, duration / n_steps, splitting, thermostat, seed);
    double start = bw_dynamics_estimates(dynamics)->conserved;
    for (int step = 0; step < n_steps; step++) {
      run(dynamics, 1, NULL);
      sum += pow(bw_dynamics_estimates(dynamics)->conserved - start, 2) / n_steps / n_seeds;
    }
  }
  return sqrt(sum);
}

/* Four time steps, each half of the one before: the error falls to a quarter each time. */
static void test_second_order(void)
{
  static const int beads[] = {1, 4};
  for (gsize b = 0; b < G_N_ELEMENTS(beads); b++)
    for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
      double coarse = energy_error(beads[b], 100, all_splittings[s], BW_THERMOSTAT_NONE);
      for (int n_steps = 200; n_steps <= 800; n_steps *= 2) {
        double fine = energy_error(beads[b], n_steps, all_splittings[s], BW_THERMOSTAT_NONE);
        g_test_message("%d beads, %s, %d steps: %.3e eV, ratio %.3f", beads[b],
                       bw_splitting_name(all_splittings[s]), n_steps, fine, coarse / fine);
        g_assert_cmpfloat(fabs(coarse / fine - 4), <, 0.3);
        coarse = fine;
      }
    }
}

/* With heat counted, a thermostatted run conserves as well; its noise makes the ratio rough. */
static void test_second_order_with_thermostats(void)
{
  for (gsize t = 1; t < G_N_ELEMENTS(all_thermostats); t++)
    for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++) {
      double ratio = energy_error(4, 100, all_splittings[s], all_thermostats[t]) /
                     energy_error(4, 1600, all_splittings[s], all_thermostats[t]);
      g_test_message("%s, %s: ratio %.1f of 256", bw_thermostat_name(all_thermostats[t]),
                     bw_splitting_name(all_splittings[s]), ratio);
      g_assert_cmpfloat(ratio, >, 160);
      g_assert_cmpfloat(ratio, <, 400);
    }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/nve/reference/classical", test_reference_classical);
  g_test_add_func("/nve/reference/ring-polymer", test_reference_ring_polymer);
  g_test_add_func("/nve/velocity-verlet", test_velocity_verlet);
  g_test_add_func("/nve/second-order", test_second_order);
  g_test_add_func("/nve/second-order-with-thermostats", test_second_order_with_thermostats);
  return g_test_run();
}
