/* Plain and extended XYZ: every key and column, what other programs write, units, real files. */
#include "base/error.h"
#include "base/units.h"
#include "frames.h"
#include "shared-data.h"

#include <math.h>
#include <string.h>

static const BwUnitSystem nothing;

static BwTrajectory *open_text(const char *text, const char *units)
{
  BwUnitSystem system = {0};
  if (units)
    g_assert_true(bw_unit_system_parse(units, &system, NULL));
  return open_text_as(&bw_format_xyz, "a.xyz", text, &system);
}

static BwFrame *read_text(const char *text, const char *units)
{
  g_autoptr(BwTrajectory) trajectory = open_text(text, units);
  return read_frame(trajectory, 0);
}

static void test_plain(void)
{
  g_autoptr(BwTrajectory) trajectory = open_text(
      "3\nwater, by hand\nO 0 0 0.1\n H\t0.0 7.5e-1 -.5 \r\nh  0 -0.75 -5.0D-1\n\n\n  2  \n\n8 1 2 3\n1 "
      "4 5 6",
      NULL);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_autoptr(BwFrame) first = read_frame(trajectory, 0), second = read_frame(trajectory, 1);
  const double expected[] = {0, 0, 0.1, 0, 0.75, -0.5, 0, -0.75, -0.5};
  g_assert_cmpmem(first->positions, sizeof expected, expected, sizeof expected);
  g_assert_cmpint(first->atoms->numbers[2], ==, 1);
  g_assert_cmpstr(text_of(first, "comment"), ==, "water, by hand");
  g_assert_false(bw_cell_is_periodic(&first->cell));
  g_assert_true(isnan(first->time) && first->step == -1);
  g_assert_cmpint(second->atoms->n_atoms, ==, 2);
  g_assert_cmpint(second->atoms->numbers[0], ==, 8);
  g_assert_cmpfloat(second->positions[5], ==, 6);
  g_assert_nonnull(strstr(trajectory->units_note, "Å"));
}

static void test_extended(void)
{
  g_autoptr(BwFrame) frame = read_text(
      "2\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3:forces:R:3:charge:R:1:id:I:2:fix:L:1:"
      "tag:S:1 energy=-1.5 stress=\"1 2 3 4 5 6 7 8 9\" pbc=\"T F T\" name='two words' count=12 ok=T flag "
      "vector=[1, 2.5, 3] old={4 5} matrix=[[1,2],[3,4]] json=\"_JSON [7, 8]\" esc=\"a \\\"b\\\"\" \"a "
      "key\"=1 Time=2.5 step=7 gap=0.5 property_units=\"gap=eV,charge=e\" list=[a, b]\n"
      "C 0 1 2 .1 .2 .3 -0.5 1 2 T first\n"
      "O 3 4 5 .4 .5 .6 0.5 3 -4 F second\n",
      NULL);
  g_assert_cmpint(frame->atoms->numbers[1], ==, 8);
  g_assert_cmpfloat(frame->positions[5], ==, 5);
  g_assert_cmpfloat(frame->cell.vectors[1][1], ==, 5);
  g_assert_true(frame->cell.periodic[0] && !frame->cell.periodic[1] && frame->cell.periodic[2]);
  g_assert_cmpfloat(frame->time, ==, 2.5);
  g_assert_cmpint(frame->step, ==, 7);
  g_assert_cmpfloat(number(frame, "energy", 0), ==, -1.5);
  g_assert_cmpstr(bw_frame_find_energy(frame)->unit, ==, "eV");
  g_assert_cmpfloat(number(frame, "stress", 5), ==, 6);
  g_assert_cmpstr(bw_frame_find(frame, "stress")->unit, ==, "eV/Å³");
  g_assert_cmpfloat(number(frame, "forces", 3), ==, 0.4);
  g_assert_cmpstr(bw_frame_find_forces(frame)->unit, ==, "eV/Å");
  g_assert_cmpfloat(number(frame, "charge", 1), ==, 0.5);
  g_assert_cmpstr(bw_frame_find(frame, "charge")->unit, ==, "e");
  g_assert_cmpstr(bw_frame_find(frame, "gap")->unit, ==, "eV");
  g_assert_cmpfloat(number(frame, "id", 3), ==, -4);
  g_assert_cmpint(bw_frame_find(frame, "id")->type, ==, BW_PROPERTY_INTEGER);
  g_assert_cmpfloat(number(frame, "fix", 0), ==, 1);
  g_assert_cmpint(bw_frame_find(frame, "fix")->type, ==, BW_PROPERTY_BOOLEAN);
  g_assert_cmpstr(text_of(frame, "tag"), ==, "first second");
  g_assert_cmpstr(text_of(frame, "name"), ==, "two words");
  g_assert_cmpstr(text_of(frame, "esc"), ==, "a \"b\"");
  g_assert_cmpfloat(number(frame, "count", 0), ==, 12);
  g_assert_cmpint(bw_frame_find(frame, "count")->type, ==, BW_PROPERTY_INTEGER);
  g_assert_cmpint(bw_frame_find(frame, "ok")->type, ==, BW_PROPERTY_BOOLEAN);
  g_assert_cmpfloat(number(frame, "flag", 0), ==, 1);
  g_assert_cmpfloat(number(frame, "vector", 1), ==, 2.5);
  g_assert_cmpfloat(number(frame, "old", 1), ==, 5);
  g_assert_cmpfloat(number(frame, "matrix", 3), ==, 4);
  g_assert_cmpfloat(number(frame, "json", 1), ==, 8);
  g_assert_cmpfloat(number(frame, "a key", 0), ==, 1);
  g_assert_cmpstr(text_of(frame, "list"), ==, "[a, b]");
  g_assert_null(bw_frame_find(frame, "Properties"));
}

