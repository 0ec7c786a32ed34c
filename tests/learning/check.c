/* Data with one thing wrong at a time: it is found, named with its frame, and nothing else is. */
#include "learning/check/check.h"
#include "base/error.h"
#include "base/random.h"
#include "base/vec3.h"
#include "io/io.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 80, ATOMS = 5, SIZE = 3 * ATOMS };

static double random_number(guint64 index)
{
  return 2 * bw_random_uniform(11, BW_STREAM_TEST, 0, index) - 1;
}

/* Every pair of atoms on a spring of its own: E = ½ Σ k (r − r₀)², eV. */
static void label(const double *positions, double *energy, double *forces)
{
  const double lengths[] = {1.0, 1.0, 1.65, 1.4, 2.0, 2.05, 2.4, 2.35, 1.9, 1.0};
  *energy = 0;
  memset(forces, 0, sizeof(double) * SIZE);
  for (int i = 1, p = 0; i < ATOMS; i++)
    for (int j = 0; j < i; j++, p++) {
      double d[3];
      bw_sub3(positions + 3 * i, positions + 3 * j, d);
      double r = bw_norm3(d), stretch = r - lengths[p], k = lengths[p] < 1.5 ? 20 : 5;
      *energy += 0.5 * k * stretch * stretch;
      for (int c = 0; c < 3; c++) {
        forces[3 * i + c] -= k * stretch * d[c] / r;
        forces[3 * j + c] += k * stretch * d[c] / r;
      }
    }
}

/* Methanimine-like NH₂–C–H, with some thermal motion. */
static GPtrArray *make_frames(int n)
{
  const int numbers[ATOMS] = {7, 1, 1, 6, 1};
  const double start[SIZE] = {0, 0, 0, 0.55, 0.83, 0, 0.55, -0.83, 0, -1.4, 0, 0, -1.95, 0.82, 0.2};
  GPtrArray *frames = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  BwAtoms *atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  for (int f = 0; f < n; f++) {
    BwFrame *frame = bw_frame_new(atoms, 1);
    double *energy = bw_frame_add_frame_values(frame, "energy", "eV", 1)->values;
    double *forces = bw_frame_add_atom_values(frame, "forces", "eV/Å", 3)->values;
    for (int k = 0; k < SIZE; k++)
      frame->positions[k] = start[k] + 0.08 * random_number((guint64)f * 100 + k);
    label(frame->positions, energy, forces);
    *energy -= 100;
    g_ptr_array_add(frames, frame);
  }
  bw_atoms_unref(atoms);
  return frames;
}

static BwFrame *nth(GPtrArray *frames, int f)
{
  return frames->pdata[f];
}

static double *energy_of(GPtrArray *frames, int f)
{
  return bw_frame_find(nth(frames, f), "energy")->values;
}

static double *forces_of(GPtrArray *frames, int f)
{
  return bw_frame_find(nth(frames, f), "forces")->values;
}

static BwTrajectory *as_trajectory(GPtrArray *frames)
{
  return bw_trajectory_new_in_memory(frames, "planted.xyz", "extxyz");
}

/* Takes the frames. */
static BwCheck *check(GPtrArray *frames)
{
  g_autoptr(BwTrajectory) trajectory = as_trajectory(frames);
  g_autoptr(GError) error = NULL;
  BwCheck *found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < found->flaws->len; i++) {
    const BwFlaw *flaw = found->flaws->pdata[i];
    g_test_message("%s: %s (%s)", bw_severity_name(flaw->severity), flaw->message, flaw->remedy);
    g_assert_true(g_utf8_validate(flaw->message, -1, NULL));
  }
  return found;
}

static const BwFlaw *nth_flaw(const BwCheck *found, guint i)
{
  g_assert_cmpuint(i, <, found->flaws->len);
  return found->flaws->pdata[i];
}

