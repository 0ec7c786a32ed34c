/* The registry: which format is this file, and what does it open as? Content decides, the name only where the
 * content does not speak. */
#include "base/error.h"
#include "io/beads/beads.h"
#include "io/file-head.h"
#include "io/formats.h"

#include <string.h>

enum { SURE_ENOUGH = 30 };

const BwFormat *const *bw_formats(void)
{
  /* clang-format off */
  static const BwFormat *const formats[] = {
      &bw_format_xyz,
      &bw_format_pdb,
      &bw_format_beads,
      &bw_format_npz,
      &bw_format_bwmodel,
      &bw_format_schnet_checkpoint,
      &bw_format_h5md,
      &bw_format_ase_db,
      NULL,
  };
  /* clang-format on */
  return formats;
}

/* "sim.pos_0.xyz.gz" ends with the extension "xyz". */
static gboolean has_extension(const BwFormat *format, const char *path)
{
  g_autofree char *name = g_ascii_strdown(path, -1);
  g_auto(GStrv) extensions = g_strsplit(format->extensions, " ", -1);
  if (g_str_has_suffix(name, ".gz"))
    name[strlen(name) - 3] = '\0';
  const char *dot = strrchr(name, '.');
  return dot && g_strv_contains((const char *const *)extensions, dot + 1);
}

static char *list_formats(gboolean writable)
{
  GString *list = g_string_new(NULL);
  for (const BwFormat *const *format = bw_formats(); *format; format++)
    if ((!writable || (*format)->can_write) && !strstr(list->str, (*format)->description))
      g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", (*format)->description);
  return g_string_free(list, FALSE);
}

