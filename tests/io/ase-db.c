/* Databases of ASE: as ASE and SchNetPack write them now, as they did before, and what happens to them. */
#include "base/error.h"
#include "frames.h"
#include "shared-data.h"

#include <math.h>
#include <sqlite3.h>

static const BwUnitSystem nothing;

static sqlite3 *open_database(const char *path)
{
  sqlite3 *database;
  g_assert_cmpint(sqlite3_open(path, &database), ==, SQLITE_OK);
  return database;
}

static void execute(sqlite3 *database, const char *text)
{
  char *message = NULL;
  sqlite3_exec(database, text, NULL, NULL, &message);
  g_assert_cmpstr(message, ==, NULL);
}

/* The tables that are read, without rows. */
static char *new_database(void)
{
  char *path = temporary_path("a.db");
  g_remove(path);
  sqlite3 *database = open_database(path);
  execute(
      database,
      "CREATE TABLE systems (id INTEGER PRIMARY KEY AUTOINCREMENT, numbers BLOB, positions BLOB, cell BLOB,"
      " pbc INTEGER, energy REAL, free_energy REAL, forces BLOB, stress BLOB, dipole BLOB, magmoms BLOB,"
      " magmom REAL, charges BLOB, key_value_pairs TEXT, data BLOB);"
      "CREATE TABLE information (name TEXT, value TEXT)");
  sqlite3_close(database);
  return path;
}

/* A row of H and O, at (0, 0, 0) and (1, 2, 3), in a cell with edges 4, 5, 6 that is periodic along a and c;
 * `more` are columns and `values` what they get. */
static void add_row(const char *path, const char *more, const char *values)
{
  static const gint32 numbers[] = {1, 8};
  static const double positions[] = {0, 0, 0, 1, 2, 3}, cell[] = {4, 0, 0, 0, 5, 0, 0, 0, 6};
  sqlite3 *database = open_database(path);
  sqlite3_stmt *insert;
  g_autofree char *text = g_strdup_printf(
      "INSERT INTO systems (numbers, positions, cell, pbc%s) VALUES (?, ?, ?, 5%s)", more, values);
  g_assert_cmpint(sqlite3_prepare_v2(database, text, -1, &insert, NULL), ==, SQLITE_OK);
  sqlite3_bind_blob(insert, 1, numbers, sizeof numbers, SQLITE_STATIC);
  sqlite3_bind_blob(insert, 2, positions, sizeof positions, SQLITE_STATIC);
  sqlite3_bind_blob(insert, 3, cell, sizeof cell, SQLITE_STATIC);
  g_assert_cmpint(sqlite3_step(insert), ==, SQLITE_DONE);
  sqlite3_finalize(insert);
  sqlite3_close(database);
}

static void change(const char *path, const char *text)
{
  sqlite3 *database = open_database(path);
  execute(database, text);
  sqlite3_close(database);
}

static BwTrajectory *open_path(const char *path, const BwUnitSystem *units)
{
  GError *error = NULL;
  BwTrajectory *trajectory = bw_format_ase_db.open_trajectory(path, units, &error);
  g_assert_no_error(error);
  return trajectory;
}

static void check_values(const BwFrame *frame, const char *name, const char *unit, gboolean per_atom,
                         int n_components, const double *values)
{
  const BwProperty *property = bw_frame_find(frame, name);
  g_assert_nonnull(property);
  g_assert_cmpstr(property->unit, ==, unit);
  g_assert_cmpint(property->per_atom, ==, per_atom);
  g_assert_cmpint(property->n_rows, ==, per_atom ? frame->atoms->n_atoms : 1);
  g_assert_cmpint(property->n_components, ==, n_components);
  for (int k = 0; k < property->n_rows * n_components; k++)
    g_assert_cmpfloat_with_epsilon(property->values[k], values[k], 1e-7);
}

