/* What is drawn instead of a frame, against motions that are known: a molecule that turns, one that lies
 * across the side of its cell, a crystal that drifts. */
#include "app/session/bw-frame-filter.h"

#include <math.h>
#include <string.h>

#define N_FRAMES 9
#define N_ATOMS 4

static const int numbers[N_ATOMS] = {6, 1, 8, 9};
static const double molecule[3 * N_ATOMS] = {0, 0, 0, 1.1, 0.1, 0, -0.3, 1.2, 0.2, 0.1, -0.4, 1.3};

typedef struct {
  BwAtoms *atoms;
  BwFrame *frames[N_FRAMES];
} Fixture;

static const BwFrame *get(gint64 index, gpointer data)
{
  return index < 0 || index >= N_FRAMES ? NULL : ((Fixture *)data)->frames[index];
}

/* Two beads above and below their centroid, turning about z and moving along x. */
static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->atoms = bw_atoms_new(N_ATOMS, numbers, NULL, NULL);
  for (int t = 0; t < N_FRAMES; t++) {
    BwFrame *frame = f->frames[t] = bw_frame_new(f->atoms, 2);
    double c = cos(0.4 * t), s = sin(0.4 * t);
    for (int b = 0; b < 2; b++)
      for (int i = 0; i < N_ATOMS; i++) {
        const double *x = molecule + 3 * i;
        double *y = frame->positions + 3 * (N_ATOMS * b + i), z = x[2] + (b ? 0.05 : -0.05);
        y[0] = c * x[0] - s * x[1] + 0.7 * t;
        y[1] = s * x[0] + c * x[1];
        y[2] = z;
      }
  }
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  for (int t = 0; t < N_FRAMES; t++)
    bw_frame_free(f->frames[t]);
  bw_atoms_unref(f->atoms);
}

static BwFrame *filter(Fixture *f, const BwFilterSettings *settings, double position)
{
  BwFilterSource source = {.get = get, .data = f, .reference = f->frames[0]};
  return bw_frame_filter(settings, &source, position);
}

static void assert_same(const double *a, const double *b, int n, double tolerance)
{
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon(a[i], b[i], tolerance);
}

/* Superposed, all frames are the first; smoothing and interpolation then leave them so. */
static void test_molecule(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwFilterSettings all[] = {{.superpose = TRUE},
                                  {.superpose = TRUE, .smoothing = 2},
                                  {.superpose = TRUE, .smoothing = 1, .interpolate = TRUE}};
  for (gsize s = 0; s < G_N_ELEMENTS(all); s++)
    for (double position = 0; position < N_FRAMES; position += 0.5) {
      g_autoptr(BwFrame) picture = filter(f, &all[s], position);
      assert_same(picture->positions, f->frames[0]->positions, 6 * N_ATOMS, 1e-12);
      g_assert_cmpint(picture->n_beads, ==, 2);
    }
  const BwFilterSettings none = {0};
  g_assert_null(filter(f, &none, 3));
  g_assert_null(filter(f, &all[0], N_FRAMES));
}

/* What was wrapped into the cell, atom by atom, is one molecule again; beads stay with their centroid. */
static void test_across_the_cell(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double vectors[3][3] = {{8, 0, 0}, {0, 8, 0}, {0, 0, 8}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  const BwFilterSettings settings = {.superpose = TRUE, .smoothing = 1};
  g_autoptr(BwFrame) first = bw_frame_copy(f->frames[0]);
  for (int t = 0; t < N_FRAMES; t++) {
    BwFrame *frame = f->frames[t];
    double centroids[3 * N_ATOMS], wrapped[3 * N_ATOMS];
    g_assert_true(bw_cell_init(&frame->cell, vectors, periodic, NULL));
    bw_frame_centroid(frame, centroids);
    memcpy(wrapped, centroids, sizeof wrapped);
    bw_cell_wrap(&frame->cell, wrapped, N_ATOMS);
    for (int i = 0; i < 6 * N_ATOMS; i++)
      frame->positions[i] += wrapped[i % (3 * N_ATOMS)] - centroids[i % (3 * N_ATOMS)];
  }
  for (int t = 0; t < N_FRAMES; t++) {
    g_autoptr(BwFrame) picture = filter(f, &settings, t);
    assert_same(picture->positions, first->positions, 6 * N_ATOMS, 1e-12);
  }
}

/* In a cell that is full only the drift is taken away: the same atoms in a smaller cell. */
static void test_full_cell(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const double vectors[3][3] = {{2.5, 0, 0}, {0, 2.5, 0}, {0, 0, 2.5}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  const BwFilterSettings settings = {.superpose = TRUE};
  for (int t = 0; t < N_FRAMES; t++) {
    g_assert_true(bw_cell_init(&f->frames[t]->cell, vectors, periodic, NULL));
    for (int i = 0; i < 6 * N_ATOMS; i++)
      f->frames[t]->positions[i] = f->frames[0]->positions[i] + (i % 3 == 1 ? 0.1 * t : 0);
    bw_cell_wrap(&f->frames[t]->cell, f->frames[t]->positions, 2 * N_ATOMS);
  }
  for (int t = 0; t < N_FRAMES; t++) {
    BwSuperposition found;
    bw_frame_superpose(f->frames[t], f->frames[0], &found);
    g_assert_cmpfloat(found.rotation[0][0], ==, 1);
    g_autoptr(BwFrame) picture = filter(f, &settings, t);
    for (int i = 0; i < 2 * N_ATOMS; i++) {
      double step[3];
      for (int k = 0; k < 3; k++)
        step[k] = picture->positions[3 * i + k] - f->frames[0]->positions[3 * i + k];
      bw_cell_minimum_image(&picture->cell, step, NULL);
      assert_same(step, (const double[3]){0}, 3, 1e-12);
    }
  }
}

/* An average ends before frames of other atoms or beads, which are not superposed on these. */
static void test_other_atoms(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const BwFilterSettings smooth = {.smoothing = 2}, turn = {.superpose = TRUE};
  g_autoptr(BwAtoms) others = bw_atoms_new(2, numbers, NULL, NULL);
  bw_frame_free(f->frames[4]);
  f->frames[4] = bw_frame_new(others, 2);
  bw_frame_free(f->frames[5]);
  f->frames[5] = bw_frame_new(f->atoms, 1);
  g_autoptr(BwFrame) alone = filter(f, &smooth, 4), turned = filter(f, &turn, 4),
                     last = filter(f, &smooth, 3);
  assert_same(alone->positions, f->frames[4]->positions, 12, 1e-15);
  assert_same(turned->positions, f->frames[4]->positions, 12, 1e-15);
  for (int i = 0; i < 6 * N_ATOMS; i++) {
    double sum = f->frames[1]->positions[i] + f->frames[2]->positions[i] + f->frames[3]->positions[i];
    g_assert_cmpfloat_with_epsilon(last->positions[i], sum / 3, 1e-12);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/frame-filter/molecule", Fixture, NULL, set_up, test_molecule, tear_down);
  g_test_add("/frame-filter/across-the-cell", Fixture, NULL, set_up, test_across_the_cell, tear_down);
  g_test_add("/frame-filter/full-cell", Fixture, NULL, set_up, test_full_cell, tear_down);
  g_test_add("/frame-filter/other-atoms", Fixture, NULL, set_up, test_other_atoms, tear_down);
  return g_test_run();
}
