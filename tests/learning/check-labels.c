/* Energies and forces that are not there, not of their frame, or in another unit: each is found and named,
 * and nothing else is. */
#include "planted.h"

static void test_not_finite(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  nth(frames, 3)->positions[4] = NAN;
  *energy_of(frames, 5) = INFINITY;
  forces_of(frames, 7)[14] = -NAN;
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(found->n_errors, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint(nth_flaw(found, i)->kind, ==, BW_FLAW_NOT_FINITE);
    g_assert_cmpint(nth_flaw(found, i)->frame, ==, 3 + 2 * i);
    g_assert_false(found->usable[3 + 2 * i]);
  }
  g_assert_cmpint(nth_flaw(found, 0)->atom, ==, 1);
  g_assert_cmpint(nth_flaw(found, 2)->atom, ==, 4);
  g_assert_cmpint(found->n_usable, ==, N_FRAMES - 3);
}

static void test_missing(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  g_ptr_array_remove_index(nth(frames, 9)->properties, 0);
  g_autoptr(BwCheck) found = check(frames);
  only(found, BW_FLAW_MISSING, BW_SEVERITY_ERROR, 9);
}

static void test_frozen(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 0; f < N_FRAMES; f++)
    memset(forces_of(frames, f) + 9, 0, sizeof(double[3]));
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(nth_flaw(found, 0)->kind, ==, BW_FLAW_FROZEN);
  g_assert_cmpint(nth_flaw(found, 0)->atom, ==, 3);
}

static void test_net_force(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  forces_of(frames, 33)[2] += 20;
  g_autoptr(BwCheck) found = check(frames);
  gboolean told = FALSE;
  for (guint i = 0; i < found->flaws->len; i++)
    told |= nth_flaw(found, i)->kind == BW_FLAW_NET_FORCE && nth_flaw(found, i)->frame == 33;
  g_assert_true(told);
}

static void scale_forces(GPtrArray *frames, int f, double factor)
{
  for (int k = 0; k < SIZE; k++)
    forces_of(frames, f)[k] *= factor;
}

static void test_gradients(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 0; f < N_FRAMES; f++)
    scale_forces(frames, f, -1);
  g_autoptr(BwCheck) all = check(frames);
  only(all, BW_FLAW_SIGN, BW_SEVERITY_ERROR, -1);
  g_assert_cmpint(all->n_usable, ==, N_FRAMES);
  frames = make_frames(N_FRAMES);
  scale_forces(frames, 17, -1);
  scale_forces(frames, 40, -1);
  g_autoptr(BwCheck) two = check(frames);
  g_assert_cmpint(two->n_errors, ==, 2);
  g_assert_cmpint(nth_flaw(two, 0)->kind, ==, BW_FLAW_SIGN);
  g_assert_cmpint(nth_flaw(two, 0)->frame, ==, 17);
  g_assert_cmpint(nth_flaw(two, 1)->frame, ==, 40);
}

/* Energies and forces multiplied: what is told, of which frame. */
static void plant_units(double energy, double force, const char *word)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 0; f < N_FRAMES; f++) {
    *energy_of(frames, f) *= energy;
    scale_forces(frames, f, force);
  }
  g_autoptr(BwCheck) found = check(frames);
  gboolean named = FALSE;
  for (guint i = 0; i < found->flaws->len; i++) {
    const BwFlaw *flaw = nth_flaw(found, i);
    g_assert_cmpint(flaw->frame, ==, -1);
    named |=
        flaw->kind == BW_FLAW_UNITS && flaw->severity == BW_SEVERITY_ERROR && strstr(flaw->message, word);
  }
  g_assert_true(named);
}

static void test_units(void)
{
  plant_units(1 / BW_KCAL_PER_MOL, 1, "energies in kcal/mol");
  plant_units(1 / BW_HARTREE, 1, "energies in Ha");
  plant_units(1 / BW_KJ_PER_MOL, 1, "energies in kJ/mol");
  plant_units(1, 1 / BW_KCAL_PER_MOL, "forces in kcal/mol/Å");
  plant_units(1, BW_BOHR / BW_HARTREE, "forces in Ha/bohr");
  plant_units(1.0 / ATOMS, 1, "energies per atom");
  /* both in the same: only the stiffness of bonds shows it */
  plant_units(1 / BW_KCAL_PER_MOL, 1 / BW_KCAL_PER_MOL, "rather in kcal/mol/Å");
  plant_units(1 / BW_HARTREE, BW_BOHR / BW_HARTREE, "rather in Ha/bohr");
}

