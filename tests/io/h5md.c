/* H5MD as other programs write it, as this one does, and as nobody should. */
#include "base/error.h"
#include "frames.h"
#include "io/hdf5/h5.h"
#include "io/h5md/h5md-units.h"
#include "io/io.h"
#include "shared-data.h"

#include <math.h>
#include <string.h>

enum { N = 3, T = 4 };

static char *path;

/* Units of fixed length: HDF5 1.10 itself does not survive a damaged heap of strings, and bytes are flipped
 * below. */
static void write_doubles(hid_t file, const char *name, int n_dims, const hsize_t *dims, const double *values,
                          const char *unit)
{
  g_autoptr(GError) error = NULL;
  bw_h5_write(file, name, H5T_NATIVE_DOUBLE, n_dims, dims, values, NULL, &error);
  g_assert_no_error(error);
  g_auto(BwH5) dataset = bw_h5_open(file, name, NULL);
  g_assert_true(!unit || bw_h5_set_string_sealed(dataset, "unit", unit, &error));
}

static void write_ints(hid_t file, const char *name, int n, const int *values)
{
  g_autoptr(GError) error = NULL;
  bw_h5_write(file, name, H5T_NATIVE_INT, n > 0 ? 1 : 0, (hsize_t[]){n}, values, NULL, &error);
  g_assert_no_error(error);
}

/* value[T][n][3] with value = 100 t + 10 i + k */
static void write_vectors(hid_t file, const char *name, int n, const char *unit)
{
  g_autofree double *values = g_new(double, T *n * 3);
  for (int t = 0; t < T; t++)
    for (int i = 0; i < 3 * n; i++)
      values[t * n * 3 + i] = 100 * t + 10 * (i / 3) + i % 3;
  write_doubles(file, name, 3, (hsize_t[]){T, n, 3}, values, unit);
}

static hid_t begin(void)
{
  g_autoptr(GError) error = NULL;
  hid_t file = bw_h5_create_file(path, &error);
  g_assert_no_error(error);
  g_auto(BwH5) group = bw_h5_create_group(file, "h5md", &error);
  bw_h5_set_ints(group, "version", (int[]){1, 0}, 2, &error);
  g_assert_no_error(error);
  return file;
}

static void set_string(hid_t file, const char *object, const char *name, const char *value)
{
  g_auto(BwH5) opened = bw_h5_open(file, object, NULL);
  g_assert_true(bw_h5_set_string_sealed(opened, name, value, NULL));
}

static BwTrajectory *open_file(const BwUnitSystem *units)
{
  g_autoptr(GError) error = NULL;
  BwTrajectory *trajectory = bw_open_trajectory(path, units, &error);
  g_assert_no_error(error);
  return trajectory;
}

static double scalar(const BwFrame *frame, const char *name, const char *unit)
{
  BwProperty *property = bw_frame_find(frame, name);
  g_assert_nonnull(property);
  g_assert_cmpstr(property->unit, ==, unit);
  return property->values[0];
}

/* A simulation in nm and ps: steps at fixed intervals, species by an enumeration, a box of lengths that
 * changes, fixed charges, observables at other steps, and a second group of particles. */
static void write_enumeration(hid_t file)
{
  g_auto(BwH5) type = H5Tenum_create(H5T_STD_I16BE);
  gint16 big_endian[2] = {GINT16_TO_BE(7), GINT16_TO_BE(9)};
  H5Tenum_insert(type, "O", &big_endian[0]);
  H5Tenum_insert(type, "H", &big_endian[1]);
  g_auto(BwH5) space = H5Screate_simple(1, (hsize_t[]){N}, NULL);
  g_auto(BwH5) dataset =
      H5Dcreate2(file, "particles/water/species", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  gint16 species[N] = {big_endian[0], big_endian[1], big_endian[1]};
  g_assert_cmpint(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, species), >=, 0);
}

static void write_interval(hid_t file, const char *name, double interval, double offset, const char *unit)
{
  write_doubles(file, name, 0, NULL, &interval, unit);
  g_auto(BwH5) dataset = bw_h5_open(file, name, NULL);
  g_assert_true(bw_h5_set_double(dataset, "offset", offset, NULL));
}