static void test_names(void)
{
  g_autoptr(BwFrame) frame =
      read_text("8\n\nC1 0 0 0\nD 1 0 0\nT 2 0 0\n13C 3 0 0\nH2 4 0 0\nXx 5 0 0\ncl 6 0 0\n26 7 0 0\n", NULL);
  const int numbers[] = {6, 1, 1, 6, 1, 0, 17, 26};
  g_assert_cmpmem(frame->atoms->numbers, sizeof numbers, numbers, sizeof numbers);
  g_assert_cmpfloat_with_epsilon(frame->atoms->masses[1], 2.0141, 1e-4);
  g_assert_cmpfloat_with_epsilon(frame->atoms->masses[2], 3.0160, 1e-4);
  g_assert_cmpfloat_with_epsilon(frame->atoms->masses[3], 13.00335, 1e-4);
  g_assert_cmpfloat(frame->atoms->masses[4], ==, 1.008); /* a label, not deuterium */
  g_assert_cmpstr(frame->atoms->labels[0], ==, "C1");
  g_assert_cmpstr(frame->atoms->labels[5], ==, "Xx");
  g_autoptr(BwFrame) by_number = read_text("1\nProperties=Z:I:1:pos:R:3:masses:R:1\n8 1 2 3 17.999\n", NULL);
  g_assert_cmpint(by_number->atoms->numbers[0], ==, 8);
  g_assert_cmpfloat(by_number->atoms->masses[0], ==, 17.999);
}

/* Comment lines that other programs write into plain XYZ. */
static void test_programs(void)
{
  g_autoptr(BwFrame) cp2k =
      read_text("1\n i =       10, time =        5.000, E =       -12.3\nH 0 0 0\n", NULL);
  g_assert_cmpint(cp2k->step, ==, 10);
  g_assert_cmpfloat(cp2k->time, ==, 5);
  g_assert_cmpfloat_with_epsilon(number(cp2k, "E", 0), -12.3 * BW_HARTREE, 1e-9);
  g_autoptr(BwFrame) tight = read_text("1\ni=10,time=5.0,E=-12.3\nH 0 0 0\n", NULL);
  g_assert_cmpint(tight->step, ==, 10);
  g_autoptr(BwFrame) quoted = read_text("1\nEnergy=\"-12.3\" note=\"300 K\"\nH 0 0 0\n", NULL);
  g_assert_cmpfloat(number(quoted, "energy", 0), ==, -12.3);
  g_assert_cmpstr(text_of(quoted, "note"), ==, "300 K");
  g_autoptr(BwFrame) xtb = read_text("1\n energy: -5.07 gnorm: 0.0004 xtb: 6.4.1 (23d549d)\nH 0 0 0\n", NULL);
  g_assert_cmpfloat_with_epsilon(number(xtb, "energy", 0), -5.07 * BW_HARTREE, 1e-9);
  g_autoptr(BwFrame) orca = read_text("1\nCoordinates from ORCA-job a E -76.25\nH 0 0 0\n", NULL);
  g_assert_cmpfloat_with_epsilon(number(orca, "E", 0), -76.25 * BW_HARTREE, 1e-9);
  g_autoptr(BwFrame) step = read_text("1\nstep    12\nH 0 0 0\n", NULL);
  g_assert_cmpint(step->step, ==, 12);
  g_autoptr(BwFrame) json = read_text("1\n{\"formula\": \"H\"}\nH 0 0 0\n", NULL);
  g_assert_cmpstr(text_of(json, "comment"), ==, "{\"formula\": \"H\"}");
  g_autoptr(BwFrame) open_quote = read_text("1\nBob's = \"molecule\nH 0 0 0\n", NULL);
  g_assert_cmpstr(text_of(open_quote, "comment"), ==, "Bob's = \"molecule");
  g_autoptr(BwFrame) extra = read_text("2\n\nH 0 0 0 0.5 7\nH 0 0 1 0.25 8\n", NULL);
  g_assert_cmpfloat(number(extra, "extra", 2), ==, 0.25);
}

