/* PDB: records in their columns, models, cells, elements, and what programs make of them. */
#include "base/error.h"
#include "frames.h"
#include "shared-data.h"

#include <math.h>

#define ATOM(record, name, residue, x, element)                                                              \
  record "    1 " name " " residue "    " x "   2.000   3.000  1.00  0.00          " element "\n"

static const BwUnitSystem nothing;

static BwTrajectory *open_text(const char *text)
{
  return open_text_as(&bw_format_pdb, "a.pdb", text, &nothing);
}

static BwFrame *read_text(const char *text)
{
  g_autoptr(BwTrajectory) trajectory = open_text(text);
  return read_frame(trajectory, 0);
}

static void test_models(void)
{
  g_autoptr(BwTrajectory) trajectory =
      open_text("REMARK anything\nCRYST1   10.000   20.000   30.000  90.00  90.00  60.00 P 1           1\n"
                "MODEL        1\n" ATOM(
                    "ATOM  ", " CA ", "ALA A  12", "   1.000",
                    " C") "TER\nENDMDL\n"
                          "MODEL        2\r\nATOM  *****  CA AALA A  12      -1.000   2.000   3.000\r\n"
                          "ATOM      2  CA BALA A  12       9.000   2.000   3.000\nENDMDL\n"
                          "MODEL        3\nCRYST1    5.000    5.000    5.000  90.00  90.00  90.00\n"
                          "HETATMA0000  O   HOH     1       4.000   2.000   3.000\nHETATM    3  H   HOH     "
                          "1       5.000   2.000   3.000\n"
                          "ENDMDL\nCONECT    1    2\nMASTER\nEND\n");
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 3);
  g_autoptr(BwFrame) first = read_frame(trajectory, 0), second = read_frame(trajectory, 1),
                     third = read_frame(trajectory, 2);
  g_assert_cmpfloat(first->positions[0], ==, 1);
  g_assert_cmpstr(first->atoms->labels[0], ==, "CA");
  g_assert_cmpint(first->atoms->numbers[0], ==, 6);
  g_assert_cmpstr(bw_frame_find(first, "residuenames")->text, ==, "ALA");
  g_assert_cmpfloat(bw_frame_find(first, "residuenumbers")->values[0], ==, 12);
  g_assert_cmpstr(bw_frame_find(first, "chains")->text, ==, "A");
  g_assert_cmpint(second->atoms->n_atoms, ==, 1); /* the first alternate location */
  g_assert_cmpfloat(second->positions[0], ==, -1);
  g_assert_cmpint(third->atoms->n_atoms, ==, 2);
  g_assert_cmpfloat_with_epsilon(first->cell.vectors[1][0], 10, 1e-9);
  g_assert_cmpfloat_with_epsilon(second->cell.vectors[1][0], 10, 1e-9); /* that of the file */
  g_assert_cmpfloat_with_epsilon(third->cell.vectors[1][1], 5, 1e-9);   /* its own */
}

/* Without MODEL, separated by END; the last one by the end of the file. */
static void test_ends(void)
{
  g_autoptr(BwTrajectory) trajectory =
      open_text(ATOM("ATOM  ", " N  ", "ALA A  12", "   1.000",
                     " N") "END\n" ATOM("ATOM  ", " N  ", "ALA A  12", "   2.000",
                                        " N") "ENDMDL\nEND\n\n"
                                              "ATOM      1  N   ALA A  12       3.000   2.000   3.000");
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 3);
  g_autoptr(BwFrame) last = read_frame(trajectory, 2);
  g_assert_cmpfloat(last->positions[0], ==, 3);
}

static void test_elements(void)
{
  static const struct {
    const char *record, *name, *residue, *element;
    int number;
  } cases[] = {
      {"ATOM  ", " CA ", "ALA A   1", "  ", 6},  {"ATOM  ", " CA ", "ALA A   1", "CA", 20},
      {"HETATM", "CA  ", "LIG A   1", "  ", 20}, {"HETATM", "CA  ", " CA A   1", "  ", 20},
      {"ATOM  ", "CA  ", "ALA A   1", "  ", 6},  {"ATOM  ", "HG11", "VAL A   1", "  ", 1},
      {"ATOM  ", "1HB ", "ALA A   1", "  ", 1},  {"HETATM", "ZN  ", " ZN A   1", "  ", 30},
      {"ATOM  ", " D  ", "DOD A   1", " D", 1},  {"HETATM", "FE  ", "HEM A   1", "FE", 26},
      {"ATOM  ", " OXT", "ALA A   1", " O", 8},  {"ATOM  ", " A  ", "XXX A   1", " A", 0},
      {"HETATM", "CL  ", "LIG A   1", "Cl", 17}, {"ATOM  ", "NA  ", " NA A   1", "  ", 11},
      {"ATOM  ", " NA ", "HEM A   1", "  ", 7},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text =
        g_strdup_printf("%s    1 %s %s       1.000   2.000   3.000  1.00  0.00          %s\n",
                        cases[i].record, cases[i].name, cases[i].residue, cases[i].element);
    g_autoptr(BwFrame) frame = read_text(text);
    g_test_message("%s", text);
    g_assert_cmpint(frame->atoms->numbers[0], ==, cases[i].number);
  }
  g_autoptr(BwFrame) heavy = read_text(ATOM("ATOM  ", " D  ", "DOD A   1", "   1.000", " D"));
  g_assert_cmpfloat_with_epsilon(heavy->atoms->masses[0], 2.0141, 1e-4);
}

