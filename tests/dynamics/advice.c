/* Advice on beads and time steps, against frequencies in closed form. */
#include "common.h"
#include "dynamics/advice.h"
#include "io/io.h"

static BwAdvice advise(BwPotential *potential, BwAtoms *atoms, const double *positions, double temperature)
{
  BwAdvice advice;
  g_autoptr(GError) error = NULL;
  bw_advise(potential, atoms, NULL, positions, temperature, NULL, &advice, &error);
  g_assert_no_error(error);
  g_test_message("%.2f cm⁻¹, %d beads, %g fs of at most %g, %d force calls", advice.highest_frequency,
                 advice.n_beads, advice.timestep, advice.longest_timestep, advice.n_force_calls);
  return advice;
}

/* cm⁻¹ of ω² in eV/(amu·Å²) */
static double wavenumber(double squared)
{
  return sqrt(squared) * BW_HBAR_INTERNAL / BW_WAVENUMBER;
}

static void test_harmonic(void)
{
  const double positions[6] = {0.1, 0.2, 0.3, 2};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){8, 1}, NULL, NULL);
  g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=3000");
  BwAdvice advice = advise(potential, atoms, positions, 300);
  g_assert_cmpfloat_with_epsilon(advice.highest_frequency, 3000, 1e-6);
  g_assert_cmpfloat_with_epsilon(advice.quantumness, 3000 * 1.4387768775 / 300,
                                 1e-6);    /* h c / k = 1.4388 K cm */
  g_assert_cmpint(advice.n_beads, ==, 24); /* ≥ 21.6 */
  g_assert_cmpfloat_with_epsilon(advice.longest_timestep, 33356.40952 / 3000 / G_PI, 1e-6); /* T/π */
  g_assert_cmpfloat(advice.timestep, ==, 0.5); /* T/20 = 0.556 fs */
  g_assert_cmpint(advice.n_force_calls, <=, 4);
  bw_advice_set_temperature(&advice, 10000);
  g_assert_cmpint(advice.n_beads, ==, 1);
  bw_advice_set_temperature(&advice, 1);
  g_assert_cmpint(advice.n_beads, ==, 128);
}

/* ω = a √(2D/μ) at the minimum; elsewhere the curvature along the bond. */
static void test_morse(void)
{
  const double depth = 4.75, width = 1.94, length = 0.742, stretches[] = {-0.05, 0, 0.1};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){1, 17}, NULL, NULL);
  g_autoptr(BwPotential) potential = bw_morse_new(depth, width, length);
  const double mu = 1 / (1 / atoms->masses[0] + 1 / atoms->masses[1]);
  for (gsize i = 0; i < G_N_ELEMENTS(stretches); i++) {
    const double r = (length + stretches[i]) / sqrt(3), e = exp(-width * stretches[i]);
    const double positions[6] = {1, 2, 3, 1 + r, 2 + r, 3 + r};
    BwAdvice advice = advise(potential, atoms, positions, 300);
    double expected = wavenumber(2 * depth * width * width * (2 * e * e - e) / mu);
    g_assert_cmpfloat_with_epsilon(advice.highest_frequency, expected, 0.003 * expected);
    g_assert_cmpint(advice.atoms[0], ==, 0);
    g_assert_cmpint(advice.atoms[1], ==, 1);
  }
}

/* Atoms on a line, each bound to the next: ω = 2 √(k/m) cos(π/2N) at most. */
static const double spring = 30; /* eV/Å² */

static gboolean evaluate_chain(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in, BwEvaluation *out,
                               BwPool *pool G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  for (int r = 0; r < in->n_replicas; r++) {
    const double *x = in->positions + (gsize)r * in->n_atoms * 3;
    double *f = out->forces + (gsize)r * in->n_atoms * 3;
    memset(f, 0, sizeof(double) * (gsize)in->n_atoms * 3);
    for (int i = 0; i + 1 < in->n_atoms; i++) {
      double pull = spring * (x[3 * i + 3] - x[3 * i] - 1);
      f[3 * i] += pull;
      f[3 * i + 3] -= pull;
    }
  }
  return TRUE;
}

static void finalize_chain(BwPotential *self G_GNUC_UNUSED)
{
}

