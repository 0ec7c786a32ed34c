/* Labelled geometries in NumPy archives: sGDML's datasets, rMD17, and others that name their arrays plainly.
 */
#include "io/numpy/dataset-npz.h"
#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "io/numpy/dataset-md5.h"
#include "io/numpy/npz.h"

#include <math.h>
#include <string.h>

/* Names that programs give to the same thing. */
static const char *const number_names[] = {"z", "nuclear_charges", "atomic_numbers", "numbers", "Z", NULL};
static const char *const position_names[] = {"R", "coords", "positions", "coordinates", "geometry", NULL};
static const char *const energy_names[] = {"E", "energies", "energy", NULL};
static const char *const force_names[] = {"F", "forces", "force", NULL};

typedef struct {
  BwNpz *npz;
  const BwUnitSystem *said; /* by the user */
  gboolean sgdml;           /* type 'd': the keys of sGDML and no others */
  gboolean lenient;         /* frames are shown as they are */
  gboolean mixed;           /* they differ in their atoms */
  const BwNpy *numbers, *positions, *energies, *forces;
  BwDataset *dataset;
} Reader;

static const char *reader_path(const Reader *reader)
{
  return bw_npz_get_path(reader->npz);
}

/* The one array under any of these names; NULL: none. Two of them are a question to the user. */
static gboolean find_name(const Reader *reader, const char *const *names, const char *option,
                          const char **found, GError **error)
{
  *found = NULL;
  for (; *names; names++) {
    if (!bw_npz_has(reader->npz, *names))
      continue;
    if (*found && !reader->sgdml)
      return bw_fail_file(error, BW_ERROR_ARGUMENT, reader_path(reader),
                          "arrays '%s' and '%s' could both be meant%s%s", *found, *names,
                          option ? "; say which with " : "", option ? option : "");
    if (!*found)
      *found = *names;
  }
  return TRUE;
}

static gboolean fail_missing(const Reader *reader, const char *what, const char *const *names, GError **error)
{
  g_autofree char *known = g_strjoinv(", ", (char **)names);
  g_autofree char *there = g_strjoinv(", ", (char **)bw_npz_get_names(reader->npz));
  return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                      "there is no array of %s (%s); there are %.300s", what, known, there);
}

/* Positions give the number of frames and atoms. */
static gboolean find_positions(Reader *reader, GError **error)
{
  const char *name;
  if (!find_name(reader, position_names, NULL, &name, error))
    return FALSE;
  if (!name)
    return fail_missing(reader, "positions", position_names, error);
  reader->positions = bw_npz_get_shaped(reader->npz, name, BW_NPY_FLOAT, 3, (gint64[]){-1, -1, 3}, error);
  if (!reader->positions)
    return FALSE;
  gint64 n_frames = reader->positions->shape[0], n_atoms = reader->positions->shape[1];
  if (n_frames < 1 || n_atoms < 1)
    return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader), "array '%s' holds no %s", name,
                        n_atoms < 1 ? "atoms" : "frames");
  return (n_frames <= G_MAXINT32 && n_atoms <= G_MAXINT32) ||
         bw_fail_file(error, BW_ERROR_UNSUPPORTED, reader_path(reader), "array '%s' holds too many frames",
                      name);
}