/* The only finding above a notice is this one. */
static const BwFlaw *only(const BwCheck *found, BwFlawKind kind, BwSeverity severity, gint64 frame)
{
  const BwFlaw *flaw = nth_flaw(found, 0);
  g_assert_cmpstr(bw_flaw_kind_name(flaw->kind), ==, bw_flaw_kind_name(kind));
  g_assert_cmpint(flaw->severity, ==, severity);
  g_assert_cmpint(flaw->frame, ==, frame);
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 1);
  g_assert_nonnull(flaw->remedy);
  return flaw;
}

static void test_nothing_wrong(void)
{
  g_autoptr(BwCheck) found = check(make_frames(N_FRAMES));
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 0);
  g_assert_cmpint(found->n_usable, ==, N_FRAMES);
  const BwDatasetSummary *s = found->summary;
  g_assert_cmpstr(s->formula, ==, "CH3N");
  g_assert_cmpint(s->n_species, ==, 3);
  g_assert_cmpint(s->species[0], ==, 6);
  g_assert_cmpint(s->counts[1], ==, 3);
  g_assert_cmpint(s->energy.n, ==, N_FRAMES);
  int counted = 0;
  for (int b = 0; b < s->forces.n_bins; b++)
    counted += s->forces.counts[b];
  g_assert_cmpint(counted, ==, N_FRAMES * ATOMS);
  g_assert_cmpfloat_with_epsilon(s->force_elements.low, -s->force_elements.high, 1e-12);
}

static void test_spread(void)
{
  const int numbers[] = {1, 1};
  BwAtoms *atoms = bw_atoms_new(2, numbers, NULL, NULL);
  double energies[] = {2, 4, 6, 8, NAN, 1000, 10};
  const gint64 places[] = {10, 11, 12, 13, 14, 15, 16};
  g_autoptr(BwDatasetSummary) s = bw_dataset_summary_new(atoms, 7, places, energies, NULL);
  g_assert_cmpint(s->energy.n, ==, 6);
  g_assert_cmpfloat(s->energy.median, ==, 3.5);
  g_assert_cmpfloat_with_epsilon(s->energy.spread, 1.4826 * 1.5, 1e-12);
  g_assert_cmpfloat(s->energy.max, ==, 500);
  g_assert_cmpuint(s->outliers->len, ==, 1);
  g_assert_cmpint(g_array_index(s->outliers, BwOutlier, 0).frame, ==, 15);
  g_assert_cmpint(s->force.n, ==, 0);
  bw_atoms_unref(atoms);
}

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

static void copy_frame(GPtrArray *frames, int from, int to, gboolean turned)
{
  memcpy(nth(frames, to)->positions, nth(frames, from)->positions, sizeof(double) * SIZE);
  memcpy(forces_of(frames, to), forces_of(frames, from), sizeof(double) * SIZE);
  *energy_of(frames, to) = *energy_of(frames, from);
  if (turned) {
    turn(nth(frames, to)->positions, 3);
    turn(forces_of(frames, to), 0);
  }
}

static void test_duplicates(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  copy_frame(frames, 50, 12, FALSE);
  copy_frame(frames, 50, 60, TRUE);
  copy_frame(frames, 2, 3, TRUE);
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
  copy_frame(frames, 10, 40, TRUE);
  *energy_of(frames, 40) += 0.05;
  g_autoptr(BwCheck) found = check(frames);
  g_assert_cmpint(nth_flaw(found, 0)->kind, ==, BW_FLAW_CONTRADICTION);
  g_assert_cmpint(nth_flaw(found, 0)->frame, ==, 40);
  g_assert_cmpint(nth_flaw(found, 0)->other, ==, 10);
  g_assert_false(found->usable[10]);
  g_assert_false(found->usable[40]);
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

static void test_gather(void)
{
  GPtrArray *frames = make_frames(N_FRAMES);
  *energy_of(frames, 5) = NAN;
  copy_frame(frames, 10, 40, FALSE);
  g_autoptr(BwTrajectory) trajectory = as_trajectory(frames);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCheck) found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwDataset) dataset = bw_check_gather(found, trajectory, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(dataset->n_frames, ==, N_FRAMES - 2);
  g_assert_cmpint(bw_dataset_origin(dataset, 4), ==, 4);
  g_assert_cmpint(bw_dataset_origin(dataset, 5), ==, 6);
  g_assert_cmpint(bw_dataset_origin(dataset, N_FRAMES - 3), ==, N_FRAMES - 1);
  g_assert_cmpint(bw_dataset_find_origin(dataset, 6), ==, 5);
  g_assert_cmpint(bw_dataset_find_origin(dataset, 40), ==, -1);
}

