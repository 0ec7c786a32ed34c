/* A hand that pulls an atom: forces, energies and the books against closed forms and finite differences. */
#include "common.h"

#define WELL 2.0       /* eV/Å², of the harmonic wells */
#define STIFFNESS 0.75 /* eV/Å², of the hand */

enum { N_BEADS = 6 };

static BwDynamics *new_particle(int n_beads, gboolean remove_com)
{
  const double origin[3] = {0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, (int[]){1}, NULL, NULL);
  g_autoptr(BwPotential) potential = bw_harmonic_new(0, WELL, NULL, 0);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.thermostat = BW_THERMOSTAT_NONE;
  settings.remove_com = remove_com;
  return new_dynamics(atoms, potential, &settings, origin, TRUE);
}

static BwDynamics *new_pulled_molecules(const BwDynamicsSettings *settings)
{
  double positions[12];
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  g_autoptr(BwPotential) potential = new_simple("morse");
  return new_dynamics(atoms, potential, settings, positions, TRUE);
}

static double spring_energy(BwDynamics *dynamics, const BwPull *pull)
{
  double sum = 0;
  for (int x = 0; x < 3; x++)
    sum += pow(bw_dynamics_centroid(dynamics)[3 * pull->atom + x] - pull->target[x], 2);
  return 0.5 * pull->stiffness * sum;
}

/* The hand's target at a step: once around, out of the molecule's plane and back. */
static BwPull moving_pull(int step)
{
  return (BwPull){
      .atom = 1, .target = {0.3 * sin(0.02 * step), 0.1 + 0.002 * step, 0.78}, .stiffness = STIFFNESS};
}

/* A heavily damped particle comes to rest where well and hand balance: F/k. */
static void test_static_displacement(void)
{
  g_autoptr(BwDynamics) dynamics = new_particle(N_BEADS, FALSE);
  g_autoptr(GError) error = NULL;
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  settings.thermostat = BW_THERMOSTAT_PILE_L;
  settings.temperature = 1e-6; /* hardly any noise */
  settings.tau = 5;
  bw_dynamics_change(dynamics, &settings, NULL, &error);
  g_assert_no_error(error);
  const BwPull pull = {.target = {0.5, -0.25, 0.125}, .stiffness = STIFFNESS};
  bw_dynamics_set_pull(dynamics, &pull);
  run(dynamics, 4000, NULL);
  for (int x = 0; x < 3; x++)
    g_assert_cmpfloat_with_epsilon(bw_dynamics_centroid(dynamics)[x],
                                   pull.target[x] * STIFFNESS / (WELL + STIFFNESS), 1e-4);
}

/* The centroid of a harmonic particle obeys m q̈ = −(K + k) q + k t exactly, whatever the number of beads.
 */
static void check_oscillation(int n_beads)
{
  enum { N_STEPS = 400 };
  g_autoptr(BwDynamics) dynamics = new_particle(n_beads, FALSE);
  const BwPull pull = {.target = {0.5, 0, 0}, .stiffness = STIFFNESS};
  bw_dynamics_set_pull(dynamics, &pull);
  const double mass = bw_dynamics_get_atoms(dynamics)->masses[0];
  const double omega = sqrt((WELL + STIFFNESS) / mass) / BW_TIME_UNIT; /* per fs */
  const double rest = 0.5 * STIFFNESS / (WELL + STIFFNESS);
  double momentum = 0, start = bw_dynamics_centroid(dynamics)[0];
  for (int b = 0; b < n_beads; b++)
    momentum += bw_dynamics_momenta(dynamics)[3 * b] / n_beads;
  run(dynamics, N_STEPS, NULL);
  const double phase = omega * N_STEPS * bw_dynamics_get_settings(dynamics)->timestep;
  const double expected = rest + (start - rest) * cos(phase) + momentum / (mass * omega) * sin(phase);
  g_assert_cmpfloat_with_epsilon(bw_dynamics_centroid(dynamics)[0], expected, 2e-3);
  g_assert_cmpfloat(fabs(expected - rest), >, 0.01);
}

static void test_oscillation(void)
{
  check_oscillation(1);
  check_oscillation(N_BEADS);
}