/* (N,), or (M, N) with the same atoms in all frames. */
static gboolean find_numbers(Reader *reader, GError **error)
{
  const char *name;
  const gint64 m = reader->positions->shape[0], n = reader->positions->shape[1], shape[2] = {m, n};
  if (!find_name(reader, number_names, NULL, &name, error))
    return FALSE;
  if (!name)
    return fail_missing(reader, "atomic numbers", number_names, error);
  const BwNpy *numbers = bw_npz_get(reader->npz, name, error);
  gboolean per_frame = numbers && numbers->n_dims == 2;
  if (!numbers || !bw_npz_get_shaped(reader->npz, name, BW_NPY_INT, per_frame ? 2 : 1,
                                     per_frame ? shape : shape + 1, error))
    return FALSE;
  for (gint64 i = 0; i < numbers->n; i++) {
    if (numbers->ints[i] < 1 || numbers->ints[i] >= BW_N_ELEMENTS)
      return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                          "array '%s': %" G_GINT64_FORMAT " of atom %d is not an atomic number", name,
                          numbers->ints[i], (int)(i % n));
    if (numbers->ints[i] == numbers->ints[i % n])
      continue;
    reader->mixed = TRUE;
    if (!reader->lenient)
      return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                          "array '%s': atom %d of frame %" G_GINT64_FORMAT
                          " is another element than in frame 0; a dataset holds one system",
                          name, (int)(i % n), i / n);
  }
  reader->numbers = numbers;
  return TRUE;
}

static gboolean find_labels(Reader *reader, const char *energy_key, const char *forces_key, GError **error)
{
  const gint64 m = reader->positions->shape[0], n = reader->positions->shape[1];
  if ((!energy_key && !find_name(reader, energy_names, "--energy-key", &energy_key, error)) ||
      (!forces_key && !find_name(reader, force_names, "--forces-key", &forces_key, error)))
    return FALSE;
  if (reader->sgdml && !forces_key)
    return fail_missing(reader, "forces", force_names, error);
  if (energy_key) {
    const BwNpy *energies = bw_npz_get(reader->npz, energy_key, error);
    if (!energies ||
        !(reader->energies = bw_npz_get_shaped(reader->npz, energy_key, BW_NPY_FLOAT,
                                               energies->n_dims == 2 ? 2 : 1, (gint64[]){m, 1}, error)))
      return FALSE;
  }
  if (forces_key)
    reader->forces = bw_npz_get_shaped(reader->npz, forces_key, BW_NPY_FLOAT, 3, (gint64[]){m, n, 3}, error);
  return !forces_key || reader->forces;
}

/* Copies numbers in the file's units and names the first that is not finite. */
static gboolean copy_scaled(const Reader *reader, const BwNpy *from, double factor, int n_per_frame,
                            double *to, GError **error)
{
  for (gint64 i = 0; i < from->n; i++) {
    to[i] = factor * from->doubles[i];
    if (isfinite(to[i]) || reader->lenient)
      continue;
    gint64 frame = i / n_per_frame;
    if (n_per_frame == 1)
      return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                          "array '%s': frame %" G_GINT64_FORMAT " is %g", from->name, frame,
                          from->doubles[i]);
    return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                        "array '%s': frame %" G_GINT64_FORMAT ", atom %d is %g", from->name, frame,
                        (int)(i % n_per_frame) / 3, from->doubles[i]);
  }
  return TRUE;
}

static void add_note(BwDataset *dataset, const char *note)
{
  char *joined = dataset->units_note ? g_strconcat(dataset->units_note, "; ", note, NULL) : g_strdup(note);
  g_free(dataset->units_note);
  dataset->units_note = joined;
}

/* The user's word, then the file's, then the convention of sGDML and MD17; *assumed collects what the last
 * was. */
static const char *choose_unit(const Reader *reader, const char *said, const char *key,
                               const char *convention, GString *assumed)
{
  const char *stated = bw_npz_find_text(reader->npz, key);
  if (said || stated)
    return g_intern_string(said ? said : stated);
  g_string_append_printf(assumed, "%s%s", assumed->len > 0 ? " and " : "", convention);
  return g_intern_string(convention);
}

