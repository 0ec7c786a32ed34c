/* Databases of the Atomic Simulation Environment in SQLite, as ASE's own "ase.db" and SchNetPack write them.
 * A row of the table `systems` is a frame; rows may be of any atoms. */
#include "base/elements.h"
#include "base/error.h"
#include "io/ase/ase-properties.h"
#include "io/formats.h"
#include "system/trajectory.h"

#include <glib/gi18n.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
  BwTrajectory base;
  GMutex mutex; /* for all below */
  sqlite3 *database;
  sqlite3_stmt *row;
  GArray *ids; /* of gint64 */
  BwAseUnits units;
  BwAtoms *atoms; /* of the last row that was read */
} Database;

/* Columns of the query, in its order. */
enum { NUMBERS, POSITIONS, CELL, PERIODIC, DATA, PAIRS, FIRST_RESULT };

static const char *const results[] = {"energy", "free_energy", "forces", "stress",
                                      "dipole", "magmoms",     "magmom", "charges"};

static gboolean fail_sql(const Database *self, GError **error)
{
  int code = sqlite3_errcode(self->database);
  gboolean broken = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
  return bw_fail_file(error, broken ? BW_ERROR_FORMAT : BW_ERROR_FILE, self->base.path,
                      "cannot be read: %s%s", sqlite3_errmsg(self->database),
                      broken ? "; it is damaged or cut off, copy it again"
                             : " (is it an ASE database, and no other program writing it?)");
}

/* Rows */

/* A column of n numbers; NULL in the file: *values stays empty. */
static gboolean get_array(sqlite3_stmt *row, int column, const char *type, const int *shape, int rank,
                          BwAseValues *values, GError **error)
{
  *values = (BwAseValues){.rank = rank, .n = 1};
  for (int d = 0; d < rank; d++) {
    values->shape[d] = shape[d];
    values->n *= (gsize)shape[d];
  }
  if (sqlite3_column_type(row, column) == SQLITE_NULL) {
    values->n = 0;
    return TRUE;
  }
  return bw_ase_values_decode(values, type, sqlite3_column_blob(row, column),
                              (gsize)sqlite3_column_bytes(row, column), error);
}

static gboolean read_atoms(Database *self, GError **error)
{
  int n_atoms = sqlite3_column_bytes(self->row, NUMBERS) / 4, shape[] = {n_atoms};
  g_auto(BwAseValues) values = {0};
  if (!get_array(self->row, NUMBERS, "int32", shape, 1, &values, error))
    return FALSE;
  if (n_atoms < 1)
    return bw_fail(error, BW_ERROR_FORMAT, "has no atoms");
  g_autofree int *numbers = g_new(int, n_atoms);
  for (int i = 0; i < n_atoms; i++) {
    if (!(values.values[i] >= 0 && values.values[i] < BW_N_ELEMENTS))
      return bw_fail(error, BW_ERROR_FORMAT, "atom %d is of element %g", i, values.values[i]);
    numbers[i] = (int)values.values[i];
  }
  if (self->atoms && self->atoms->n_atoms == n_atoms &&
      memcmp(self->atoms->numbers, numbers, sizeof *numbers * (gsize)n_atoms) == 0)
    return TRUE;
  g_clear_pointer(&self->atoms, bw_atoms_unref);
  self->atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  return TRUE;
}

static gboolean read_cell(const Database *self, BwFrame *frame, GError **error)
{
  static const int shape[] = {3, 3};
  int bits = sqlite3_column_int(self->row, PERIODIC);
  const gboolean periodic[3] = {bits & 1, bits >> 1 & 1, bits >> 2 & 1};
  double vectors[3][3];
  g_auto(BwAseValues) cell = {0};
  if (!get_array(self->row, CELL, "float64", shape, 2, &cell, error))
    return FALSE;
  if (cell.n == 0 || !(bits & 7))
    return TRUE;
  for (int k = 0; k < 9; k++)
    vectors[k / 3][k % 3] = cell.values[k] * self->units.length;
  return bw_cell_init(&frame->cell, (const double(*)[3])vectors, periodic, error);
}

