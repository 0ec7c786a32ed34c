#include "potential/simple/simple.h"
#include "base/error.h"
#include "base/random.h"
#include "base/units.h"
#include "folder.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 6, REPLICAS = 3, N = ATOMS * 3 };

static BwPotential *new_simple(const char *text)
{
  g_autoptr(GError) error = NULL;
  BwPotential *potential = bw_simple_potential_parse(text, &error);
  g_assert_no_error(error);
  return potential;
}

static const int numbers[ATOMS] = {1, 8, 6, 1, 7, 1};

static void draw_positions(double *positions)
{
  bw_random_normals(2, BW_STREAM_TEST, 0, 0, positions, REPLICAS * N);
  for (int i = 0; i < REPLICAS * N; i++)
    positions[i] = 0.2 * positions[i] + 1.3 * (i / 3 % ATOMS) * (i % 3 == 0) + (i / 3 % 2) * (i % 3 == 1);
}

static double energy_of(BwPotential *potential, const BwCell *cell, const double *positions)
{
  double energy;
  const BwReplicas in = {1, ATOMS, numbers, cell, positions};
  BwEvaluation out = {.energies = &energy};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  return energy;
}

static double energy_strained(BwPotential *potential, const double *positions, int a, int b, double strain)
{
  double moved[N];
  memcpy(moved, positions, sizeof moved);
  for (int i = 0; i < ATOMS; i++)
    moved[3 * i + b] += strain * positions[3 * i + a];
  return energy_of(potential, NULL, moved);
}

/* Forces and virial are derivatives of the energy, and what is not asked for is not touched. */
static void check_derivatives(const char *text)
{
  const double h = 1e-5;
  g_autoptr(BwPotential) potential = new_simple(text);
  double positions[REPLICAS * N], energies[REPLICAS], forces[REPLICAS * N], virials[REPLICAS * 9];
  draw_positions(positions);
  const BwReplicas in = {REPLICAS, ATOMS, numbers, NULL, positions};
  BwEvaluation out = {.energies = energies, .forces = forces, .virials = virials};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  for (int r = 0; r < REPLICAS; r++) {
    double *q = positions + r * N;
    g_assert_cmpfloat(energies[r], ==, energy_of(potential, NULL, q));
    for (int i = 0; i < N; i++) {
      double here = q[i];
      q[i] = here + h;
      double up = energy_of(potential, NULL, q);
      q[i] = here - h;
      double down = energy_of(potential, NULL, q);
      q[i] = here;
      g_assert_cmpfloat(fabs(forces[r * N + i] + (up - down) / (2 * h)), <,
                        1e-7 * (1 + fabs(forces[r * N + i])));
    }
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++) {
        double slope =
            (energy_strained(potential, q, a, b, h) - energy_strained(potential, q, a, b, -h)) / (2 * h);
        g_assert_cmpfloat(fabs(virials[r * 9 + a * 3 + b] + slope), <, 1e-7 * (1 + fabs(slope)));
      }
  }
}

static void test_derivatives(void)
{
  check_derivatives("harmonic:frequency=1200");
  check_derivatives("harmonic:k=3.5");
  check_derivatives("morse");
  check_derivatives("morse:depth=2,width=1.5,length=1.1");
  check_derivatives("lennard-jones:epsilon=0.02,sigma=1.2");
  check_derivatives("lennard-jones:epsilon=0.02,sigma=1.2,cutoff=2.4");
}

/* An oxygen's well has the wavenumber asked for: E = ½ m ω² x². */
static void test_wavenumber(void)
{
  g_autoptr(BwPotential) potential = new_simple("harmonic:frequency=1000");
  const double positions[N] = {0, 0, 0, 0.1, 0, 0};
  double omega = 1000 * 2 * G_PI * 2.99792458e-5; /* 1/fs */
  double expected = 0.5 * 15.999 * omega * omega * 0.01 * BW_TIME_UNIT * BW_TIME_UNIT;
  g_assert_cmpfloat(fabs(energy_of(potential, NULL, positions) - expected), <, 1e-7 * expected);
}