/* What ASE fills itself, in its units. */
static void test_columns(void)
{
  g_autofree char *path = new_database();
  add_row(path, ", energy, forces, dipole, key_value_pairs",
          ", -1.5, "
          "x'000000000000f03f0000000000000040000000000000084000000000000010400000000000001440000000000000184"
          "0', x'000000000000f03f00000000000000400000000000000840', '{\"run\": 7, \"label\": \"first\"}'");
  add_row(path, "", "");
  g_autoptr(BwTrajectory) trajectory = open_path(path, &nothing);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 2);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 0), bare = read_frame(trajectory, 1);
  g_assert_cmpint(frame->atoms->numbers[1], ==, 8);
  g_assert_true(frame->atoms == bare->atoms);
  g_assert_cmpfloat(frame->positions[5], ==, 3);
  g_assert_cmpfloat(frame->cell.vectors[2][2], ==, 6);
  g_assert_true(frame->cell.periodic[0] && !frame->cell.periodic[1] && frame->cell.periodic[2]);
  check_values(frame, "energy", "eV", FALSE, 1, (const double[]){-1.5});
  check_values(frame, "forces", "eV/Å", TRUE, 3, (const double[]){1, 2, 3, 4, 5, 6});
  check_values(frame, "dipole", "e·Å", FALSE, 3, (const double[]){1, 2, 3});
  check_values(frame, "run", NULL, FALSE, 1, (const double[]){7});
  g_assert_cmpstr(bw_frame_find(frame, "label")->text, ==, "first");
  g_assert_cmpuint(bare->properties->len, ==, 0);
}

/* The same numbers in each of the ways in which `data` were written, in the units that SchNetPack's metadata
 * say. */
static void test_data(void)
{
  static const char *const ways[] = {
      /* bytes that end in JSON: −1 as float64, then 1 … 6 as float32, then 7, 8 as int16 */
      "x'2c00000000000000000000000000f0bf0000803f000000400000404000008040000"
      "0a0400000c04007000800' || "
      "CAST('{\"energy\":{\"__ndarray__\":[[1],\"float64\",8]},\"forces\":{\"__ndarray__\":"
      "[[2,3],\"float32\",16]},\"n\":{\"__ndarray__\":[[2],\"int16\",40]},\"note\":\"a\",\"no\":null}' AS "
      "BLOB)",
      "'{\"energy\":{\"__ndarray__\":[[1],\"float64\",[-1.0]]},\"forces\":{\"__ndarray__\":[[2,3],"
      "\"float64\","
      "[1,2,3,4,5,6]]},\"n\":{\"__ndarray__\":[[2],\"int64\",[7,8]]},\"note\":\"a\"}'",
      "'{\"energy\":-1.0,\"forces\":[[1,2,3],[4,5,6]],\"n\":[7,8],\"note\":\"a\"}'",
      "'{\"energy\":\"AAAAAAAA8L8=\",\"_shape_energy\":[1],\"_dtype_energy\":\"<f8\",\"forces\":"
      "\"AACAPwAAAEAAAEBAAACAQAAAoEAAAMBA\",\"_shape_forces\":[2,3],\"_dtype_forces\":\"<f4\",\"n\":\"BwAIAA="
      "=\","
      "\"_shape_n\":[2],\"_dtype_n\":\"<i2\",\"note\":\"a\"}'",
  };
  for (gsize w = 0; w < G_N_ELEMENTS(ways); w++) {
    g_autofree char *path = new_database(), *value = g_strconcat(", ", ways[w], NULL);
    add_row(path, ", data", value);
    change(path, "INSERT INTO information VALUES ('metadata', '{\"_property_unit_dict\": {\"energy\": "
                 "\"Ha\", \"forces\":"
                 " \"Ha/Bohr\"}, \"_distance_unit\": \"Bohr\"}')");
    if (w == 0)
      change(path, "UPDATE systems SET data = CAST(data AS BLOB)");
    g_autoptr(BwTrajectory) trajectory = open_path(path, &nothing);
    g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
    g_assert_cmpfloat_with_epsilon(frame->positions[3], 0.529177210903, 1e-12);
    check_values(frame, "energy", "Ha", FALSE, 1, (const double[]){-1});
    check_values(frame, "forces", "Ha/Bohr", TRUE, 3, (const double[]){1, 2, 3, 4, 5, 6});
    check_values(frame, "n", NULL, TRUE, 1, (const double[]){7, 8});
    g_assert_cmpstr(bw_frame_find(frame, "note")->text, ==, "a");
    g_assert_cmpuint(frame->properties->len, ==, 4);

    g_assert_null(trajectory->units_note);

    change(path, "DELETE FROM information");
    g_autoptr(BwTrajectory) silent = open_path(path, &nothing);
    g_autoptr(BwFrame) unsaid = read_frame(silent, 0);
    g_assert_nonnull(strstr(silent->units_note, "eV assumed"));
    g_assert_null(bw_frame_find(unsaid, "energy")->unit);

    const BwUnitSystem told = {"Å", "kcal/mol", NULL, NULL};
    g_autoptr(BwTrajectory) as_told = open_path(path, &told);
    g_autoptr(BwFrame) other = read_frame(as_told, 0);
    g_assert_cmpfloat(other->positions[3], ==, 1);
    g_assert_null(bw_frame_find(other, "energy")->unit);
  }
}

