#include "base/array.h"
#include "base/error.h"
#include "config.h"
#include "io/numpy/dataset-md5.h"
#include "io/numpy/dataset-npz.h"
#include "io/numpy/npz.h"

#include <string.h>

/* An array in the file's unit, which is `unit` of ours. */
static double *in_unit(const double *values, gsize n, double unit)
{
  double *copy = bw_new(double, n);
  for (gsize i = 0; i < n; i++)
    copy[i] = values[i] / unit;
  return copy;
}

static void write_text(BwNpzWriter *writer, const char *name, const char *value)
{
  bw_npz_writer_string(writer, name, value ? value : "unknown");
}

static void write_number(BwNpzWriter *writer, char array, const char *what, double value)
{
  g_autofree char *name = g_strdup_printf("%c_%s", array, what);
  bw_npz_writer_doubles(writer, name, &value, 0, NULL, FALSE);
}

/* X_min, X_max, X_mean, X_var over all numbers of X. */
static void write_statistics(BwNpzWriter *writer, char array, const double *values, gsize n)
{
  double least = values[0], most = values[0], sum = 0, squares = 0;
  for (gsize i = 0; i < n; i++) {
    least = MIN(least, values[i]);
    most = MAX(most, values[i]);
    sum += values[i];
  }
  double mean = sum / (double)n;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - mean) * (values[i] - mean);
  write_number(writer, array, "min", least);
  write_number(writer, array, "max", most);
  write_number(writer, array, "mean", mean);
  write_number(writer, array, "var", squares / (double)n);
}

/* One lattice for all frames, its vectors as columns. */
static gboolean write_lattice(BwNpzWriter *writer, const BwDataset *dataset, const char *path, double length,
                              GError **error)
{
  double columns[9];
  if (!dataset->cells)
    return TRUE;
  for (int i = 1; i < dataset->n_frames; i++)
    if (memcmp(dataset->cells[i].vectors, dataset->cells[0].vectors, sizeof dataset->cells[0].vectors) != 0)
      return bw_fail_file(
          error, BW_ERROR_UNSUPPORTED, path,
          "frame %d has another cell than frame 0; sGDML's datasets have one: write extended XYZ", i);
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      columns[3 * i + j] = dataset->cells[0].vectors[j][i] / length;
  bw_npz_writer_doubles(writer, "lattice", columns, 2, (gint64[]){3, 3}, FALSE);
  return TRUE;
}

static void write_permutations(BwNpzWriter *writer, const BwDataset *dataset)
{
  const gint64 shape[2] = {dataset->n_permutations, dataset->atoms->n_atoms};
  if (!dataset->permutations)
    return;
  g_autofree gint64 *perms = g_new(gint64, shape[0] * shape[1]);
  for (gint64 i = 0; i < shape[0] * shape[1]; i++)
    perms[i] = dataset->permutations[i];
  bw_npz_writer_ints(writer, "perms", "<i8", perms, 2, shape);
}

/* The arrays that make the fingerprint, and it. */
static void write_labels(BwNpzWriter *writer, const BwDataset *dataset, double *positions, double *energies,
                         double *forces)
{
  const gint64 m = dataset->n_frames, n = dataset->atoms->n_atoms, shape[3] = {m, n, 3};
  g_autofree gint64 *z = g_new(gint64, n);
  for (gint64 i = 0; i < n; i++)
    z[i] = dataset->atoms->numbers[i];
  const BwNpy number_array = {.type = BW_NPY_INT, .descr = "|u1", .n = n, .ints = z};
  const BwNpy position_array = {.type = BW_NPY_FLOAT, .descr = "<f8", .n = 3 * m * n, .doubles = positions};
  const BwNpy energy_array = {.type = BW_NPY_FLOAT, .descr = "<f8", .n = m, .doubles = energies};
  const BwNpy force_array = {.type = BW_NPY_FLOAT, .descr = "<f8", .n = 3 * m * n, .doubles = forces};
  const BwNpy *const arrays[] = {&number_array, &position_array, energies ? &energy_array : NULL,
                                 &force_array};
  char md5[33];
  bw_npz_writer_ints(writer, "z", "|u1", z, 1, &n);
  bw_npz_writer_doubles(writer, "R", positions, 3, shape, FALSE);
  if (energies) {
    bw_npz_writer_doubles(writer, "E", energies, 1, &m, FALSE);
    write_statistics(writer, 'E', energies, m);
  }
  bw_npz_writer_doubles(writer, "F", forces, 3, shape, FALSE);
  write_statistics(writer, 'F', forces, 3 * m * n);
  bw_dataset_md5(arrays, G_N_ELEMENTS(arrays), md5);
  bw_npz_writer_bytes(writer, "md5", md5);
}