/* Formats of other programs that are asked for now and then: naming them helps more than "not known". */
static const char *foreign_format(const char *path, const BwFileHead *head)
{
  static const struct {
    const char *magic;
    gsize offset, length;
    const char *extension, *name;
  } known[] = {
      {"ITEM: ", 0, 6, ".lammpstrj", "a LAMMPS dump"},
      {"CORD", 4, 4, ".dcd", "a DCD trajectory"},
      {"\0\0\7\xcb", 0, 4, ".xtc", "a GROMACS XTC trajectory"},
      {"\0\0\7\xc9", 0, 4, ".trr", "a GROMACS TRR trajectory"},
      {"CDF", 0, 3, ".nc", "a NetCDF file"},
      {"data_", 0, 5, ".cif", "a CIF file"},
      {"<?xml", 0, 5, ".xml", "an XML file"},
      {"", 0, 0, ".gro", "a GROMACS structure"},
      {"", 0, 0, "poscar", "a VASP structure"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (known[i].length > 0 && head->n >= known[i].offset + known[i].length &&
        memcmp(head->bytes + known[i].offset, known[i].magic, known[i].length) == 0)
      return known[i].name;
  g_autofree char *name = g_ascii_strdown(path, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (g_str_has_suffix(name, known[i].extension))
      return known[i].name;
  return NULL;
}

static void fail_unknown(const char *path, const BwFileHead *head, GError **error)
{
  const char *foreign = foreign_format(path, head);
  g_autofree char *list = list_formats(FALSE);
  if (foreign)
    bw_fail_file(error, BW_ERROR_FORMAT, path,
                 "is %s, which Beadwork does not read; convert it to extended XYZ (it reads %s)", foreign,
                 list);
  else
    bw_fail_file(error, BW_ERROR_FORMAT, path, "is in no format that Beadwork reads; those are %s", list);
}

const BwFormat *bw_format_detect(const char *path, GError **error)
{
  g_auto(BwFileHead) head = {0};
  if (!bw_file_head_read(&head, path, error))
    return NULL;
  const BwFormat *best = NULL;
  int best_score = SURE_ENOUGH;
  for (const BwFormat *const *format = bw_formats(); *format; format++) {
    int score = (*format)->detect(path, head.bytes, head.n);
    if (score > best_score) {
      best = *format;
      best_score = score;
    }
  }
  /* malformed from its first line on: the format that the name promises explains best what is wrong */
  for (const BwFormat *const *format = bw_formats(); *format && !best; format++)
    if (has_extension(*format, path) && !foreign_format(path, &head))
      best = *format;
  if (!best)
    fail_unknown(path, &head, error);
  return best;
}

const BwFormat *bw_format_for_writing(const char *path, GError **error)
{
  if (bw_is_bead_name(path))
    return &bw_format_beads;
  for (const BwFormat *const *format = bw_formats(); *format; format++)
    if ((*format)->can_write && has_extension(*format, path) && !g_str_has_suffix(path, ".gz"))
      return *format;
  GString *extensions = g_string_new(NULL);
  for (const BwFormat *const *format = bw_formats(); *format; format++)
    if ((*format)->can_write) {
      g_auto(GStrv) own = g_strsplit((*format)->extensions, " ", 2);
      g_string_append_printf(extensions, "%s.%s (%s)", extensions->len > 0 ? ", " : "", own[0],
                             (*format)->description);
    }
  bw_fail_file(error, BW_ERROR_ARGUMENT, path, "the end of the name says no format to write; use one of %s",
               extensions->str);
  g_string_free(extensions, TRUE);
  return NULL;
}

gboolean bw_file_kind(const char *path, const BwFormat **format, BwKind *kind, GError **error)
{
  const BwFormat *found = bw_format_detect(path, error);
  if (!found)
    return FALSE;
  BwKind one = found->kind_of ? found->kind_of(path, error) : found->kinds;
  if (one == 0)
    return FALSE;
  if (format)
    *format = found;
  if (kind)
    *kind = one;
  return TRUE;
}

static gboolean refuse_model(const char *path, const char *wanted, GError **error)
{
  return bw_fail_file(error, BW_ERROR_ARGUMENT, path, "is a model; %s", wanted);
}

BwTrajectory *bw_open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  static const BwUnitSystem not_said = {0};
  const BwFormat *format;
  BwKind kind;
  units = units ? units : &not_said;
  if (!bw_file_kind(path, &format, &kind, error))
    return NULL;
  if (kind == BW_KIND_MODEL) {
    refuse_model(path, "name a file with structures", error);
    return NULL;
  }
  if (format->open_trajectory && kind != BW_KIND_DATASET)
    return format->open_trajectory(path, units, error);
  g_autoptr(BwDataset) dataset = format->open_dataset(path, units, NULL, NULL, error);
  return dataset ? bw_dataset_as_trajectory(dataset, format->name) : NULL;
}

/* The format of a file with frames that have labels; `units` becomes what is not NULL. */
static const BwFormat *labelled_format(const char *path, const BwUnitSystem **units, BwKind *kind,
                                       GError **error)
{
  static const BwUnitSystem not_said = {0};
  const BwFormat *format;
  *units = *units ? *units : &not_said;
  if (!bw_file_kind(path, &format, kind, error))
    return NULL;
  if (*kind != BW_KIND_MODEL)
    return format;
  refuse_model(path, "name a file with labelled structures", error);
  return NULL;
}

BwDataset *bw_open_dataset(const char *path, const BwUnitSystem *units, const char *energy_key,
                           const char *forces_key, GError **error)
{
  BwKind kind;
  const BwFormat *format = labelled_format(path, &units, &kind, error);
  if (!format)
    return NULL;
  if (kind == BW_KIND_DATASET && format->open_dataset)
    return format->open_dataset(path, units, energy_key, forces_key, error);
  g_autoptr(BwTrajectory) trajectory = format->open_trajectory(path, units, error);
  if (!trajectory)
    return NULL;
  return bw_dataset_from_trajectory(trajectory, energy_key, forces_key, units, error);
}

/* Arrays: one system as a dataset, several frame by frame. */
static BwCollection *open_arrays(const BwFormat *format, const char *path, const BwUnitSystem *units,
                                 const char *energy_key, const char *forces_key, GError **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(BwDataset) dataset = format->open_dataset(path, units, energy_key, forces_key, &reason);
  if (dataset)
    return bw_collection_new(dataset);
  g_autoptr(BwTrajectory) frames =
      format->open_labelled ? format->open_labelled(path, units, energy_key, forces_key, NULL) : NULL;
  if (frames && bw_trajectory_is_mixed(frames))
    return bw_collection_gather(frames, NULL, NULL, units, NULL, NULL, NULL, error);
  g_propagate_error(error, g_steal_pointer(&reason));
  return NULL;
}

BwCollection *bw_open_collection(const char *path, const BwUnitSystem *units, const char *energy_key,
                                 const char *forces_key, GError **error)
{
  BwKind kind;
  const BwFormat *format = labelled_format(path, &units, &kind, error);
  if (!format)
    return NULL;
  if (kind == BW_KIND_DATASET && format->open_dataset)
    return open_arrays(format, path, units, energy_key, forces_key, error);
  g_autoptr(BwTrajectory) trajectory = format->open_trajectory(path, units, error);
  if (!trajectory)
    return NULL;
  return bw_collection_gather(trajectory, energy_key, forces_key, units, NULL, NULL, NULL, error);
}

BwTrajectory *bw_open_labelled(const char *path, const BwUnitSystem *units, const char *energy_key,
                               const char *forces_key, GError **error)
{
  BwKind kind;
  const BwFormat *format = labelled_format(path, &units, &kind, error);
  if (!format)
    return NULL;
  if (kind == BW_KIND_DATASET && format->open_labelled)
    return format->open_labelled(path, units, energy_key, forces_key, error);
  return format->open_trajectory(path, units, error);
}

gboolean bw_write_trajectory(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                             gpointer cancellable, void (*progress)(double fraction, gpointer data),
                             gpointer progress_data, GError **error)
{
  const BwFormat *format = bw_format_for_writing(path, error);
  return format && format->write(path, trajectory, units, cancellable, progress, progress_data, error);
}