static void test_cancelled(void)
{
  g_autoptr(BwTrajectory) trajectory = as_trajectory(make_frames(N_FRAMES));
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  g_cancellable_cancel(cancellable);
  g_assert_null(bw_check_trajectory(trajectory, NULL, NULL, NULL, cancellable, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
}

/* Nothing is said of data in which nothing is wrong. */
static void test_real(gconstpointer name)
{
  const char *shared = g_getenv("BW_SHARED");
  g_autofree char *path = shared ? g_build_filename(shared, "data", name, NULL) : NULL;
  if (!path || !g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_test_skip("the shared reference data are not here");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_labelled(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwCheck) found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < found->flaws->len; i++)
    g_test_message("%s", nth_flaw(found, i)->message);
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/check/nothing-wrong", test_nothing_wrong);
  g_test_add_func("/learning/check/spread", test_spread);
  g_test_add_func("/learning/check/not-finite", test_not_finite);
  g_test_add_func("/learning/check/missing", test_missing);
  g_test_add_func("/learning/check/order", test_order);
  g_test_add_func("/learning/check/permuted", test_permuted);
  g_test_add_func("/learning/check/composition", test_composition);
  g_test_add_func("/learning/check/distances", test_distances);
  g_test_add_func("/learning/check/length-unit", test_length_unit);
  g_test_add_func("/learning/check/duplicates", test_duplicates);
  g_test_add_func("/learning/check/contradiction", test_contradiction);
  g_test_add_func("/learning/check/frozen", test_frozen);
  g_test_add_func("/learning/check/net-force", test_net_force);
  g_test_add_func("/learning/check/gradients", test_gradients);
  g_test_add_func("/learning/check/units", test_units);
  g_test_add_func("/learning/check/units-of-one", test_units_of_one);
  g_test_add_func("/learning/check/wrong-energy", test_wrong_energy);
  g_test_add_func("/learning/check/energies-of-others", test_energies_of_others);
  g_test_add_func("/learning/check/forces-of-another", test_forces_of_another);
  g_test_add_func("/learning/check/offset", test_offset);
  g_test_add_func("/learning/check/states", test_states);
  g_test_add_func("/learning/check/gather", test_gather);
  g_test_add_func("/learning/check/cancelled", test_cancelled);
  g_test_add_data_func("/learning/check/real/ethanol", "rmd17/rmd17_ethanol_train_01.npz", test_real);
  g_test_add_data_func("/learning/check/real/aspirin", "rmd17/rmd17_aspirin_test_01.npz", test_real);
  g_test_add_data_func("/learning/check/real/3bpa", "botnet/dataset_3BPA/train_300K.xyz", test_real);
  g_test_add_data_func("/learning/check/real/acac", "botnet/dataset_acac/train_600K.xyz", test_real);
  g_test_add_data_func("/learning/check/real/malonaldehyde", "rmd17/rmd17_malonaldehyde_train_01.npz",
                       test_real);
  g_test_add_data_func("/learning/check/real/zundel", "zundel/zundel_dataset.xyz", test_real);
  g_test_add_data_func("/learning/check/real/water", "deepmd_water/water_64mol_ship320.extxyz", test_real);
  return g_test_run();
}
