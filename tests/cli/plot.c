/* beadwork plot, called as a user calls it, on small runs made here. */
#include "analysis/distribution.h"
#include "base/units.h"
#include "engine/engine.h"
#include "engine/run-observable.h"
#include "folder.h"
#include "line.h"
#include "io/io.h"
#include "potential/simple/simple.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

enum { N_FRAMES = 200, N_BEADS = 4, TIME_STEP = 20 };

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

/* O–H with a distance of 0.97 Å and some noise, beads around it; energies in kcal/mol. */
static BwFrame *make_frame(GRand *random, int n_beads, int index)
{
  const int numbers[] = {8, 1};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, numbers, NULL, NULL);
  BwFrame *frame = bw_frame_new(atoms, n_beads);
  double length = 0.97 + g_rand_double_range(random, -0.02, 0.02);
  for (int b = 0; b < n_beads; b++)
    frame->positions[6 * b + 3] = length + (n_beads > 1 ? g_rand_double_range(random, -0.05, 0.09) : 0);
  frame->time = TIME_STEP * index;
  frame->step = 80 * index;
  *bw_frame_add_frame_values(frame, "potential", "kcal/mol", 1)->values = index < 100 ? 50 : 10 + index % 2;
  *bw_frame_add_frame_values(frame, "temperature", "K", 1)->values = 300 + index % 3;
  *bw_frame_add_frame_values(frame, "conserved", "eV", 1)->values = 5 + 1e-6 * frame->time;
  double *dipole = bw_frame_add_frame_values(frame, "dipole", NULL, 3)->values;
  for (int k = 0; k < 3; k++)
    dipole[k] = k + 1;
  return frame;
}

static void write_run(const char *name, int n_beads, guint32 seed)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(seed);
  g_autofree char *path = in_folder(name);
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < N_FRAMES; i++)
    g_ptr_array_add(frames, make_frame(random, n_beads, i));
  g_autoptr(BwTrajectory) run = bw_trajectory_new_in_memory(frames, path, "extxyz");
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_write_trajectory(path, run, NULL, NULL, NULL, NULL, &error));
}

/* The exit status of `beadwork plot …`, the arguments separated by blanks. */
static int call(const char *arguments, char **output, char **message)
{
  g_autofree char *line = g_strconcat("plot ", arguments, NULL);
  return call_line(folder, line, output, message);
}

static JsonNode *call_json(const char *arguments)
{
  g_autofree char *with_json = g_strconcat(arguments, " --json", NULL), *output = NULL, *message = NULL;
  g_assert_cmpint(call(with_json, &output, &message), ==, 0);
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string(output, &error);
  g_assert_no_error(error);
  return node;
}

static double number(JsonNode *node, const char *name, const char *member)
{
  JsonObject *object = json_node_get_object(node);
  return json_object_get_double_member(member ? json_object_get_object_member(object, name) : object,
                                       member ? member : name);
}

static void test_distance(void)
{
  g_autoptr(JsonNode) json = call_json("quantum.xyz distance --atoms 0,1 --classical classical.xyz -o d.csv");
  g_autofree char *quantum_path = in_folder("quantum.xyz"), *csv_path = in_folder("d.csv"), *csv = NULL;
  g_autoptr(BwTrajectory) run = bw_open_trajectory(quantum_path, NULL, NULL);
  g_autoptr(BwDistribution) distances = bw_distribution_new(&(BwCoordinate){2, {0, 1}});
  g_assert_true(bw_distribution_add_trajectory(distances, run, 0, -1, NULL));
  BwMean beads = bw_distribution_beads(distances);
  g_assert_cmpfloat_with_epsilon(number(json, "beads_angstrom", "mean"), beads.mean, 1e-12);
  g_assert_cmpfloat_with_epsilon(number(json, "beads_angstrom", "error"), beads.error, 1e-12);
  double difference = number(json, "difference_angstrom", "mean");
  g_assert_cmpfloat_with_epsilon(difference, 0.02, 5 * number(json, "difference_angstrom", "error"));
  g_assert_cmpfloat(number(json, "n_beads", NULL), ==, N_BEADS);
  g_assert_true(g_file_get_contents(csv_path, &csv, NULL, NULL));
  g_assert_nonnull(strstr(csv, "# Quantum bond longer by 0.0"));
  g_assert_nonnull(
      strstr(csv, "Distance from (Å),Distance to (Å),4 beads (1/Å),centroid (1/Å),classical (1/Å)\n"));
  g_unlink(csv_path);
}

