/* Frames of other atoms, in another order, too close, in bohr, or there twice: each is found and named, and
 * nothing else is. */
#include "planted.h"

static void swap_atoms(GPtrArray *frames, int f, int i, int j)
{
  double *arrays[] = {nth(frames, f)->positions, forces_of(frames, f)};
  for (int a = 0; a < 2; a++)
    for (int k = 0; k < 3; k++) {
      double kept = arrays[a][3 * i + k];
      arrays[a][3 * i + k] = arrays[a][3 * j + k];
      arrays[a][3 * j + k] = kept;
    }
}

static void test_order(void)
{
  const int numbers[ATOMS] = {7, 1, 6, 1, 1};
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int f = 20; f < 23; f++) {
    swap_atoms(frames, f, 2, 3);
    bw_atoms_unref(nth(frames, f)->atoms);
    nth(frames, f)->atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  }
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(only(found, BW_FLAW_ORDER, BW_SEVERITY_ERROR, 20)->n_frames, ==, 3);
  g_assert_nonnull(strstr(nth_flaw(found, 0)->message, "20–22"));
}

/* A hydrogen of nitrogen and one of carbon; and two that stand alike, which is no flaw. */
static void test_permuted(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  swap_atoms(frames, 14, 1, 4);
  swap_atoms(frames, 15, 1, 2);
  g_autoptr(BwCheck) found = check(frames);
  const BwFlaw *flaw = only(found, BW_FLAW_PERMUTED, BW_SEVERITY_ERROR, 14);
  g_assert_nonnull(strstr(flaw->message, "H1, H4"));
  /* one bond breaks: a reaction, not another order */
  frames = make_frames(N_FRAMES);
  for (int c = 0; c < 3; c++)
    nth(frames, 30)->positions[12 + c] *= 2;
  g_autoptr(BwCheck) broken = check(frames);
  for (guint i = 0; i < broken->flaws->len; i++)
    g_assert_cmpint(nth_flaw(broken, i)->kind, !=, BW_FLAW_PERMUTED);
}

static void test_composition(void)
{
  const int numbers[] = {8, 1};
  GPtrArray *frames = make_frames(N_FRAMES);
  BwAtoms *atoms = bw_atoms_new(2, numbers, NULL, NULL);
  BwFrame *other = bw_frame_new(atoms, 1);
  other->positions[0] = 0.97;
  bw_frame_add_frame_values(other, "energy", "eV", 1);
  bw_frame_add_atom_values(other, "forces", "eV/Å", 3);
  g_ptr_array_insert(frames, 4, other);
  bw_atoms_unref(atoms);
  g_autoptr(BwCheck) found = check(frames);
  only(found, BW_FLAW_COMPOSITION, BW_SEVERITY_ERROR, 4);
  g_assert_nonnull(strstr(nth_flaw(found, 0)->message, "HO"));
}

static void test_distances(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  memcpy(nth(frames, 6)->positions + 3, nth(frames, 6)->positions + 6, sizeof(double[3]));
  g_autoptr(BwCheck) close = check(frames);
  g_assert_cmpint(nth_flaw(close, 0)->kind, ==, BW_FLAW_CLOSE);
  g_assert_cmpint(nth_flaw(close, 0)->frame, ==, 6);
  g_assert_cmpint(close->n_errors, ==, 1);
  frames = make_frames(N_FRAMES);
  nth(frames, 8)->positions[12] -= 5000;
  g_autoptr(BwCheck) far = check(frames);
  g_assert_cmpint(nth_flaw(far, 0)->kind, ==, BW_FLAW_FAR);
  g_assert_cmpint(nth_flaw(far, 0)->frame, ==, 8);
}

static void test_length_unit(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  for (int k = 0; k < SIZE; k++)
    nth(frames, 30)->positions[k] /= BW_BOHR;
  g_autoptr(BwCheck) one = check(frames);
  g_assert_cmpint(nth_flaw(one, 0)->kind, ==, BW_FLAW_LENGTH_UNIT);
  g_assert_cmpint(nth_flaw(one, 0)->frame, ==, 30);
  g_assert_nonnull(strstr(nth_flaw(one, 0)->message, "bohr"));
  frames = make_frames(N_FRAMES);
  for (int f = 0; f < N_FRAMES; f++)
    for (int k = 0; k < SIZE; k++)
      nth(frames, f)->positions[k] /= BW_BOHR;
  g_autoptr(BwCheck) all = check(frames);
  g_assert_cmpint(nth_flaw(all, 0)->kind, ==, BW_FLAW_LENGTH_UNIT);
  g_assert_cmpint(nth_flaw(all, 0)->frame, ==, -1);
}

/* Turned by 120° about (1, 1, 1), and moved. */
static void turn(double *vectors, double shift)
{
  for (int i = 0; i < ATOMS; i++) {
    double x = vectors[3 * i];
    vectors[3 * i] = vectors[3 * i + 1] + shift;
    vectors[3 * i + 1] = vectors[3 * i + 2] - shift;
    vectors[3 * i + 2] = x + 2 * shift;
  }
}

static void turn_frame(GPtrArray *frames, int f)
{
  turn(nth(frames, f)->positions, 3);
  turn(forces_of(frames, f), 0);
}

static void test_duplicates(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  copy_frame(frames, 50, 12);
  copy_frame(frames, 50, 60);
  turn_frame(frames, 60);
  copy_frame(frames, 2, 3);
  turn_frame(frames, 3);
  nth(frames, 3)->positions[0] += 2e-5; /* rounded in a file */
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(found->n_warnings, ==, 3);
  const int copies[] = {3, 50, 60}, originals[] = {2, 12, 12};
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint(nth_flaw(found, i)->kind, ==, BW_FLAW_DUPLICATE);
    g_assert_cmpint(nth_flaw(found, i)->frame, ==, copies[i]);
    g_assert_cmpint(nth_flaw(found, i)->other, ==, originals[i]);
    g_assert_false(found->usable[copies[i]]);
    g_assert_true(found->usable[originals[i]]);
  }
}

static void test_contradiction(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  copy_frame(frames, 10, 40);
  turn_frame(frames, 40);
  *energy_of(frames, 40) += 0.05;
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(nth_flaw(found, 0)->kind, ==, BW_FLAW_CONTRADICTION);
  g_assert_cmpint(nth_flaw(found, 0)->frame, ==, 40);
  g_assert_cmpint(nth_flaw(found, 0)->other, ==, 10);
  g_assert_false(found->usable[10]);
  g_assert_false(found->usable[40]);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/check/order", test_order);
  g_test_add_func("/learning/check/permuted", test_permuted);
  g_test_add_func("/learning/check/composition", test_composition);
  g_test_add_func("/learning/check/distances", test_distances);
  g_test_add_func("/learning/check/length-unit", test_length_unit);
  g_test_add_func("/learning/check/duplicates", test_duplicates);
  g_test_add_func("/learning/check/contradiction", test_contradiction);
  return g_test_run();
}