/* Further labels under their own names, in their own units; [frames][components] or [frames][atoms], and
 * [frames][atoms][components] of vectors. */
static void write_further(BwNpzWriter *writer, const BwDataset *dataset)
{
  for (guint l = 0; dataset->labels && l < dataset->labels->len; l++) {
    const BwLabel *label = &g_array_index(dataset->labels, BwLabel, l);
    gint64 shape[3] = {dataset->n_frames, label->per_atom ? dataset->atoms->n_atoms : label->n_components,
                       label->n_components};
    int n_dims = label->per_atom ? label->n_components > 1 ? 3 : 2 : label->n_components > 1 ? 2 : 1;
    if (!g_strv_contains((const char *const[]){"z", "R", "E", "F", "lattice", "perms", NULL}, label->name))
      bw_npz_writer_doubles(writer, label->name, label->values, n_dims, shape, FALSE);
  }
}

/* The units of forces follow from the other two: sGDML knows no third. */
static gboolean choose_units(const BwUnitSystem *said, const char *path, BwUnitSystem *units, GError **error)
{
  double force, stated;
  *units = (BwUnitSystem){.length = said && said->length ? said->length : "Ang",
                          .energy = said && said->energy ? said->energy : "kcal/mol"};
  if (g_str_equal(units->length, "Å"))
    units->length = "Ang"; /* sGDML's own spelling */
  if (!bw_unit_system_factors(units, NULL, NULL, &force, NULL, error))
    return FALSE;
  if (said && said->force) {
    if (!bw_unit_system_factors(said, NULL, NULL, &stated, NULL, error))
      return FALSE;
    if (stated < force * (1 - 1e-9) || stated > force * (1 + 1e-9))
      return bw_fail_file(
          error, BW_ERROR_UNITS, path,
          "forces in %s with energies in %s and lengths in %s cannot be written: sGDML's datasets "
          "have forces in energy/length",
          said->force, units->energy, units->length);
  }
  return TRUE;
}

gboolean bw_dataset_write_npz(const BwDataset *dataset, const char *path, const BwUnitSystem *units,
                              GError **error)
{
  const gsize n = (gsize)dataset->n_frames * dataset->atoms->n_atoms * 3;
  BwUnitSystem written;
  double length, energy, force;
  if (!dataset->forces)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                        "there are no forces to write; sGDML's datasets need them: write extended XYZ");
  if (!choose_units(units, path, &written, error) ||
      !bw_unit_system_factors(&written, &length, &energy, &force, NULL, error) ||
      !bw_memory_check(4 * n * sizeof(double), "the archive", "write fewer frames", error))
    return FALSE;
  g_autoptr(BwNpzWriter) writer = bw_npz_writer_new();
  g_autoptr(BwDoubles) positions = in_unit(dataset->positions, n, length);
  g_autoptr(BwDoubles) forces = in_unit(dataset->forces, n, force);
  g_autoptr(BwDoubles) energies =
      dataset->energies ? in_unit(dataset->energies, dataset->n_frames, energy) : NULL;
  bw_npz_writer_string(writer, "type", "d");
  bw_npz_writer_string(writer, "code_version", "Beadwork " BW_VERSION);
  write_text(writer, "name", dataset->name);
  write_text(writer, "theory", dataset->theory);
  write_text(writer, "r_unit", written.length);
  write_text(writer, "e_unit", written.energy);
  write_labels(writer, dataset, positions, energies, forces);
  write_permutations(writer, dataset);
  write_further(writer, dataset);
  return write_lattice(writer, dataset, path, length, error) && bw_npz_writer_save(writer, path, error);
}