/* A chain of four atoms with a bond angle of 100° whose dihedral swings about 180°. */
static void test_angles(void)
{
  const int numbers[] = {1, 8, 8, 1};
  const double bend = 100 * G_PI / 180;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(4, numbers, NULL, NULL);
  g_autofree char *path = in_folder("chain.xyz");
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < 40; i++) {
    BwFrame *frame = bw_frame_new(atoms, 1);
    double torsion = G_PI + 0.1 * (i % 5 - 2);
    const double positions[] = {
        sin(bend),      0, cos(bend), 0, 0, 0, 0, 0, 1.4, sin(bend) * cos(torsion), -sin(bend) * sin(torsion),
        1.4 - cos(bend)};
    memcpy(frame->positions, positions, sizeof positions);
    g_ptr_array_add(frames, frame);
  }
  g_autoptr(BwTrajectory) run = bw_trajectory_new_in_memory(frames, path, "extxyz");
  g_assert_true(bw_write_trajectory(path, run, NULL, NULL, NULL, NULL, NULL));
  g_autoptr(JsonNode) angle = call_json("chain.xyz angle --atoms 2,1,0 -o a.csv");
  g_assert_cmpfloat_with_epsilon(number(angle, "beads_degrees", "mean"), 100, 1e-6);
  g_autoptr(JsonNode) dihedral = call_json("chain.xyz dihedral --atoms 0,1,2,3 -o a.csv");
  g_assert_cmpfloat_with_epsilon(fabs(number(dihedral, "beads_degrees", "mean")), 180, 1e-6);
  g_assert_cmpfloat_with_epsilon(number(dihedral, "width_degrees", NULL), 0.1 * sqrt(2) * 180 / G_PI, 0.1);
  g_autofree char *csv_path = in_folder("a.csv"), *csv = NULL;
  g_assert_true(g_file_get_contents(csv_path, &csv, NULL, NULL));
  g_assert_nonnull(strstr(csv, "Dihedral from (°),Dihedral to (°),classical (1/°)\n"));
  g_unlink(csv_path);
  g_unlink(path);
}

static void test_discard(void)
{
  const char *const halves[] = {"0.5", "50%", "2000", "2000fs", "2ps"};
  for (gsize i = 0; i < G_N_ELEMENTS(halves); i++) {
    g_autofree char *arguments = g_strconcat("quantum.xyz energy --discard ", halves[i], NULL);
    g_autoptr(JsonNode) json = call_json(arguments);
    g_assert_cmpfloat(number(json, "n", NULL), ==, N_FRAMES / 2);
    g_assert_cmpfloat_with_epsilon(number(json, "potential_eV", "mean"), 10.5 * BW_KCAL_PER_MOL, 1e-9);
  }
}

static void test_quantities(void)
{
  g_autoptr(JsonNode) temperature = call_json("classical.xyz temperature -o t.svg");
  g_assert_cmpfloat_with_epsilon(number(temperature, "temperature_K", "mean"), 301, 0.02);
  g_autoptr(JsonNode) conserved = call_json("classical.xyz conserved -o c.pdf");
  g_assert_cmpfloat_with_epsilon(number(conserved, "conserved_drift_eV_per_ps", NULL), 1e-3, 1e-9);
  g_autoptr(JsonNode) dipole = call_json("classical.xyz series --key dipole -o d.png --size 300x200 --dark");
  g_assert_cmpfloat(number(dipole, "z", "mean"), ==, 3);
  /* No property says it, but the beads do. */
  g_autoptr(JsonNode) gyration = call_json("quantum.xyz gyration");
  double exact = sqrt(0.5 * 0.14 * 0.14 / 12 * (N_BEADS - 1) / N_BEADS);
  g_assert_cmpfloat_with_epsilon(number(gyration, "radius_of_gyration_angstrom", "mean"), exact, 0.1 * exact);
  const char *const files[] = {"t.svg", "c.pdf", "d.png"};
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = in_folder(files[i]);
    g_assert_cmpint(g_unlink(path), ==, 0);
  }
}