static gboolean choose_units(const Reader *reader, double *length, double *energy, double *force,
                             GError **error)
{
  BwUnitSystem *units = &reader->dataset->units;
  g_autoptr(GString) assumed = g_string_new(NULL);
  units->length = choose_unit(reader, reader->said->length, "r_unit", "Å", assumed);
  if (reader->energies || reader->forces)
    units->energy = choose_unit(reader, reader->said->energy, "e_unit", "kcal/mol", assumed);
  units->force = reader->said->force;
  if (assumed->len > 0) {
    g_autofree char *note =
        g_strdup_printf("the file does not say its units; %s assumed (convention of MD17)", assumed->str);
    add_note(reader->dataset, note);
  }
  if (!bw_unit_system_factors(units, length, energy, force, NULL, error)) {
    g_prefix_error(error, "%s: ", reader_path(reader));
    return FALSE;
  }
  if (*length == 1)
    units->length = "Å"; /* however it was spelt */
  return TRUE;
}

static gboolean set_cell(const Reader *reader, gint64 frame, double vectors[3][3], GError **error)
{
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  if (bw_cell_init(&reader->dataset->cells[frame], (const double(*)[3])vectors, periodic, error))
    return TRUE;
  g_prefix_error(error, "%s: frame %" G_GINT64_FORMAT ": ", reader_path(reader), frame);
  return FALSE;
}

/* sGDML's `lattice` has the vectors as columns, `cell` of everybody else as rows; one for all or one for each
 * frame. A zero cell is none. */