static void test_ipi(void)
{
  g_autoptr(BwTrajectory) trajectory = open_text(
      "1\n# CELL(abcABC): 10 20 30 90 90 60 Step: 40 Bead: 2 positions{atomic_unit} cell{atomic_unit}\nH2 1 "
      "2 3\n"
      "1\n# CELL(H): 1 4 7 0 5 8 0 0 9 Step: 41 Bead: 2 positions{angstrom} cell{angstrom}\nH 1 2 3\n",
      NULL);
  g_autoptr(BwFrame) first = read_frame(trajectory, 0), second = read_frame(trajectory, 1);
  g_assert_null(trajectory->units_note);
  g_assert_cmpint(first->step, ==, 40);
  g_assert_cmpfloat(first->positions[2], ==, 3 * BW_BOHR);
  g_assert_cmpfloat_with_epsilon(first->cell.vectors[0][0], 10 * BW_BOHR, 1e-12);
  g_assert_cmpfloat_with_epsilon(first->cell.vectors[1][0], 10 * BW_BOHR, 1e-12); /* 20 cos 60° */
  g_assert_cmpfloat_with_epsilon(first->atoms->masses[0], 2.0141, 1e-4);
  g_assert_cmpfloat(second->positions[2], ==, 3);
  g_assert_cmpfloat(second->cell.vectors[1][0], ==, 4); /* columns of the matrix are vectors */
  g_assert_cmpfloat(second->cell.vectors[2][1], ==, 8);
}

static void test_units(void)
{
  const char *text =
      "1\nLattice=\"2 0 0 0 2 0 0 0 2\" Properties=species:S:1:pos:R:3:forces:R:3 energy=1 time=1 "
      "gap=3\nH 1 0 0 1 0 0\n";
  g_autoptr(BwTrajectory) assumed = open_text(text, NULL), told = open_text(text, "atomic");
  g_assert_nonnull(strstr(assumed->units_note, "eV"));
  g_assert_nonnull(strstr(assumed->units_note, "fs"));
  g_assert_null(told->units_note);
  g_autoptr(BwFrame) frame = read_frame(told, 0);
  g_assert_cmpfloat(frame->positions[0], ==, BW_BOHR);
  g_assert_cmpfloat(frame->cell.vectors[0][0], ==, 2 * BW_BOHR);
  g_assert_cmpfloat(number(frame, "energy", 0), ==, BW_HARTREE);
  g_assert_cmpfloat_with_epsilon(number(frame, "forces", 0), BW_HARTREE / BW_BOHR, 1e-10);
  g_assert_cmpfloat_with_epsilon(frame->time, 0.0241888, 1e-6);
  g_assert_cmpfloat(number(frame, "gap", 0), ==, 3); /* nobody said what it is in */
  g_assert_null(bw_frame_find(frame, "gap")->unit);

  g_autoptr(BwTrajectory) said = open_text(
      "1\nProperties=species:S:1:pos:R:3 units=\"length=nm,energy=kcal/mol,time=ps\" energy=2 time=3\n"
      "H 1 0 0\n",
      NULL);
  g_autoptr(BwFrame) nanometres = read_frame(said, 0);
  g_assert_null(said->units_note);
  g_assert_cmpfloat(nanometres->positions[0], ==, 10);
  g_assert_cmpfloat(number(nanometres, "energy", 0), ==, 2 * BW_KCAL_PER_MOL);
  g_assert_cmpfloat(nanometres->time, ==, 3000);
}