static gboolean read_positions(const Database *self, BwFrame *frame, GError **error)
{
  int shape[] = {frame->atoms->n_atoms, 3};
  g_auto(BwAseValues) positions = {0};
  if (!get_array(self->row, POSITIONS, "float64", shape, 2, &positions, error))
    return FALSE;
  if (positions.n == 0)
    return bw_fail(error, BW_ERROR_FORMAT, "has no positions");
  for (gsize k = 0; k < positions.n; k++)
    frame->positions[k] = positions.values[k] * self->units.length;
  return TRUE;
}

/* What ASE computed: columns of their own. */
static gboolean read_results(const Database *self, BwFrame *frame, GError **error)
{
  for (int r = 0; r < (int)G_N_ELEMENTS(results); r++) {
    int column = FIRST_RESULT + r, n_atoms = frame->atoms->n_atoms;
    g_auto(BwAseValues) values = {.n = 1};
    if (sqlite3_column_type(self->row, column) == SQLITE_NULL)
      continue;
    if (sqlite3_column_type(self->row, column) != SQLITE_BLOB) {
      values.values = g_new(double, 1);
      values.values[0] = sqlite3_column_double(self->row, column);
    } else {
      int n = sqlite3_column_bytes(self->row, column) / 8, shape[] = {n, 3};
      gboolean vectors = g_str_equal(results[r], "forces");
      if (vectors)
        shape[0] = n_atoms;
      if (!get_array(self->row, column, "float64", shape, vectors ? 2 : 1, &values, error)) {
        g_prefix_error(error, "'%s': ", results[r]);
        return FALSE;
      }
    }
    bw_ase_add_values(frame, results[r], bw_ase_units_of_column(&self->units, results[r]), &values);
  }
  return TRUE;
}

static gboolean read_more(const Database *self, BwFrame *frame, GError **error)
{
  const char *pairs = (const char *)sqlite3_column_text(self->row, PAIRS);
  if (pairs && *pairs && !bw_ase_add_pairs(frame, &self->units, pairs, error)) {
    g_prefix_error(error, "key_value_pairs: ");
    return FALSE;
  }
  int type = sqlite3_column_type(self->row, DATA);
  const guint8 *data = type == SQLITE_NULL ? NULL : sqlite3_column_blob(self->row, DATA);
  if (data && !bw_ase_add_data(frame, &self->units, data, (gsize)sqlite3_column_bytes(self->row, DATA),
                               type == SQLITE_TEXT, error)) {
    g_prefix_error(error, "data: ");
    return FALSE;
  }
  return TRUE;
}

static BwFrame *read_row(Database *self, GError **error)
{
  if (!read_atoms(self, error))
    return NULL;
  g_autoptr(BwFrame) frame = bw_frame_new(self->atoms, 1);
  if (!read_positions(self, frame, error) || !read_cell(self, frame, error) ||
      !read_results(self, frame, error) || !read_more(self, frame, error))
    return NULL;
  return g_steal_pointer(&frame);
}

static BwFrame *read_index(BwTrajectory *base, gint64 index, GError **error)
{
  Database *self = (Database *)base;
  BwFrame *frame = NULL;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->mutex);
  gint64 id = g_array_index(self->ids, gint64, index);
  sqlite3_bind_int64(self->row, 1, id);
  int step = sqlite3_step(self->row);
  if (step == SQLITE_DONE) {
    bw_fail_file(error, BW_ERROR_FILE, base->path,
                 "row %" G_GINT64_FORMAT " has gone since the file was opened", id);
  } else if (step != SQLITE_ROW) {
    fail_sql(self, error);
  } else if (!(frame = read_row(self, error))) {
    g_prefix_error(error, "%s: row %" G_GINT64_FORMAT " ", base->path, id);
  }
  sqlite3_reset(self->row);
  return frame;
}

/* The file */

static void finalize(BwTrajectory *base)
{
  Database *self = (Database *)base;
  sqlite3_finalize(self->row);
  sqlite3_close(self->database);
  g_array_unref(self->ids);
  bw_ase_units_clear(&self->units);
  g_clear_pointer(&self->atoms, bw_atoms_unref);
  g_mutex_clear(&self->mutex);
}

