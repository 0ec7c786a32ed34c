/* Without forces everything about a ring polymer is known. */
#include "common.h"
#include "dynamics/normal-modes.h"

#define TEMPERATURE 300.0

static gboolean answer_nothing(BwPotential *self G_GNUC_UNUSED, const BwReplicas *in, BwEvaluation *out,
                               BwPool *pool G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  memset(out->energies, 0, in->n_replicas * sizeof(double));
  memset(out->forces, 0, (gsize)in->n_replicas * in->n_atoms * 3 * sizeof(double));
  return TRUE;
}

static BwPotential *new_free_potential(void)
{
  static const BwPotentialClass klass = {answer_nothing, NULL};
  BwPotential *self = g_new0(BwPotential, 1);
  bw_potential_init(self, &klass, "none", "no forces");
  return self;
}

static BwDynamics *new_free_ring(int n_beads, int n_atoms, BwSplitting splitting)
{
  g_autofree int *numbers = g_new(int, n_atoms);
  g_autofree double *positions = g_new0(double, 3 * n_atoms);
  for (int i = 0; i < n_atoms; i++)
    numbers[i] = 1;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  g_autoptr(BwPotential) potential = new_free_potential();
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = n_beads;
  settings.temperature = TEMPERATURE;
  settings.timestep = 1.5;
  settings.thermostat = BW_THERMOSTAT_NONE;
  settings.splitting = splitting;
  settings.remove_com = FALSE;
  return new_dynamics(atoms, potential, &settings, positions, TRUE);
}

/* Modes are harmonic oscillators; a step of any length follows them exactly. */
static void test_closed_form(void)
{
  enum { N_STEPS = 200 };
  for (int n_beads = 1; n_beads <= 9; n_beads++)
    for (int splitting = 0; splitting < 2; splitting++) {
      g_autoptr(BwDynamics) ring = new_free_ring(n_beads, 1, all_splittings[splitting]);
      const BwDynamicsState *state = bw_dynamics_get_state(ring);
      double mass = bw_dynamics_get_atoms(ring)->masses[0], q[9 * 3], p[9 * 3];
      memcpy(q, state->modes, n_beads * 3 * sizeof *q);
      memcpy(p, state->mode_momenta, n_beads * 3 * sizeof *p);
      run(ring, N_STEPS, NULL);
      state = bw_dynamics_get_state(ring);
      double time = N_STEPS * 1.5 / BW_TIME_UNIT;
      for (int i = 0; i < n_beads * 3; i++) {
        double omega = bw_normal_modes_frequency(n_beads, i / 3, TEMPERATURE);
        double stretch = omega > 0 ? sin(omega * time) / omega : time;
        double position = q[i] * cos(omega * time) + p[i] / mass * stretch;
        double momentum = p[i] * cos(omega * time) - mass * omega * sin(omega * time) * q[i];
        g_assert_cmpfloat(fabs(state->modes[i] - position), <, 1e-11);
        g_assert_cmpfloat(fabs(state->mode_momenta[i] - momentum), <, 1e-11);
      }
    }
}

static void test_reversible(void)
{
  enum { BEADS = 16, ATOMS = 3, N = BEADS * ATOMS * 3, N_STEPS = 100 };
  g_autoptr(BwDynamics) ring = new_free_ring(BEADS, ATOMS, BW_SPLITTING_OBABO);
  const double mass = bw_dynamics_get_atoms(ring)->masses[0];
  double start[N], velocities[N];
  memcpy(start, bw_dynamics_positions(ring), sizeof start);
  double conserved = bw_dynamics_estimates(ring)->conserved;
  run(ring, N_STEPS, NULL);
  g_assert_cmpfloat(fabs(bw_dynamics_estimates(ring)->conserved / conserved - 1), <, 1e-12);
  for (int i = 0; i < N; i++)
    velocities[i] = -bw_dynamics_momenta(ring)[i] / mass;
  bw_dynamics_set_velocities(ring, velocities);
  run(ring, N_STEPS, NULL);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat(fabs(bw_dynamics_positions(ring)[i] - start[i]), <, 1e-11);
}