static void test_units_of_one(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  scale_forces(frames, 25, 1 / BW_KCAL_PER_MOL);
  g_autoptr(BwCheck) found = check(frames);
  gboolean told = FALSE;
  for (guint i = 0; i < found->flaws->len; i++) {
    g_assert_cmpint(nth_flaw(found, i)->frame, ==, 25);
    told |= nth_flaw(found, i)->kind == BW_FLAW_UNITS;
  }
  g_assert_true(told);
}

static void test_wrong_energy(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  *energy_of(frames, 31) += 0.6; /* well within the energies of all frames */
  g_autoptr(BwCheck) found = check(frames);
  only(found, BW_FLAW_INCONSISTENT, BW_SEVERITY_ERROR, 31);
}

/* One energy far from everything: that frame is named, not all of them. */
static void test_wild_energy(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  *energy_of(frames, 31) += 500;
  g_autoptr(BwCheck) found = check(frames);
  gboolean told = FALSE;
  for (guint i = 0; i < found->flaws->len; i++) {
    g_assert_cmpint(nth_flaw(found, i)->frame, ==, 31);
    told |= nth_flaw(found, i)->severity == BW_SEVERITY_ERROR;
  }
  g_assert_true(told);
}

static void test_energies_of_others(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  double first = *energy_of(frames, 0);
  for (int f = 0; f + 1 < N_FRAMES; f++)
    *energy_of(frames, f) = *energy_of(frames, f + 1);
  *energy_of(frames, N_FRAMES - 1) = first;
  g_autoptr(BwCheck) found = check(frames);
  only(found, BW_FLAW_INCONSISTENT, BW_SEVERITY_ERROR, -1);
}

static void test_forces_of_another(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  memcpy(forces_of(frames, 55), forces_of(frames, 70), sizeof(double) * SIZE);
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(nth_flaw(found, 0)->severity, ==, BW_SEVERITY_ERROR);
  g_assert_cmpint(nth_flaw(found, 0)->frame, ==, 55);
}

static void test_offset(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 0; f < 30; f++)
    *energy_of(frames, f) += 3;
  for (int f = 70; f < N_FRAMES; f++)
    *energy_of(frames, f) -= 20;
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(found->n_errors, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const BwFlaw *flaw = nth_flaw(found, i);
    g_assert_cmpint(flaw->kind, ==, BW_FLAW_OFFSET);
    g_assert_cmpint(flaw->frame, ==, i ? 70 : 0);
    g_assert_cmpint(flaw->n_frames, ==, i ? 10 : 30);
    g_assert_nonnull(strstr(flaw->message, i ? "lower" : "higher"));
  }
}

static void test_states(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 0; f < N_FRAMES; f++)
    bw_frame_add_frame_values(nth(frames, f), "total_charge", NULL, 1)->values[0] = f < 10;
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(only(found, BW_FLAW_STATE, BW_SEVERITY_ERROR, 0)->n_frames, ==, 10);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/check/not-finite", test_not_finite);
  g_test_add_func("/learning/check/missing", test_missing);
  g_test_add_func("/learning/check/frozen", test_frozen);
  g_test_add_func("/learning/check/net-force", test_net_force);
  g_test_add_func("/learning/check/gradients", test_gradients);
  g_test_add_func("/learning/check/units", test_units);
  g_test_add_func("/learning/check/units-of-one", test_units_of_one);
  g_test_add_func("/learning/check/wrong-energy", test_wrong_energy);
  g_test_add_func("/learning/check/wild-energy", test_wild_energy);
  g_test_add_func("/learning/check/energies-of-others", test_energies_of_others);
  g_test_add_func("/learning/check/forces-of-another", test_forces_of_another);
  g_test_add_func("/learning/check/offset", test_offset);
  g_test_add_func("/learning/check/states", test_states);
  return g_test_run();
}