/* Consecutive frames with bead and n_beads are one ring polymer. */
static void test_ring_polymer(void)
{
  GString *text = g_string_new(NULL);
  for (int frame = 0; frame < 2; frame++)
    for (int bead = 0; bead < 3; bead++)
      g_string_append_printf(
          text,
          "2\nProperties=species:S:1:pos:R:3:forces:R:3 bead=%d n_beads=3 step=%d energy=%d%s\n"
          "O %d 0 0 %d 0 0\nH 0 %d 0 0 0 0\n",
          bead, 10 * frame, bead, bead == 0 ? " total=5" : "", bead, bead + 7, frame);
  g_autoptr(BwTrajectory) trajectory = open_text(text->str, NULL);
  g_assert_cmpint(trajectory->n_beads, ==, 3);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 1);
  g_assert_cmpint(frame->n_beads, ==, 3);
  g_assert_cmpint(frame->step, ==, 10);
  g_assert_cmpfloat(frame->positions[2 * 6], ==, 2);
  const BwProperty *forces = bw_frame_find(frame, "forces"), *energy = bw_frame_find(frame, "energy");
  g_assert_cmpint(forces->n_rows, ==, 6);
  g_assert_cmpfloat(forces->values[2 * 6], ==, 9);
  g_assert_cmpint(energy->n_rows, ==, 3);
  g_assert_cmpfloat(energy->values[1], ==, 1);
  g_assert_cmpint(bw_frame_find(frame, "total")->n_rows, ==, 1);

  g_autofree char *path = temporary_file("cut.xyz", text->str, (gssize)(text->len * 5 / 6 + 1));
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) cut = bw_format_xyz.open_trajectory(path, &nothing, &error);
  g_assert_no_error(error);
  g_assert_cmpint(bw_trajectory_get_n_frames(cut, NULL), ==, 1);
  g_assert_false(bw_trajectory_wait(cut, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_string_free(text, TRUE);
}

static gpointer read_all(gpointer data)
{
  BwTrajectory *trajectory = data;
  double sum = 0;
  for (int round = 0; round < 20; round++)
    for (gint64 i = 0; i < bw_trajectory_get_n_frames(trajectory, NULL); i++) {
      g_autoptr(BwFrame) frame = read_frame(trajectory, i);
      sum += frame->positions[0];
    }
  double *result = g_new(double, 1);
  *result = sum;
  return result;
}

static void test_threads(void)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 50; i++)
    g_string_append_printf(
        text, "1\nProperties=species:S:1:pos:R:3%s units=\"energy=%s\" energy=1\n%s %d 0 0%s\n",
        i % 2 ? ":a:R:1" : "", i % 3 ? "eV" : "Ha", i % 5 ? "H" : "O", i, i % 2 ? " 1" : "");
  g_autoptr(BwTrajectory) trajectory = open_text(text->str, NULL);
  GThread *threads[4];
  for (int t = 0; t < 4; t++)
    threads[t] = g_thread_new("reader", read_all, trajectory);
  for (int t = 0; t < 4; t++) {
    g_autofree double *sum = g_thread_join(threads[t]);
    g_assert_cmpfloat(*sum, ==, 20 * 49 * 50 / 2);
  }
  g_string_free(text, TRUE);
}

static void test_real(void)
{
  static const struct {
    const char *name;
    int n_frames, n_atoms;
  } files[] = {
      {"viewer_trajectories/chemfiles/xyz/extended.xyz", 3, 192},
      {"viewer_trajectories/chemfiles/xyz/helium.xyz", 397, 125},
      {"viewer_trajectories/chemfiles/xyz/spaces.xyz", 1, 64},
      {"viewer_trajectories/chemfiles/xyz/water.6.xyz.gz", 100, 297},
      {"deepmd_water/water_64mol_ship320.extxyz", 320, 192},
      {"nanocluster_tio2/trajectory_TiO2_3_100K.xyz", 4001, 9},
      {"bulk_methane/mebox-minimal-oos-T110-pbe0-b1b.xyz", 14, 135},
      {"zundel/h5o2+.extxyz", 1, 7},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = shared_data(files[i].name);
    if (!path)
      return;
    g_autoptr(GError) error = NULL;
    g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, &error);
    g_assert_no_error(error);
    bw_trajectory_wait(trajectory, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, files[i].n_frames);
    for (int k = 0; k < files[i].n_frames; k += 50) {
      g_autoptr(BwFrame) frame = read_frame(trajectory, k);
      g_assert_cmpint(frame->atoms->n_atoms, ==, files[i].n_atoms);
    }
  }
}

/* The values are those that another reader gets from the same file. */
static void test_real_values(void)
{
  g_autofree char *path = shared_data("bulk_methane/mebox-minimal-oos-T110-pbe0-b1b.xyz");
  if (!path)
    return;
  g_autoptr(BwTrajectory) trajectory = bw_format_xyz.open_trajectory(path, &nothing, NULL);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
  g_assert_cmpfloat(frame->positions[2], ==, -5.12019840);
  g_assert_cmpfloat(number(frame, "energy", 0), ==, 0.05702828);
  g_assert_cmpfloat(number(frame, "force", 0), ==, -0.02263639);
  g_assert_cmpfloat_with_epsilon(bw_cell_volume(&frame->cell), 1652.04, 0.01);
  g_assert_cmpstr(text_of(frame, "xc_functional"), ==, "PBE0");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/xyz/plain", test_plain);
  g_test_add_func("/xyz/extended", test_extended);
  g_test_add_func("/xyz/names", test_names);
  g_test_add_func("/xyz/programs", test_programs);
  g_test_add_func("/xyz/ipi", test_ipi);
  g_test_add_func("/xyz/units", test_units);
  g_test_add_func("/xyz/ring-polymer", test_ring_polymer);
  g_test_add_func("/xyz/threads", test_threads);
  g_test_add_func("/xyz/real", test_real);
  g_test_add_func("/xyz/real-values", test_real_values);
  int status = g_test_run();
  temporary_end();
  return status;
}