static void test_gromacs(void)
{
  g_autoptr(BwFrame) frame = read_text("TITLE     Protein t=   1.50000 step= 750\nMODEL        1\n" ATOM(
      "ATOM  ", " N  ", "ALA A  12", "   1.000", " N") "TER\nENDMDL\n");
  g_assert_cmpfloat(frame->time, ==, 1500);
  g_assert_cmpint(frame->step, ==, 750);
  g_autoptr(BwFrame) no_crystal =
      read_text("CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1\n" ATOM(
          "ATOM  ", " N  ", "ALA A  12", "   1.000", " N"));
  g_assert_false(bw_cell_is_periodic(&no_crystal->cell));
}

static void check_refused(const char *text, const char *word)
{
  g_autofree char *path = temporary_file("bad.pdb", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_format_pdb.open_trajectory(path, &nothing, &error);
  gboolean ok = trajectory && bw_trajectory_wait(trajectory, NULL, &error);
  for (gint64 i = 0; ok && i < bw_trajectory_get_n_frames(trajectory, NULL); i++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, i, &error);
    ok = frame != NULL;
  }
  g_assert_false(ok);
  g_test_message("%s", error->message);
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, "bad.pdb"));
  g_assert_nonnull(strstr(error->message, word));
}

static void test_refused(void)
{
  check_refused("HEADER    nothing\nEND\n", "no atoms");
  check_refused("ATOM      1  N   ALA A  12       3.000\n", "line 1");
  check_refused("ATOM      1  N   ALA A  12       3.000   x.000   3.000\n", "line 1");
  check_refused("ATOM      1  N   ALA A  12            \n", "too short");
  check_refused("ATOM      1  N   ALA A  12     *************** 3.000   3.000\n", "line 1");
  check_refused("ATOM      1  N   ALA A  12         nan   2.000   3.000\n", "line 1");
  check_refused("CRYST1   10.000   abcdef   30.000  90.00  90.00  60.00\n" ATOM("ATOM  ", " N  ", "ALA A  12",
                                                                                "   1.000", " N"),
                "six numbers");
  check_refused("CRYST1   10.000   20.000   30.000  90.00  90.00 180.00\n" ATOM("ATOM  ", " N  ", "ALA A  12",
                                                                                "   1.000", " N"),
                "line 1");
  check_refused("MODEL        1\n" ATOM("ATOM  ", " N  ", "ALA A  12", "   1.000",
                                        " N") "ENDMDL\nMODEL        2\n" ATOM("ATOM  ", " N  ", "ALA A  12",
                                                                              "   1.000", " N"),
                "ENDMDL is missing");
}

static void test_mutilated(void)
{
  static const char text[] =
      "CRYST1   10.000   20.000   30.000  90.00  90.00  60.00 P 1           1\nMODEL        1\n" ATOM(
          "ATOM  ", " CA ", "ALA A  12", "   1.000", " C") "ENDMDL\nEND\n";
  static const char bytes[] = {'\0', '\n', ' ', '9', '-', '\xff', '\r'};
  for (gsize i = 0; i < sizeof text - 1; i++)
    for (gsize b = 0; b <= sizeof bytes; b++) {
      g_autofree char *copy = g_memdup2(text, sizeof text);
      if (b < sizeof bytes)
        copy[i] = bytes[b];
      g_autofree char *path =
          temporary_file("cut.pdb", copy, (gssize)(b < sizeof bytes ? sizeof text - 1 : i));
      g_autoptr(GError) error = NULL;
      g_autoptr(BwTrajectory) trajectory = bw_format_pdb.open_trajectory(path, &nothing, &error);
      g_assert_true((trajectory != NULL) != (error != NULL));
      for (gint64 k = 0; trajectory && k < bw_trajectory_get_n_frames(trajectory, NULL); k++) {
        g_clear_error(&error);
        g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, k, &error);
        g_assert_true((frame != NULL) != (error != NULL));
      }
    }
}