static gboolean read_ids(Database *self, GError **error)
{
  sqlite3_stmt *query = NULL;
  int step = SQLITE_ERROR;
  if (sqlite3_prepare_v2(self->database, "SELECT id FROM systems ORDER BY id", -1, &query, NULL) == SQLITE_OK)
    while ((step = sqlite3_step(query)) == SQLITE_ROW) {
      gint64 id = sqlite3_column_int64(query, 0);
      g_array_append_val(self->ids, id);
    }
  gboolean done = step == SQLITE_DONE || fail_sql(self, error);
  sqlite3_finalize(query);
  if (done && self->ids->len == 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->base.path, "is a database without a single structure");
  return done;
}

/* NULL: it has none. Free with g_free(). */
static char *read_metadata(Database *self)
{
  sqlite3_stmt *query = NULL;
  char *text = NULL;
  if (sqlite3_prepare_v2(self->database, "SELECT value FROM information WHERE name = 'metadata'", -1, &query,
                         NULL) == SQLITE_OK &&
      sqlite3_step(query) == SQLITE_ROW)
    text = g_strdup((const char *)sqlite3_column_text(query, 0));
  sqlite3_finalize(query);
  return text;
}

static gboolean prepare(Database *self, const BwUnitSystem *units, GError **error)
{
  g_autoptr(GString) query = g_string_new("SELECT numbers, positions, cell, pbc, data, key_value_pairs");
  for (gsize r = 0; r < G_N_ELEMENTS(results); r++)
    g_string_append_printf(query, ", %s", results[r]);
  g_string_append(query, " FROM systems WHERE id = ?");
  if (!read_ids(self, error))
    return FALSE;
  if (sqlite3_prepare_v2(self->database, query->str, -1, &self->row, NULL) != SQLITE_OK)
    return fail_sql(self, error);
  g_autofree char *metadata = read_metadata(self);
  if (bw_ase_units_init(&self->units, metadata, units, error))
    return TRUE;
  g_prefix_error(error, "%s: ", self->base.path);
  return FALSE;
}

/* Where the first row has energies or forces that nobody says the unit of. */
static char *note_units(Database *self, const BwUnitSystem *told)
{
  g_autoptr(BwFrame) frame = told->energy || told->force ? NULL : read_index(&self->base, 0, NULL);
  const BwProperty *energy = frame ? bw_frame_find_energy(frame) : NULL;
  const BwProperty *forces = frame ? bw_frame_find_forces(frame) : NULL;
  gboolean silent = (energy && !energy->unit) || (forces && !forces->unit);
  return silent ? g_strdup("the file does not say its units: Å, eV assumed, as ASE has them") : NULL;
}

static BwTrajectory *open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  static const BwTrajectoryClass klass = {.read = read_index, .finalize = finalize};
  Database *self = g_new0(Database, 1);
  bw_trajectory_init(&self->base, &klass, path, bw_format_ase_db.name);
  g_mutex_init(&self->mutex);
  self->ids = g_array_new(FALSE, FALSE, sizeof(gint64));
  gboolean open = sqlite3_open_v2(path, &self->database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK ||
                  fail_sql(self, error);
  if (!open || !prepare(self, units, error)) {
    bw_trajectory_unref(&self->base);
    return NULL;
  }
  self->base.n_frames = self->ids->len;
  self->base.units_note = note_units(self, units);
  return &self->base;
}

static int detect(const char *path G_GNUC_UNUSED, const guint8 *head, gsize n_head)
{
  enum { CERTAIN = 90 }; /* that it is SQLite; there is no other that is opened */
  static const char magic[16] = "SQLite format 3";
  return n_head >= sizeof magic && memcmp(head, magic, sizeof magic) == 0 ? CERTAIN : 0;
}

const BwFormat bw_format_ase_db = {
    .name = "ase-db",
    .description = N_("ASE database"),
    .extensions = "db",
    .kinds = BW_KIND_TRAJECTORY,
    .detect = detect,
    .open_trajectory = open_trajectory,
};