static void write_nanometres(void)
{
  g_auto(BwH5) file = begin();
  write_vectors(file, "particles/water/position/value", N, "nm");
  write_interval(file, "particles/water/position/step", 10, 50, NULL);
  write_interval(file, "particles/water/position/time", 0.02, 0.1, "ps");
  write_vectors(file, "particles/water/velocity/value", N, "nm ps-1");
  write_interval(file, "particles/water/velocity/step", 10, 50, NULL);
  write_vectors(file, "particles/water/force/value", N, "kJ mol-1 nm-1");
  write_ints(file, "particles/water/force/step", T, (int[]){60, 70, 80, 90});
  write_vectors(file, "particles/water/image/value", N, NULL);
  write_doubles(file, "particles/water/charge", 1, (hsize_t[]){N}, (double[]){-0.8, 0.4, 0.4}, "e");
  write_enumeration(file);
  double edges[T][3] = {{2, 3, 4}, {2, 3, 4}, {2.5, 3, 4}, {2.5, 3, 4}};
  write_doubles(file, "particles/water/box/edges/value", 2, (hsize_t[]){T, 3}, edges[0], "nm");
  write_interval(file, "particles/water/box/edges/step", 10, 50, NULL);
  set_string(file, "particles/water/box", "boundary", "periodic");
  write_vectors(file, "particles/ion/position/value", 1, "nm");
  write_doubles(file, "observables/energy/value", 1, (hsize_t[]){3}, (double[]){1, 2, 3}, "kJ mol-1");
  write_ints(file, "observables/energy/step", 3, (int[]){50, 65, 80});
  write_doubles(file, "observables/water/msd/value", 1, (hsize_t[]){T}, (double[]){4, 5, 6, 7}, NULL);
}

static void test_nanometres(void)
{
  write_nanometres();
  g_autoptr(BwTrajectory) trajectory = open_file(NULL);
  g_assert_cmpint(trajectory->n_frames, ==, T);
  g_assert_cmpint(trajectory->n_beads, ==, 1);
  g_assert_false(trajectory->is_run);
  g_assert_nonnull(strstr(trajectory->units_note, "“water” is shown"));
  g_assert_null(strstr(trajectory->units_note, "assumed"));
  g_autoptr(BwFrame) frame = read_frame(trajectory, 3);
  g_assert_cmpint(frame->atoms->numbers[0], ==, 8);
  g_assert_cmpint(frame->atoms->numbers[2], ==, 1);
  g_assert_cmpint(frame->step, ==, 80);
  g_assert_cmpfloat_with_epsilon(frame->time, 160, 1e-9);
  g_assert_cmpfloat_with_epsilon(frame->positions[8], 3220, 1e-9);
  g_assert_true(frame->cell.periodic[0] && frame->cell.periodic[2]);
  g_assert_cmpfloat_with_epsilon(frame->cell.vectors[0][0], 25, 1e-9);
  const BwProperty *velocities = bw_frame_find(frame, "velocities"), *forces = bw_frame_find(frame, "forces");
  g_assert_cmpfloat_with_epsilon(velocities->values[8], 322 * 10.0 / 1000, 1e-9);
  g_assert_cmpfloat_with_epsilon(forces->values[8], 222 * 1.0364269656262174e-3, 1e-9); /* of step 80 */
  g_assert_cmpstr(forces->unit, ==, "eV/Å");
  g_assert_cmpfloat(bw_frame_find(frame, "charges")->values[0], ==, -0.8);
  g_assert_null(bw_frame_find(frame, "image"));
  g_assert_cmpfloat(scalar(frame, "energy", "kJ*mol-1"), ==, 3);
  g_assert_cmpfloat(scalar(frame, "msd", NULL), ==, 7);

  g_autoptr(BwFrame) second = read_frame(trajectory, 1);
  g_assert_null(bw_frame_find(second, "energy")); /* none at step 60 */
  g_assert_nonnull(bw_frame_find(second, "forces"));
  g_autoptr(BwFrame) first = read_frame(trajectory, 0);
  g_assert_null(bw_frame_find(first, "forces"));
  g_assert_cmpfloat(scalar(first, "energy", "kJ*mol-1"), ==, 1);
}

static void test_told_units(void)
{
  write_nanometres();
  g_autoptr(BwTrajectory) trajectory = open_file(&(BwUnitSystem){.length = "bohr", .time = "fs"});
  g_autoptr(BwFrame) frame = read_frame(trajectory, 1);
  g_assert_cmpfloat_with_epsilon(frame->positions[0], 100 * 0.529177210903, 1e-9);
  g_assert_cmpfloat_with_epsilon(frame->time, 0.12, 1e-12);
}

/* Little is there: positions without units or steps, numbers that are no elements but for their masses. */
static void test_sparse(void)
{
  hid_t file = begin();
  write_vectors(file, "particles/all/position/value", N, NULL);
  write_ints(file, "particles/all/species", N, (int[]){1, 2, 2});
  write_doubles(file, "particles/all/mass", 1, (hsize_t[]){N}, (double[]){15.9994, 1.008, 1.008}, NULL);
  bw_h5_close(file);
  g_autoptr(BwTrajectory) trajectory = open_file(NULL);
  g_assert_nonnull(strstr(trajectory->units_note, "length: Å assumed"));
  g_assert_nonnull(strstr(trajectory->units_note, "from the masses"));
  g_autoptr(BwFrame) frame = read_frame(trajectory, 2);
  g_assert_cmpint(frame->atoms->numbers[0], ==, 8);
  g_assert_cmpint(frame->atoms->numbers[1], ==, 1);
  g_assert_cmpint(frame->step, ==, -1);
  g_assert_true(isnan(frame->time));
  g_assert_cmpfloat(frame->positions[4], ==, 211);
  g_assert_false(bw_cell_is_periodic(&frame->cell));
}