/* Forces are the change of the energy: one step from rest, by finite differences of H_P/P. */
static void test_force(void)
{
  g_autoptr(BwDynamics) dynamics = new_particle(N_BEADS, FALSE);
  const double still[3 * N_BEADS] = {0}, h = 1e-5;
  BwPull pull = {.target = {0.4, -0.2, 0.1}, .stiffness = STIFFNESS};
  double slope[3], free[3] = {0}, pulled[3] = {0};
  bw_dynamics_set_pull(dynamics, &pull);
  for (int x = 0; x < 3; x++) { /* moving the target is moving the ring polymer the other way */
    double energies[2];
    for (int k = 0; k < 2; k++) {
      BwPull moved = pull;
      moved.target[x] += k ? h : -h;
      bw_dynamics_set_pull(dynamics, &moved);
      energies[k] = bw_dynamics_estimates(dynamics)->pull_energy;
      g_assert_cmpfloat_with_epsilon(energies[k], spring_energy(dynamics, &moved), 1e-14);
    }
    slope[x] = (energies[1] - energies[0]) / (2 * h);
  }
  const double timestep = 1e-3;
  BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
  settings.timestep = timestep;
  for (int k = 0; k < 2; k++) {
    g_autoptr(BwDynamics) one = new_particle(N_BEADS, FALSE);
    g_assert_true(bw_dynamics_change(one, &settings, NULL, NULL));
    bw_dynamics_set_velocities(one, still);
    bw_dynamics_set_pull(one, k ? &pull : NULL);
    run(one, 1, NULL);
    for (int i = 0; i < 3 * N_BEADS; i++)
      (k ? pulled : free)[i % 3] += bw_dynamics_momenta(one)[i] * BW_TIME_UNIT * BW_TIME_UNIT / timestep;
  }
  for (int x = 0; x < 3; x++) /* each bead feels it whole */
    g_assert_cmpfloat_with_epsilon((pulled[x] - free[x]) / N_BEADS, slope[x], 1e-5);
}

/* The drift of the conserved quantity while a hand moves about, and how far the energy without spring and
 * hand strays. */
static double pull_about(double timestep, int n_beads, gboolean remove_com, double *strayed)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.thermostat = BW_THERMOSTAT_NONE;
  settings.n_beads = n_beads;
  settings.timestep = timestep;
  settings.remove_com = remove_com;
  g_autoptr(BwDynamics) dynamics = new_pulled_molecules(&settings);
  const int per_target = (int)round(1 / timestep); /* the target moves each fs */
  const double before = bw_dynamics_estimates(dynamics)->conserved;
  double largest = 0;
  *strayed = 0;
  for (int i = 0; i < 200; i++) {
    const BwPull pull = moving_pull(i);
    bw_dynamics_set_pull(dynamics, &pull);
    g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->pull_energy,
                                   spring_energy(dynamics, &pull), 1e-12);
    run(dynamics, per_target, NULL);
    const BwEstimates *e = bw_dynamics_estimates(dynamics);
    largest = MAX(largest, fabs(e->conserved - before));
    *strayed = MAX(*strayed, fabs(e->conserved - e->pull_energy + e->pull_work - before));
  }
  return largest;
}

static void test_conserved(void)
{
  static const int beads[] = {1, N_BEADS};
  for (gsize b = 0; b < G_N_ELEMENTS(beads); b++)
    for (int com = 0; com < 2; com++) {
      double strayed, error = pull_about(0.125, beads[b], com, &strayed);
      double finer = pull_about(0.0625, beads[b], com, &strayed);
      g_test_message("%d beads, com %d: %.2e, %.2e of %.4f eV", beads[b], com, error, finer, strayed);
      g_assert_cmpfloat(strayed, >, 10 * error); /* there was something to account for */
      g_assert_cmpfloat(finer, <, 0.35 * error); /* and what is left is of second order */
    }
}

/* Work is what the hand does, term by term: taking hold, moving on and letting go. */
static void test_work(void)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  g_autoptr(BwDynamics) dynamics = new_pulled_molecules(&settings);
  BwPull pull = moving_pull(30);
  double work = 0;
  for (int i = 0; i < 40; i++) {
    BwPull next = moving_pull(30 + 7 * i);
    double conserved = bw_dynamics_estimates(dynamics)->conserved;
    work += spring_energy(dynamics, &next) - (i ? spring_energy(dynamics, &pull) : 0);
    bw_dynamics_set_pull(dynamics, &next);
    g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->pull_work, work, 1e-12);
    g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->conserved, ==, conserved);
    run(dynamics, 5, NULL);
    pull = next;
  }
  work -= spring_energy(dynamics, &pull);
  bw_dynamics_set_pull(dynamics, NULL);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->pull_energy, ==, 0);
  g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->pull_work, work, 1e-12);
  run(dynamics, 10, NULL);
  g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->pull_work, work, 1e-12);
  g_assert_null(bw_dynamics_get_pull(dynamics));
}