/* r_g² = ħ²/(4 m k_B T) (1 − 1/P²) for three directions, and momenta at P·T. */
static void test_start(void)
{
  enum { ATOMS = 4000 };
  static const int beads[] = {2, 3, 8, 32};
  for (gsize b = 0; b < G_N_ELEMENTS(beads); b++) {
    const int n = beads[b];
    g_autoptr(BwDynamics) ring = new_free_ring(n, ATOMS, BW_SPLITTING_OBABO);
    double mass = bw_dynamics_get_atoms(ring)->masses[0], mean = 0, squares = 0;
    for (int i = 0; i < ATOMS; i++) {
      double square = pow(bw_dynamics_gyration(ring)[i], 2);
      mean += square / ATOMS;
      squares += square * square / ATOMS;
    }
    double expected =
        BW_HBAR_INTERNAL * BW_HBAR_INTERNAL / (4 * mass * BW_KB * TEMPERATURE) * (1 - 1.0 / (n * n));
    g_assert_cmpfloat(fabs(mean - expected), <, 4 * sqrt((squares - mean * mean) / ATOMS));
    g_assert_cmpfloat(fabs(bw_dynamics_estimates(ring)->radius_of_gyration - sqrt(mean)), <, 1e-12);
    double relative_error = sqrt(2.0 / (3 * ATOMS * n));
    g_assert_cmpfloat(fabs(bw_dynamics_estimates(ring)->temperature / TEMPERATURE - 1), <,
                      4 * relative_error);
  }
}

/* What the estimators say of a given ring polymer, written out with beads. */
static void test_estimators_of_beads(void)
{
  enum { BEADS = 5, ATOMS = 2, COLUMNS = 3 * ATOMS };
  g_autoptr(BwDynamics) ring = new_free_ring(BEADS, ATOMS, BW_SPLITTING_OBABO);
  const BwEstimates *e = bw_dynamics_estimates(ring);
  const double *q = bw_dynamics_positions(ring), *p = bw_dynamics_momenta(ring);
  const double mass = bw_dynamics_get_atoms(ring)->masses[0], kt = BW_KB * TEMPERATURE;
  const double omega_p = BEADS * kt / BW_HBAR_INTERNAL;
  double springs = 0, kinetic = 0, spread = 0;
  for (int j = 0; j < COLUMNS; j++) {
    g_assert_cmpfloat(
        fabs(bw_dynamics_centroid(ring)[j] - (q[j] + q[j + 6] + q[j + 12] + q[j + 18] + q[j + 24]) / 5), <,
        1e-14);
    for (int b = 0; b < BEADS; b++) {
      int at = b * COLUMNS + j, next = (b + 1) % BEADS * COLUMNS + j;
      springs += 0.5 * mass * pow(omega_p * (q[next] - q[at]), 2);
      kinetic += 0.5 / mass * pow(p[at] * BW_TIME_UNIT, 2);
      spread += pow(q[at] - bw_dynamics_centroid(ring)[j], 2) / BEADS / ATOMS;
    }
  }
  g_assert_cmpfloat(fabs(e->temperature - 2 * kinetic / (COLUMNS * BEADS * BEADS * BW_KB)), <, 1e-9);
  g_assert_cmpfloat(fabs(e->kinetic_td - (0.5 * COLUMNS * BEADS * kt - springs / BEADS)), <, 1e-13);
  g_assert_cmpfloat(fabs(e->kinetic_cv - 0.5 * COLUMNS * kt), <, 1e-15);
  g_assert_cmpfloat(fabs(e->conserved - (kinetic + springs) / BEADS), <, 1e-12);
  g_assert_cmpfloat(fabs(e->radius_of_gyration - sqrt(spread)), <, 1e-14);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/free/closed-form", test_closed_form);
  g_test_add_func("/free/reversible", test_reversible);
  g_test_add_func("/free/start", test_start);
  g_test_add_func("/free/estimators-of-beads", test_estimators_of_beads);
  return g_test_run();
}