/* Our own */

static BwTrajectory *make_trajectory(int n_beads)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N, (int[]){8, 1, 1}, (double[]){15.999, 1.008, 2.014}, NULL);
  GPtrArray *frames = g_ptr_array_new();
  for (int t = 0; t < T; t++) {
    BwFrame *frame = bw_frame_new(atoms, n_beads);
    for (int i = 0; i < n_beads * N * 3; i++)
      frame->positions[i] = sin(t + i) * 7;
    frame->time = 0.5 * t;
    frame->step = 2 * t;
    const double vectors[3][3] = {{9, 0, 0}, {1.5, 8, 0}, {0, 0, 7 + t}};
    g_assert_true(bw_cell_init(&frame->cell, vectors, (const gboolean[3]){TRUE, TRUE, FALSE}, NULL));
    bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = -3 - t;
    bw_frame_add_frame_values(frame, "dipole", "e*Å", 3)->values[2] = t;
    bw_frame_add_text(frame, "remark", "left out");
    BwProperty *forces = n_beads > 1 ? bw_frame_add_bead_values(frame, "forces", "eV/Å", 3)
                                     : bw_frame_add_atom_values(frame, "forces", "eV/Å", 3);
    for (int i = 0; i < n_beads * N * 3; i++)
      forces->values[i] = cos(i + t);
    g_ptr_array_add(frames, frame);
  }
  return bw_trajectory_new_in_memory(frames, "memory", "extxyz");
}

static void compare(BwTrajectory *a, BwTrajectory *b)
{
  g_assert_cmpint(bw_trajectory_get_n_frames(b, NULL), ==, T);
  g_assert_cmpint(b->n_beads, ==, a->n_beads);
  for (int t = 0; t < T; t++) {
    g_autoptr(BwFrame) x = read_frame(a, t), y = read_frame(b, t);
    const gsize bytes = sizeof(double) * x->n_beads * N * 3;
    g_assert_true(bw_atoms_equal(x->atoms, y->atoms));
    g_assert_cmpmem(x->atoms->masses, sizeof(double) * N, y->atoms->masses, sizeof(double) * N);
    g_assert_cmpmem(x->positions, bytes, y->positions, bytes);
    g_assert_cmpmem(bw_frame_find(x, "forces")->values, bytes, bw_frame_find(y, "forces")->values, bytes);
    g_assert_cmpmem(x->cell.vectors, sizeof x->cell.vectors, y->cell.vectors, sizeof y->cell.vectors);
    g_assert_cmpmem(x->cell.periodic, sizeof x->cell.periodic, y->cell.periodic, sizeof y->cell.periodic);
    g_assert_cmpfloat(x->time, ==, y->time);
    g_assert_cmpint(x->step, ==, y->step);
    g_assert_cmpfloat(scalar(y, "energy", "eV"), ==, -3 - t);
    g_assert_cmpfloat(bw_frame_find(y, "dipole")->values[2], ==, t);
    g_assert_null(bw_frame_find(y, "remark"));
  }
}

static void test_round_trip(void)
{
  for (int n_beads = 1; n_beads <= 4; n_beads += 3) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BwTrajectory) made = make_trajectory(n_beads);
    bw_write_trajectory(path, made, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(BwTrajectory) read = open_file(NULL);
    g_assert_null(read->units_note);
    compare(made, read);
  }
}

static void test_written_units(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) made = make_trajectory(1);
  const BwUnitSystem units = {"nm", "kJ/mol", NULL, "ps"};
  bw_write_trajectory(path, made, &units, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwTrajectory) read = open_file(NULL);
  g_autoptr(BwFrame) was = read_frame(made, 1), is = read_frame(read, 1);
  g_assert_cmpfloat_with_epsilon(is->positions[4], was->positions[4], 1e-12);
  g_assert_cmpfloat_with_epsilon(is->time, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon(bw_frame_find(is, "forces")->values[2], cos(3), 1e-12);
  g_assert_cmpfloat_with_epsilon(scalar(is, "energy", "kJ*mol-1"), -4 / 0.010364269656262174, 1e-9);
  g_auto(BwH5) file = bw_h5_open_file(path, NULL);
  g_auto(BwH5) force = bw_h5_open(file, "particles/all/force/value", NULL);
  g_autofree char *unit = bw_h5_get_string(force, "unit");
  g_assert_cmpstr(unit, ==, "kJ mol-1 nm-1");
}