/* Residues, names, cell, time and beads survive; positions to a thousandth. */
static void test_round_trip(void)
{
  static const int numbers[] = {6, 1, 20};
  static const double masses[] = {12.011, 2.01410177812, 40.078};
  static const char *const labels[] = {"CA", "HG11", "CA"};
  static const double lengths[] = {7, 8, 9}, angles[] = {90, 80, 70};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(3, numbers, masses, labels);
  g_autofree char *path = temporary_path("out.pdb");
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < 2; i++) {
    BwFrame *frame = bw_frame_new(atoms, 4);
    bw_cell_init_parameters(&frame->cell, lengths, angles, NULL);
    for (int k = 0; k < 36; k++)
      frame->positions[k] = 50 * sin(k + i);
    frame->step = 5 * i;
    frame->time = 0.125 * i;
    BwProperty *residue = bw_frame_add_text(frame, "residuenames", "ALA ALA CA");
    residue->per_atom = TRUE;
    residue->n_components = 1;
    bw_frame_add_atom_values(frame, "residuenumbers", NULL, 1)->values[0] = -3;
    g_ptr_array_add(frames, frame);
  }
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "memory", "memory");
  g_autoptr(GError) error = NULL;
  bw_format_pdb.write(path, trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwTrajectory) back = bw_format_pdb.open_trajectory(path, &nothing, &error);
  g_assert_no_error(error);
  g_assert_cmpint(back->n_beads, ==, 4);
  g_assert_cmpint(bw_trajectory_get_n_frames(back, NULL), ==, 2);
  g_autoptr(BwFrame) frame = read_frame(back, 1), original = bw_trajectory_read(trajectory, 1, NULL);
  g_assert_true(bw_atoms_equal(frame->atoms, atoms));
  g_assert_cmpfloat(frame->atoms->masses[1], ==, masses[1]);
  g_assert_cmpstr(frame->atoms->labels[1], ==, "HG11");
  g_assert_cmpint(frame->step, ==, 5);
  g_assert_cmpfloat(frame->time, ==, 0.125);
  g_assert_cmpstr(bw_frame_find(frame, "residuenames")->text, ==, "ALA ALA CA");
  g_assert_cmpfloat(bw_frame_find(frame, "residuenumbers")->values[0], ==, -3);
  for (int k = 0; k < 36; k++)
    g_assert_cmpfloat_with_epsilon(frame->positions[k], original->positions[k], 5.01e-4);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(frame->cell.vectors[k / 3][k % 3], original->cell.vectors[k / 3][k % 3],
                                   1e-3);
}

static void test_does_not_fit(void)
{
  static const int number = 1;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, &number, NULL, NULL);
  GPtrArray *frames = g_ptr_array_new();
  BwFrame *frame = bw_frame_new(atoms, 1);
  frame->positions[1] = -12345;
  g_ptr_array_add(frames, frame);
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "memory", "memory");
  g_autofree char *path = temporary_path("far.pdb");
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_format_pdb.write(path, trajectory, NULL, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void test_real(void)
{
  static const struct {
    const char *name, *formula;
    int n_frames;
  } files[] = {
      {"1npc.pdb.gz", "C1486Ca4N407O799S2Zn", 1},
      {"MOF-5.pdb", "C24H12O19Zn10", 1},
      {"atom-id-0.pdb", "C2", 1},
      {"crystal-maker.pdb", "Xe8", 1},
      {"end-endmdl.pdb", "CHBX", 2},
      {"odd-start.pdb", "C18O2", 1},
      {"psfgen-output.pdb", "C7H13N3O3", 1},
      {"short-atom.pdb", "H6O3", 1},
      {"insertion-code.pdb", "CHBX", 1},
      {"short-cryst1.pdb", "H6O3", 1},
      {"hemo.pdb", "C190H259FeN40O31S", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *name = g_strconcat("viewer_trajectories/chemfiles/pdb/", files[i].name, NULL);
    g_autofree char *path = shared_data(name);
    if (!path)
      return;
    g_autoptr(GError) error = NULL;
    g_autoptr(BwTrajectory) trajectory = bw_format_pdb.open_trajectory(path, &nothing, &error);
    g_assert_no_error(error);
    g_assert_true(bw_trajectory_wait(trajectory, NULL, NULL));
    g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, files[i].n_frames);
    g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
    g_autofree char *formula = bw_atoms_formula(frame->atoms);
    if (i != 4 && i != 8) /* letters that are no elements: their order in a formula says nothing */
      g_assert_cmpstr(formula, ==, files[i].formula);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/pdb/models", test_models);
  g_test_add_func("/pdb/ends", test_ends);
  g_test_add_func("/pdb/elements", test_elements);
  g_test_add_func("/pdb/gromacs", test_gromacs);
  g_test_add_func("/pdb/refused", test_refused);
  g_test_add_func("/pdb/mutilated", test_mutilated);
  g_test_add_func("/pdb/round-trip", test_round_trip);
  g_test_add_func("/pdb/does-not-fit", test_does_not_fit);
  g_test_add_func("/pdb/real", test_real);
  int status = g_test_run();
  temporary_end();
  return status;
}