static void expect_failure(const char *path, BwError code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_format_ase_db.open_trajectory(path, &nothing, &error);
  if (trajectory) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, &error);
    g_assert_null(frame);
  }
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, "a.db"));
  g_assert_nonnull(strstr(error->message, part));
}

static void test_broken(void)
{
  static const struct {
    const char *change, *part;
  } broken[] = {
      {"UPDATE systems SET positions = x'0000'", "row 1"},
      {"UPDATE systems SET positions = NULL", "no positions"},
      {"UPDATE systems SET numbers = x''", "no atoms"},
      {"UPDATE systems SET numbers = x'ff00000008000000'", "element 255"},
      {"UPDATE systems SET cell = x'00'", "bytes"},
      {"UPDATE systems SET forces = x'0000000000000000'", "forces"},
      {"UPDATE systems SET data = x'00'", "cut off"},
      {"UPDATE systems SET data = x'ff00000000000000'", "cut off"},
      {"UPDATE systems SET data = '{\"e\": '", "JSON"},
      {"UPDATE systems SET data = '{\"e\": {\"__ndarray__\": [[9], \"float64\", 8]}}'", "beyond"},
      {"UPDATE systems SET data = '{\"e\": {\"__ndarray__\": [[-1], \"float64\", [1]]}}'", "shape"},
      {"UPDATE systems SET data = '{\"e\": {\"__ndarray__\": [[2], \"float64\", [1]]}}'", "shape"},
      {"UPDATE systems SET data = '{\"e\": {\"__ndarray__\": [1]}}'", "'e'"},
      {"UPDATE systems SET key_value_pairs = '}'", "key_value_pairs"},
      {"INSERT INTO information VALUES ('metadata', 'no')", "metadata"},
      {"DELETE FROM systems", "without a single structure"},
  };
  for (gsize b = 0; b < G_N_ELEMENTS(broken); b++) {
    g_autofree char *path = new_database();
    add_row(path, "", "");
    change(path, broken[b].change);
    expect_failure(path, BW_ERROR_FORMAT, broken[b].part);
  }
  g_autofree char *path = new_database();
  change(path, "DROP TABLE systems");
  expect_failure(path, BW_ERROR_FILE, "ASE");
  g_autofree char *cut = temporary_file("a.db", "SQLite format 3\0and then nothing", 32);
  expect_failure(cut, BW_ERROR_FORMAT, "cut off");
}

/* 20 molecules of QM9, of SchNetPack's own tests: methane is the first. */
static void test_schnetpack(void)
{
  g_autofree char *path = shared_data("schnetpack/test_qm9.db");
  if (!path)
    return;
  g_autoptr(BwTrajectory) trajectory = open_path(path, &nothing);
  g_assert_cmpint(bw_trajectory_get_n_frames(trajectory, NULL), ==, 20);
  g_autoptr(BwFrame) frame = read_frame(trajectory, 0);
  g_autofree char *formula = bw_atoms_formula(frame->atoms);
  g_assert_cmpstr(formula, ==, "CH4");
  check_values(frame, "isotropic_polarizability", "a0^3", FALSE, 1, (const double[]){13.21});
  check_values(frame, "energy_U0", "Ha", FALSE, 1, (const double[]){-40.47893});
  g_assert_cmpstr(bw_frame_find_energy(frame)->name, ==, "energy_U0");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  temporary_begin();
  g_test_add_func("/ase-db/columns", test_columns);
  g_test_add_func("/ase-db/data", test_data);
  g_test_add_func("/ase-db/broken", test_broken);
  g_test_add_func("/ase-db/schnetpack", test_schnetpack);
  int status = g_test_run();
  temporary_end();
  return status;
}