static void test_unit_names(void)
{
  static const char *const pairs[][2] = {
      {"eV/Å", "eV Angstrom-1"},
      {"kcal/mol/Ang", "kcal mol-1 Ang-1"},
      {"amu·Å/fs", "amu Angstrom fs-1"},
      {"e*Å", "e Angstrom"},
      {"eV/Å^3", "eV Angstrom-3"},
      {"K", "K"},
      {"Å^2", "Angstrom2"},
      {"cm⁻¹", "cm-1"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *written = bw_h5md_unit_write(pairs[i][0]), *read = bw_h5md_unit_read(written);
    g_autoptr(GError) error = NULL;
    BwUnit before, after;
    g_assert_cmpstr(written, ==, pairs[i][1]);
    bw_unit_parse(pairs[i][0], &before, &error);
    g_assert_no_error(error);
    bw_unit_parse(read, &after, &error);
    g_assert_no_error(error);
    g_assert_cmpfloat_with_epsilon(after.to_internal / before.to_internal, 1, 1e-14);
    g_assert_true(bw_dimension_equal(before.dimension, after.dimension));
  }
}

/* As nobody should */

static void expect_refusal(const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
  g_assert_null(trajectory);
  g_assert_true(g_str_has_prefix(error->message, path));
  if (!strstr(error->message, part))
    g_error("“%s” says nothing of “%s”", error->message, part);
}

static void test_refused(void)
{
  hid_t file = begin();
  bw_h5_close(file);
  expect_refusal("no /particles");

  file = begin();
  write_doubles(file, "particles/all/position/value", 3, (hsize_t[]){2, N, 2}, (double[2 * N * 2]){0}, NULL);
  bw_h5_close(file);
  expect_refusal("three numbers");

  file = begin();
  write_vectors(file, "particles/all/position/value", N, NULL);
  write_ints(file, "particles/all/position/step", 2, (int[]){1, 2});
  bw_h5_close(file);
  expect_refusal("has not as many rows");

  file = begin();
  write_vectors(file, "particles/all/position/value", N, NULL);
  {
    g_auto(BwH5) group = bw_h5_open(file, "particles/all", NULL);
    g_assert_true(bw_h5_set_int(group, "n_beads", 2, NULL));
    g_assert_true(bw_h5_set_int(group, "n_atoms", 1, NULL));
  }
  bw_h5_close(file);
  expect_refusal("beads and atoms");

  file = begin();
  write_ints(file, "particles/all/id", N, (int[]){1, 2, 3});
  bw_h5_close(file);
  expect_refusal("no group of particles has positions");
}

static void test_cut_short(void)
{
  g_autofree char *bytes = NULL;
  gsize size;
  write_nanometres();
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  for (gsize cut = 16; cut < size; cut += size / 40) {
    g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
    expect_refusal("damaged");
  }
}

/* Wherever a byte is wrong, there is an error or an answer, and no crash. */
static void test_flipped_bytes(void)
{
  g_autofree char *bytes = NULL;
  gsize size;
  int n_opened = 0;
  write_nanometres();
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  for (gsize at = 0; at < size; at += 13) {
    char was = bytes[at];
    bytes[at] ^= 0x55;
    g_assert_true(g_file_set_contents_full(path, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
    g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, NULL);
    for (gint64 t = 0; trajectory && t < trajectory->n_frames && t < T; t++) {
      g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, t, NULL);
    }
    n_opened += trajectory != NULL;
    bytes[at] = was;
  }
  g_assert_cmpint(n_opened, >, 10);
}

static void test_other_programs(void)
{
  g_autofree char *file = shared_data("schnetpack/test_simulation.hdf5");
  g_autoptr(GError) error = NULL;
  if (!file)
    return;
  g_assert_null(bw_open_trajectory(file, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
  g_assert_nonnull(strstr(error->message, "SchNetPack"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  char *folder = new_folder();
  path = g_build_filename(folder, "file.h5", NULL);
  g_test_add_func("/h5md/nanometres", test_nanometres);
  g_test_add_func("/h5md/told-units", test_told_units);
  g_test_add_func("/h5md/sparse", test_sparse);
  g_test_add_func("/h5md/round-trip", test_round_trip);
  g_test_add_func("/h5md/written-units", test_written_units);
  g_test_add_func("/h5md/unit-names", test_unit_names);
  g_test_add_func("/h5md/refused", test_refused);
  g_test_add_func("/h5md/cut-short", test_cut_short);
  g_test_add_func("/h5md/flipped-bytes", test_flipped_bytes);
  g_test_add_func("/h5md/other-programs", test_other_programs);
  int status = g_test_run();
  remove_folder(folder);
  g_free(path);
  return status;
}
