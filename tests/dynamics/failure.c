/* Starts that cannot be, and steps that fail: what was there before is there after. */
#include "common.h"

/* Harmonic wells that fail on demand. */
typedef struct {
  BwPotential base;
  BwPotential *wells;
  enum { GIVE_ANSWERS, FAIL, GIVE_NAN } mode;
} Moody;

static gboolean moody_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                               GError **error)
{
  Moody *self = (Moody *)base;
  if (self->mode == FAIL)
    return bw_fail(error, BW_ERROR_NUMERICS, "not today");
  BwEvaluation of_wells = {.energies = out->energies, .forces = out->forces};
  if (!bw_potential_evaluate(self->wells, in, &of_wells, pool, error))
    return FALSE;
  if (self->mode == GIVE_NAN)
    out->forces[in->n_replicas * in->n_atoms * 3 - 1] = NAN;
  if (out->out_of_domain)
    for (int r = 0; r < in->n_replicas; r++)
      out->out_of_domain[r] = 0.25 * r;
  return TRUE;
}

static void moody_finalize(BwPotential *base)
{
  bw_potential_unref(((Moody *)base)->wells);
}

static Moody *new_moody(void)
{
  static const BwPotentialClass klass = {moody_evaluate, moody_finalize};
  Moody *self = g_new0(Moody, 1);
  bw_potential_init(&self->base, &klass, "moody", "moody");
  self->base.can = BW_CAN_OUT_OF_DOMAIN;
  self->wells = new_simple("harmonic:frequency=500");
  return self;
}

static BwDynamics *new_run(Moody *potential, BwThermostat thermostat, BwSplitting splitting)
{
  double positions[12];
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = 5;
  settings.thermostat = thermostat;
  settings.splitting = splitting;
  return new_dynamics(atoms, &potential->base, &settings, positions, TRUE);
}

static void check_failing_step(BwThermostat thermostat, BwSplitting splitting)
{
  enum { N = 5 * 12 };
  Moody *potential = new_moody();
  g_autoptr(BwDynamics) dynamics = new_run(potential, thermostat, splitting);
  g_autoptr(BwDynamics) undisturbed = new_run(potential, thermostat, splitting);
  run(dynamics, 3, NULL);
  run(undisturbed, 4, NULL);
  double beads[N], momenta[N];
  BwEstimates estimates = *bw_dynamics_estimates(dynamics);
  memcpy(beads, bw_dynamics_positions(dynamics), sizeof beads);
  memcpy(momenta, bw_dynamics_momenta(dynamics), sizeof momenta);
  for (int mode = FAIL; mode <= GIVE_NAN; mode++) {
    g_autoptr(GError) error = NULL;
    potential->mode = mode;
    g_assert_false(bw_dynamics_step(dynamics, NULL, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
    g_assert_cmpint(bw_dynamics_get_state(dynamics)->step, ==, 3);
    g_assert_cmpmem(beads, sizeof beads, bw_dynamics_positions(dynamics), sizeof beads);
    g_assert_cmpmem(momenta, sizeof momenta, bw_dynamics_momenta(dynamics), sizeof momenta);
    g_assert_cmpmem(&estimates, sizeof estimates, bw_dynamics_estimates(dynamics), sizeof estimates);
    BwDynamicsSettings settings = *bw_dynamics_get_settings(dynamics);
    settings.n_beads = 7;
    g_assert_false(bw_dynamics_change(dynamics, &settings, NULL, NULL));
    g_assert_cmpint(bw_dynamics_get_settings(dynamics)->n_beads, ==, 5);
  }
  potential->mode = GIVE_ANSWERS;
  run(dynamics, 1, NULL);
  g_assert_cmpmem(bw_dynamics_positions(dynamics), sizeof beads, bw_dynamics_positions(undisturbed),
                  sizeof beads);
  g_assert_cmpfloat(bw_dynamics_estimates(dynamics)->out_of_domain, ==, 1);
  bw_potential_unref(&potential->base);
}

static void test_failing_step(void)
{
  for (gsize t = 0; t < G_N_ELEMENTS(all_thermostats); t++)
    for (gsize s = 0; s < G_N_ELEMENTS(all_splittings); s++)
      check_failing_step(all_thermostats[t], all_splittings[s]);
}

static void assert_no_start(BwAtoms *atoms, BwPotential *potential, const BwDynamicsSettings *settings,
                            const double *positions, int n_given_beads, BwError code, const char *says)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(
      bw_dynamics_new(atoms, NULL, potential, settings, positions, n_given_beads, FALSE, NULL, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  g_test_message("%s", error->message);
  g_assert_nonnull(strstr(error->message, says));
}

static void test_impossible_starts(void)
{
  double positions[12];
  const int numbers[] = {1, 0};
  const double masses[] = {1, 0};
  g_autoptr(BwAtoms) atoms = new_molecules(2, positions);
  g_autoptr(BwAtoms) ghost = bw_atoms_new(2, numbers, masses, NULL);
  g_autoptr(BwAtoms) single = bw_atoms_new(1, numbers, NULL, NULL);
  g_autoptr(BwPotential) wells = new_simple("harmonic:frequency=500");
  g_autoptr(BwPotential) morse = new_simple("morse");
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  assert_no_start(ghost, wells, &settings, positions, 1, BW_ERROR_ARGUMENT, "atom 1 has a mass of 0 amu");
  assert_no_start(single, wells, &settings, positions, 1, BW_ERROR_ARGUMENT, "centre of mass");
  assert_no_start(atoms, wells, &settings, positions, 3, BW_ERROR_ARGUMENT, "3 beads");
  settings.remove_com = FALSE;
  assert_no_start(single, morse, &settings, positions, 1, BW_ERROR_ARGUMENT, "odd");
  positions[4] = NAN;
  assert_no_start(atoms, wells, &settings, positions, 1, BW_ERROR_ARGUMENT, "atom 1");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/failure/failing-step", test_failing_step);
  g_test_add_func("/failure/impossible-starts", test_impossible_starts);
  return g_test_run();
}