/* With com removal the centre of mass stays where it is, however one pulls. */
static void test_centre_of_mass(void)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  for (int com = 0; com < 2; com++) {
    settings.remove_com = com;
    settings.thermostat = BW_THERMOSTAT_NONE;
    g_autoptr(BwDynamics) dynamics = new_pulled_molecules(&settings);
    double before = 0, after = 0;
    for (int i = 0; i < 4; i++)
      before += bw_dynamics_centroid(dynamics)[3 * i + 1] / 4;
    bw_dynamics_set_pull(dynamics, &(BwPull){.atom = 1, .target = {0, 3, 0.78}, .stiffness = STIFFNESS});
    run(dynamics, 100, NULL);
    for (int i = 0; i < 4; i++)
      after += bw_dynamics_centroid(dynamics)[3 * i + 1] / 4;
    if (com)
      g_assert_cmpfloat_with_epsilon(after, before, 1e-12);
    else
      g_assert_cmpfloat(fabs(after - before), >, 0.05);
  }
}

/* Put back, the state has let go, with the books in order, and is the run whose hand let go then. */
static void test_restart(void)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  g_autoptr(BwDynamics) whole = new_pulled_molecules(&settings), resumed = new_pulled_molecules(&settings);
  const BwPull pull = moving_pull(150);
  bw_dynamics_set_pull(whole, &pull);
  run(whole, 33, NULL);
  const double conserved = bw_dynamics_estimates(whole)->conserved;
  bw_dynamics_set_pull(resumed, &pull); /* forgotten with all else */
  bw_dynamics_set_state(resumed, bw_dynamics_get_state(whole));
  g_assert_null(bw_dynamics_get_pull(resumed));
  g_assert_cmpfloat(bw_dynamics_estimates(resumed)->conserved, ==, conserved);
  bw_dynamics_set_pull(whole, NULL);
  run(whole, 20, NULL);
  run(resumed, 20, NULL);
  g_assert_cmpmem(bw_dynamics_positions(whole), sizeof(double) * N_BEADS * 12, bw_dynamics_positions(resumed),
                  sizeof(double) * N_BEADS * 12);
  g_assert_cmpmem(bw_dynamics_estimates(whole), sizeof(BwEstimates), bw_dynamics_estimates(resumed),
                  sizeof(BwEstimates));
}

/* A step that is taken back takes back what it did to the spring; other settings leave the hand where it is.
 */
static void test_undo_and_change(void)
{
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = N_BEADS;
  g_autoptr(BwDynamics) dynamics = new_pulled_molecules(&settings);
  const BwPull pull = moving_pull(100);
  bw_dynamics_set_pull(dynamics, &pull);
  run(dynamics, 9, NULL);
  const BwEstimates before = *bw_dynamics_estimates(dynamics);
  run(dynamics, 1, NULL);
  bw_dynamics_undo_step(dynamics);
  g_assert_cmpmem(bw_dynamics_estimates(dynamics), sizeof before, &before, sizeof before);
  settings.n_beads = 2 * N_BEADS;
  settings.temperature = 200;
  g_assert_true(bw_dynamics_change(dynamics, &settings, NULL, NULL));
  const BwEstimates *after = bw_dynamics_estimates(dynamics);
  g_assert_cmpfloat_with_epsilon(after->conserved, before.conserved, 1e-12);
  g_assert_cmpfloat_with_epsilon(after->pull_energy, before.pull_energy, 1e-12);
  g_assert_cmpfloat_with_epsilon(after->pull_work, before.pull_work, 1e-12);
  g_assert_cmpint(bw_dynamics_get_pull(dynamics)->atom, ==, pull.atom);
  run(dynamics, 20, NULL);
  g_assert_cmpfloat_with_epsilon(bw_dynamics_estimates(dynamics)->pull_energy, spring_energy(dynamics, &pull),
                                 1e-12);
}

static void test_validity(void)
{
  BwPull pull = {.atom = 3, .stiffness = 1};
  g_assert_true(bw_pull_is_valid(&pull, 4));
  g_assert_false(bw_pull_is_valid(&pull, 3));
  g_assert_false(bw_pull_is_valid(&(BwPull){.atom = -1}, 3));
  g_assert_false(bw_pull_is_valid(&(BwPull){.stiffness = -1}, 3));
  g_assert_false(bw_pull_is_valid(&(BwPull){.stiffness = INFINITY}, 3));
  g_assert_false(bw_pull_is_valid(&(BwPull){.target = {0, NAN, 0}}, 3));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pull/static-displacement", test_static_displacement);
  g_test_add_func("/pull/oscillation", test_oscillation);
  g_test_add_func("/pull/force", test_force);
  g_test_add_func("/pull/conserved", test_conserved);
  g_test_add_func("/pull/work", test_work);
  g_test_add_func("/pull/centre-of-mass", test_centre_of_mass);
  g_test_add_func("/pull/restart", test_restart);
  g_test_add_func("/pull/undo-and-change", test_undo_and_change);
  g_test_add_func("/pull/validity", test_validity);
  return g_test_run();
}