/* Wells about a structure: no force there, and not for another number of atoms. */
static void test_centres(void)
{
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "start.xyz", NULL);
  g_autofree char *text = g_strdup_printf("harmonic:k=2,centres=%s", path);
  const char *structure = "2\nProperties=species:S:1:pos:R:3\nO 0.5 0 0.25\nH 1.5 -1 0\n";
  g_assert_true(g_file_set_contents(path, structure, -1, NULL));
  g_autoptr(BwPotential) potential = new_simple(text);
  const double positions[] = {0.5, 0, 0.25, 1.5, -1.5, 0};
  double energy, forces[6];
  BwReplicas in = {1, 2, numbers, NULL, positions};
  BwEvaluation out = {.energies = &energy, .forces = forces};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  g_assert_cmpfloat(fabs(energy - 0.25), <, 1e-14);
  for (int i = 0; i < 6; i++)
    g_assert_cmpfloat(fabs(forces[i] - (i == 4)), <, 1e-14);
  g_autoptr(GError) error = NULL;
  in.n_atoms = 1;
  g_assert_false(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
  g_assert_cmpint(g_remove(path), ==, 0);
  g_assert_null(bw_simple_potential_parse(text, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
  remove_folder(folder);
}

static void test_known_minima(void)
{
  g_autoptr(BwPotential) morse = new_simple("morse:depth=4,width=2,length=0.8");
  g_autoptr(BwPotential) argon = new_simple("lennard-jones:epsilon=0.5,sigma=1");
  const double r = pow(2, 1.0 / 6), far = 1e4;
  const double pairs[N] = {0, 0, 0, 0.8, 0, 0, 9, 0, 0, 9, 0.8, 0, 0, 9, 0, 0, far, 0};
  const double dimer[N] = {0, 0, 0, r, 0, 0, 0, far, 0, 0, 0, far, -far, 0, 0, 0, -far, 0};
  g_assert_cmpfloat(fabs(energy_of(morse, NULL, pairs) - 4), <, 1e-12); /* the third is broken */
  g_assert_cmpfloat(fabs(energy_of(argon, NULL, dimer) + 0.5), <, 1e-12);
}

/* In a cell the nearest images count: six atoms around the corner are the same cluster. */
static void test_periodic(void)
{
  const double vectors[3][3] = {{20, 0, 0}, {3, 18, 0}, {0, 2, 22}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  double positions[REPLICAS * N], wrapped[N];
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  draw_positions(positions);
  memcpy(wrapped, positions, sizeof wrapped);
  bw_cell_wrap(&cell, wrapped, ATOMS);
  static const char *const texts[] = {"morse", "lennard-jones:epsilon=0.02,sigma=1.2,cutoff=5"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(BwPotential) potential = new_simple(texts[i]);
    double alone = energy_of(potential, NULL, positions);
    g_assert_cmpfloat(fabs(energy_of(potential, &cell, wrapped) - alone), <, 1e-9 * (1 + fabs(alone)));
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPotential) cluster = new_simple("lennard-jones");
  double energy;
  const BwReplicas in = {1, ATOMS, numbers, &cell, positions};
  BwEvaluation out = {.energies = &energy};
  g_assert_false(bw_potential_evaluate(cluster, &in, &out, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

static void test_names(void)
{
  static const char *const wrong[] = {
      "harmonic",
      "harmonic:frequency=0",
      "harmonic:frequency=1,k=1",
      "harmonic:frequency=x",
      "harmonic:k=1e999",
      "harmonic:mass=3",
      "harmonic:frequency",
      "morse:depth=-1",
      "morse:depth=1x",
      "lennard-jones:sigma=",
      "spring:k=1",
      "",
  };
  g_assert_true(bw_simple_potential_is("harmonic:frequency=1000"));
  g_assert_true(bw_simple_potential_is("Lennard-Jones"));
  g_assert_false(bw_simple_potential_is("harmonic.npz"));
  g_assert_false(bw_simple_potential_is("models/morse:1"));
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(bw_simple_potential_parse(wrong[i], &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
    g_test_message("%s", error->message);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/simple/derivatives", test_derivatives);
  g_test_add_func("/simple/wavenumber", test_wavenumber);
  g_test_add_func("/simple/centres", test_centres);
  g_test_add_func("/simple/known-minima", test_known_minima);
  g_test_add_func("/simple/periodic", test_periodic);
  g_test_add_func("/simple/names", test_names);
  return g_test_run();
}