static gboolean read_cells(const Reader *reader, double length, GError **error)
{
  BwDataset *dataset = reader->dataset;
  gboolean columns = bw_npz_has(reader->npz, "lattice");
  const char *name = columns ? "lattice" : "cell";
  if (!bw_npz_has(reader->npz, name))
    return TRUE;
  const BwNpy *cells = bw_npz_get(reader->npz, name, error);
  gboolean each = cells && cells->n_dims == 3;
  if (!cells || !bw_npz_get_shaped(reader->npz, name, BW_NPY_FLOAT, each ? 3 : 2,
                                   each ? (gint64[]){dataset->n_frames, 3, 3} : (gint64[]){3, 3}, error))
    return FALSE;
  gboolean any = FALSE;
  for (gint64 i = 0; i < cells->n && !any; i++)
    any = cells->doubles[i] != 0;
  if (!any)
    return TRUE;
  dataset->cells = bw_new0(BwCell, dataset->n_frames);
  for (gint64 frame = 0; frame < dataset->n_frames; frame++) {
    const double *from = cells->doubles + (each ? 9 * frame : 0);
    double vectors[3][3];
    for (int i = 0; i < 3; i++)
      for (int j = 0; j < 3; j++)
        vectors[i][j] = length * from[columns ? 3 * j + i : 3 * i + j];
    if (!set_cell(reader, frame, vectors, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean read_permutations(const Reader *reader, GError **error)
{
  BwDataset *dataset = reader->dataset;
  const gint64 n = dataset->atoms->n_atoms;
  if (!bw_npz_has(reader->npz, "perms"))
    return TRUE;
  const BwNpy *perms = bw_npz_get_shaped(reader->npz, "perms", BW_NPY_INT, 2, (gint64[]){-1, n}, error);
  if (!perms || perms->n == 0)
    return perms != NULL;
  dataset->permutations = bw_new(int, perms->n);
  dataset->n_permutations = (int)perms->shape[0];
  g_autofree gint64 *seen_in = g_new0(gint64, n); /* the last row that named the atom, counted from 1 */
  for (gint64 i = 0; i < perms->n; i++) {
    gint64 atom = perms->ints[i];
    if (atom < 0 || atom >= n || seen_in[atom] == i / n + 1)
      return bw_fail_file(error, BW_ERROR_FORMAT, reader_path(reader),
                          "array 'perms': row %" G_GINT64_FORMAT " is not a permutation of the atoms", i / n);
    seen_in[atom] = i / n + 1;
    dataset->permutations[i] = (int)atom;
  }
  return TRUE;
}

static void read_rest(const Reader *reader)
{
  BwDataset *dataset = reader->dataset;
  const BwNpy *const arrays[] = {reader->numbers, reader->positions, reader->energies, reader->forces};
  const char *stated = reader->sgdml ? bw_npz_find_text(reader->npz, "md5") : NULL;
  dataset->path = g_strdup(reader_path(reader));
  dataset->theory = g_strdup(bw_npz_find_text(reader->npz, "theory"));
  dataset->name = g_strdup(bw_npz_find_text(reader->npz, "name"));
  if (!dataset->name) {
    dataset->name = g_path_get_basename(dataset->path);
    if (g_str_has_suffix(dataset->name, ".npz"))
      dataset->name[strlen(dataset->name) - 4] = 0;
  }
  bw_dataset_md5(arrays, G_N_ELEMENTS(arrays), dataset->md5_arrays);
  g_strlcpy(dataset->md5, stated ? stated : dataset->md5_arrays, sizeof dataset->md5);
  if (!g_str_equal(dataset->md5, dataset->md5_arrays))
    add_note(dataset, "the md5 that the file states is not that of its arrays as sGDML counts it: they were "
                      "changed, or another program counted");
  bw_dataset_read_npz_labels(dataset, reader->npz, arrays, G_N_ELEMENTS(arrays));
}

static gboolean fill(Reader *reader, GError **error)
{
  const gint64 m = reader->positions->shape[0], n = reader->positions->shape[1];
  double length, energy, force;
  g_autofree int *numbers = g_new(int, n);
  for (gint64 i = 0; i < n; i++)
    numbers[i] = (int)reader->numbers->ints[i];
  BwAtoms *atoms = bw_atoms_new((int)n, numbers, NULL, NULL);
  BwDataset *dataset = bw_dataset_new(atoms, (int)m, reader->energies != NULL, reader->forces != NULL);
  bw_atoms_unref(atoms);
  reader->dataset = dataset;
  if (!choose_units(reader, &length, &energy, &force, error) ||
      !copy_scaled(reader, reader->positions, length, 3 * (int)n, dataset->positions, error) ||
      (reader->energies && !copy_scaled(reader, reader->energies, energy, 1, dataset->energies, error)) ||
      (reader->forces && !copy_scaled(reader, reader->forces, force, 3 * (int)n, dataset->forces, error)) ||
      !read_cells(reader, length, error) || !read_permutations(reader, error))
    return FALSE;
  read_rest(reader);
  return TRUE;
}

static gboolean read_all(Reader *reader, const char *energy_key, const char *forces_key, GError **error)
{
  reader->sgdml = g_strcmp0(bw_npz_find_text(reader->npz, "type"), "d") == 0;
  if (find_positions(reader, error) && find_numbers(reader, error) &&
      find_labels(reader, energy_key, forces_key, error) && fill(reader, error))
    return TRUE;
  bw_dataset_unref(g_steal_pointer(&reader->dataset));
  return FALSE;
}

BwDataset *bw_dataset_read_npz(const char *path, const BwUnitSystem *units, const char *energy_key,
                               const char *forces_key, GError **error)
{
  static const BwUnitSystem not_said = {0};
  g_autoptr(BwNpz) npz = bw_npz_open(path, error);
  Reader reader = {.npz = npz, .said = units ? units : &not_said};
  return npz && read_all(&reader, energy_key, forces_key, error) ? reader.dataset : NULL;
}

BwTrajectory *bw_frames_read_npz(const char *path, const BwUnitSystem *units, const char *energy_key,
                                 const char *forces_key, GError **error)
{
  static const BwUnitSystem not_said = {0};
  g_autoptr(BwNpz) npz = bw_npz_open(path, error);
  Reader reader = {.npz = npz, .said = units ? units : &not_said, .lenient = TRUE};
  if (!npz || !read_all(&reader, energy_key, forces_key, error))
    return NULL;
  g_autoptr(BwDataset) dataset = reader.dataset;
  return reader.mixed ? bw_dataset_as_mixed_trajectory(dataset, "npz", reader.numbers->ints)
                      : bw_dataset_as_trajectory(dataset, "npz");
}
