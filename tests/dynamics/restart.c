/* A run that was stopped and goes on from its state is the run that was never stopped, bit for bit; and the
 * number of threads changes no bit. */
#include "common.h"

enum { N_STEPS = 7, N_MOLECULES = 3 };

static void assert_same_state(const BwDynamicsState *a, const BwDynamicsState *b)
{
  gsize bytes = (gsize)a->n_beads * a->n_atoms * 3 * sizeof(double);
  g_assert_cmpint(a->step, ==, b->step);
  g_assert_cmpmem(a->modes, bytes, b->modes, bytes);
  g_assert_cmpmem(a->mode_momenta, bytes, b->mode_momenta, bytes);
  g_assert_cmpmem(a->forces, bytes, b->forces, bytes);
  g_assert_cmpmem(a->energies, a->n_beads * sizeof(double), b->energies, b->n_beads * sizeof(double));
  g_assert_cmpmem(&a->thermostat_energy, sizeof(double), &b->thermostat_energy, sizeof(double));
  g_assert_cmpmem(&a->time_offset, sizeof(double), &b->time_offset, sizeof(double));
}

static void assert_same(BwDynamics *a, BwDynamics *b)
{
  const BwDynamicsState *state = bw_dynamics_get_state(a);
  gsize bytes = (gsize)state->n_beads * state->n_atoms * 3 * sizeof(double);
  assert_same_state(state, bw_dynamics_get_state(b));
  g_assert_cmpmem(bw_dynamics_positions(a), bytes, bw_dynamics_positions(b), bytes);
  g_assert_cmpmem(bw_dynamics_momenta(a), bytes, bw_dynamics_momenta(b), bytes);
  g_assert_cmpmem(bw_dynamics_estimates(a), sizeof(BwEstimates), bw_dynamics_estimates(b),
                  sizeof(BwEstimates));
}

static void check_case(const BwDynamicsSettings *settings, BwPool *two_threads)
{
  double positions[6 * N_MOLECULES];
  g_autoptr(BwAtoms) atoms = new_molecules(N_MOLECULES, positions);
  g_autoptr(BwPotential) potential = new_simple("lennard-jones:epsilon=0.01,sigma=0.7");
  g_autoptr(BwDynamics) whole = new_dynamics(atoms, potential, settings, positions, TRUE);
  g_autoptr(BwDynamics) first = new_dynamics(atoms, potential, settings, positions, TRUE);
  g_autoptr(BwDynamics) second = new_dynamics(atoms, potential, settings, positions, FALSE);
  run(whole, 2 * N_STEPS, NULL);
  run(first, N_STEPS, two_threads);
  bw_dynamics_estimates(first);
  bw_dynamics_set_state(second, bw_dynamics_get_state(first));
  assert_same(first, second);
  run(second, N_STEPS, two_threads);
  assert_same(whole, second);
}

static void test_restart(void)
{
  static const int beads[] = {1, 2, 3, 6, 32};
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  for (gsize t = 0; t < G_N_ELEMENTS(all_thermostats); t++)
    for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++)
      for (gsize b = 0; b < G_N_ELEMENTS(beads); b++)
        for (int com = 0; com < 2; com++) {
          BwDynamicsSettings settings;
          bw_dynamics_settings_init(&settings);
          settings.n_beads = beads[b];
          settings.thermostat = all_thermostats[t];
          settings.splitting = all_splittings[s];
          settings.remove_com = com;
          settings.tau = 20;
          check_case(&settings, pool);
        }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/restart/bit-for-bit", test_restart);
  return g_test_run();
}