static void test_chain(void)
{
  static const BwPotentialClass klass = {evaluate_chain, finalize_chain};
  const int sizes[] = {2, 3, 7, 40, 3000};
  for (gsize s = 0; s < G_N_ELEMENTS(sizes); s++) {
    const int n = sizes[s];
    BwPotential *potential = g_new0(BwPotential, 1);
    bw_potential_init(potential, &klass, "test", "chain");
    g_autofree int *numbers = g_new(int, n);
    g_autofree double *positions = g_new0(double, 3 * n);
    for (int i = 0; i < n; i++) {
      numbers[i] = 6;
      positions[3 * i] = i;
    }
    g_autoptr(BwAtoms) atoms = bw_atoms_new(n, numbers, NULL, NULL);
    BwAdvice advice = advise(potential, atoms, positions, 300);
    double expected = wavenumber(4 * spring / atoms->masses[0] * pow(cos(G_PI / (2 * n)), 2));
    g_assert_cmpfloat_with_epsilon(advice.highest_frequency, expected, 0.01 * expected);
    g_assert_cmpint(advice.n_force_calls, <=, 120);
    bw_potential_unref(potential);
  }
}

/* The O–H stretch of ethanol is near 3700 cm⁻¹, harmonically a little more; C–H begin at 2900. */
static void test_ethanol(void)
{
  const char *folder = g_getenv("BW_MODELS");
  g_autofree char *model_path = g_build_filename(folder ? folder : "models", "ethanol.bwmodel", NULL);
  g_autofree char *path = g_build_filename(folder ? folder : "models", "ethanol.xyz", NULL);
  if (!g_file_test(model_path, G_FILE_TEST_EXISTS)) {
    g_test_skip("BW_MODELS does not name the folder of the models");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) potential = bw_potential_open(model_path, &error);
  g_assert_no_error(error);
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, &error);
  BwAdvice advice = advise(potential, frame->atoms, frame->positions, 300);
  g_assert_cmpfloat(advice.highest_frequency, >, 3400);
  g_assert_cmpfloat(advice.highest_frequency, <, 4000);
  g_assert_cmpint(advice.atoms[0], ==, 2); /* O */
  g_assert_cmpint(advice.atoms[1], ==, 8); /* H */
  g_assert_cmpint(advice.n_beads, ==, 32);
  g_assert_cmpint(advice.n_force_calls, <=, 2 * 27);
}

/* Just below the limit a run goes on for ever, just above it blows up. */
static void test_limit(void)
{
  const double positions[6] = {0.1, 0.2, 0.3, 2};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){8, 1}, NULL, NULL);
  g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=3000");
  const double limit = advise(potential, atoms, positions, 300).longest_timestep;
  for (int beyond = 0; beyond < 2; beyond++) {
    BwDynamicsSettings settings;
    bw_dynamics_settings_init(&settings);
    settings.n_beads = 1;
    settings.thermostat = BW_THERMOSTAT_NONE;
    settings.remove_com = FALSE;
    settings.timestep = limit * (beyond ? 1.02 : 0.98);
    g_autoptr(BwDynamics) dynamics = new_dynamics(atoms, potential, &settings, positions, FALSE);
    run(dynamics, 300, NULL);
    g_assert_true((bw_dynamics_estimates(dynamics)->potential > 1e9) == beyond);
  }
}

static void test_refused(void)
{
  const double positions[6] = {0, 0, 0, 30};
  BwAdvice advice;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){1, 1}, NULL, NULL);
  g_autoptr(BwAtoms) ghost = bw_atoms_new(2, (int[]){1, 0}, NULL, NULL);
  g_autoptr(BwPotential) far = new_simple("lennard-jones:epsilon=0.01,sigma=3.4,cutoff=8.5");
  g_assert_false(bw_advise(far, atoms, NULL, positions, 300, NULL, &advice, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_clear_error(&error);
  g_assert_false(bw_advise(far, atoms, NULL, positions, 0, NULL, &advice, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
  g_assert_false(bw_advise(far, ghost, NULL, positions, 300, NULL, &advice, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/advice/harmonic", test_harmonic);
  g_test_add_func("/advice/morse", test_morse);
  g_test_add_func("/advice/chain", test_chain);
  g_test_add_func("/advice/ethanol", test_ethanol);
  g_test_add_func("/advice/limit", test_limit);
  g_test_add_func("/advice/refused", test_refused);
  return g_test_run();
}