/* A run file is plotted with every step that it recorded, not only with those of its frames. */
static void test_run_file(void)
{
  const double positions[] = {0, 0, 0, 0.8, 0, 0};
  g_autofree char *path = in_folder("run.h5");
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){1, 1}, NULL, NULL);
  g_autoptr(BwPotential) potential = bw_morse_new(4.75, 1.94, 0.742);
  BwRunSpec spec = {.potential = potential,
                    .atoms = atoms,
                    .positions = positions,
                    .n_given_beads = 1,
                    .n_steps = 300,
                    .output = path};
  bw_dynamics_settings_init(&spec.dynamics);
  bw_record_settings_init(&spec.record);
  bw_guard_settings_init(&spec.guard);
  spec.dynamics.n_beads = N_BEADS;
  g_autoptr(BwEngine) engine = bw_engine_new(1, FALSE, NULL, NULL);
  g_assert_true(bw_engine_start_run(engine, &spec, NULL));
  bw_engine_wait(engine, NULL, NULL, NULL);
  g_autoptr(JsonNode) all = call_json("run.h5 energy"), half = call_json("run.h5 energy --discard 0.5");
  g_autoptr(JsonNode) key = call_json("run.h5 series --key kinetic_cv");
  g_auto(BwRunObservable) kinetic = {0};
  g_assert_true(bw_run_observable_read(path, "kinetic_cv", &kinetic, NULL));
  g_assert_cmpfloat(number(all, "n", NULL), ==, 301);
  g_assert_cmpfloat(number(half, "n", NULL), ==, 151);
  double mean = bw_mean(kinetic.values, (gint64)kinetic.n).mean;
  g_assert_cmpfloat_with_epsilon(number(all, "kinetic_cv_eV", "mean"), mean, 1e-12);
  g_assert_cmpfloat_with_epsilon(number(key, "kinetic_cv", "mean"), mean, 1e-12);
  g_unlink(path);
}

static void test_refused(void)
{
  const struct {
    const char *arguments;
    int status;
    const char *words;
  } cases[] = {
      {"quantum.xyz distance -o d.pdf", 2, "--atoms"},
      {"quantum.xyz distance --atoms 0,2 -o d.pdf", 2, "there is no atom 2"},
      {"quantum.xyz distance --atoms 0,0 -o d.pdf", 2, "two different atoms"},
      {"quantum.xyz distance --atoms 0;1 -o d.pdf", 2, "such as 2,8"},
      {"quantum.xyz angle --atoms 0,1 -o d.pdf", 2, "three atoms such as 0,2,8"},
      {"quantum.xyz distance --atoms 0,1,1 -o d.pdf", 2, "two atoms such as 2,8"},
      {"quantum.xyz dihedral -o d.pdf", 2, "--atoms I,J,K,L"},
      {"quantum.xyz angle --atoms 0,1,2 -o d.pdf", 2, "there is no atom 2"},
      {"quantum.xyz distance --atoms 0,1 --classical quantum.xyz -o d.pdf", 2, "4 and --classical 4 beads"},
      {"quantum.xyz distance --atoms 0,1 -o d.jpg", 2, ".pdf, .svg, .png"},
      {"quantum.xyz distance --atoms 0,1 --discard 1e9 -o d.pdf", 2, "left after --discard"},
      {"quantum.xyz distance --atoms 0,1 --discard 3Å -o d.pdf", 1, "--discard 3Å"},
      {"quantum.xyz distance --atoms 0,1 --size 10 -o d.pdf", 2, "640x400"},
      {"quantum.xyz distance --atoms 0,1", 2, "-o FILE"},
      {"quantum.xyz series --key gap -o d.pdf", 2, "they have potential, temperature, conserved, dipole"},
      {"quantum.xyz spectrum -o d.pdf", 2, "there are distance, angle, dihedral, energy"},
      {"absent.xyz energy -o d.pdf", 1, "absent.xyz"},
      {"quantum.xyz", 2, "missing"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *output = NULL, *message = NULL;
    g_assert_cmpint(call(cases[i].arguments, &output, &message), ==, cases[i].status);
    if (!strstr(message, cases[i].words))
      g_error("%s: %s", cases[i].arguments, message);
    g_assert_cmpstr(output, ==, "");
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_getenv("BW_PROGRAM")) {
    g_print("1..0 # SKIP BW_PROGRAM does not name the program\n");
    return 0;
  }
  folder = new_folder();
  write_run("quantum.xyz", N_BEADS, 1);
  write_run("classical.xyz", 1, 2);
  g_test_add_func("/plot/distance", test_distance);
  g_test_add_func("/plot/angles", test_angles);
  g_test_add_func("/plot/discard", test_discard);
  g_test_add_func("/plot/quantities", test_quantities);
  g_test_add_func("/plot/run-file", test_run_file);
  g_test_add_func("/plot/refused", test_refused);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
