#include "io/xyz/xyz-header.h"
#include "base/error.h"
#include "io/xyz/xyz-names.h"

#include <math.h>
#include <string.h>

/* A key with exactly one number. */
static gboolean find_number(const BwXyzHeader *header, const char *key, double *value)
{
  const BwXyzEntry *entry = bw_xyz_comment_find(&header->comment, key);
  if (!entry || !entry->is_number || entry->n != 1)
    return FALSE;
  *value = *bw_xyz_entry_numbers(&header->comment, entry);
  return TRUE;
}

/* CP2K: " i = 10, time = 5.0, E = -12.3" */
static gboolean is_cp2k(const BwXyzHeader *header)
{
  double unused;
  return !header->comment.extended && find_number(header, "i", &unused) &&
         find_number(header, "time", &unused) && find_number(header, "E", &unused);
}

/* Programs that write atomic units of energy beside Å, known by their comment lines. */
static const char *program_of(const BwXyzHeader *header)
{
  if (is_cp2k(header))
    return "CP2K";
  if (bw_xyz_comment_find(&header->comment, "gnorm") && bw_xyz_comment_find(&header->comment, "xtb"))
    return "xtb";
  return !header->comment.extended && strstr(header->line->str, "ORCA-job") ? "ORCA" : NULL;
}

static gboolean is_program(const BwXyzHeader *header, const char *name)
{
  return header->program && g_str_equal(header->program, name);
}

static gboolean resolve_units(BwXyzHeader *header, BwXyzUnitRules *rules, GError **error)
{
  const BwXyzEntry *entry = bw_xyz_comment_find(&header->comment, "units");
  g_autofree char *said = entry ? bw_xyz_entry_dup_text(entry) : NULL;
  return bw_xyz_unit_rules_apply(rules, said, header->program ? "Ha" : "eV", &header->units, error);
}

/* Nine numbers by rows; three are the edges of a box. */
static gboolean lattice_vectors(const BwXyzHeader *header, const BwXyzEntry *entry, double vectors[3][3],
                                GError **error)
{
  const double *numbers = bw_xyz_entry_numbers(&header->comment, entry);
  if (!entry->is_number || (entry->n != 9 && entry->n != 3))
    return bw_fail(error, BW_ERROR_FORMAT, "Lattice needs nine numbers");
  memset(vectors, 0, sizeof(double[3][3]));
  for (int k = 0; k < (int)entry->n; k++)
    *(entry->n == 9 ? &vectors[k / 3][k % 3] : &vectors[k][k]) = numbers[k] * header->units.length;
  return TRUE;
}

static gboolean periodicity(const BwXyzHeader *header, gboolean periodic[3], GError **error)
{
  const BwXyzEntry *entry = bw_xyz_comment_find(&header->comment, "pbc");
  for (int k = 0; k < 3; k++)
    periodic[k] = TRUE;
  if (!entry)
    return TRUE;
  if (!entry->is_number || (entry->n != 3 && entry->n != 1))
    return bw_fail(error, BW_ERROR_FORMAT, "pbc needs three of T and F");
  const double *numbers = bw_xyz_entry_numbers(&header->comment, entry);
  for (int k = 0; k < 3; k++)
    periodic[k] = numbers[entry->n == 3 ? k : 0] != 0;
  return TRUE;
}

static gboolean read_cell(BwXyzHeader *header, GError **error)
{
  const BwXyzEntry *lattice = bw_xyz_comment_find(&header->comment, "Lattice");
  double vectors[3][3];
  gboolean periodic[3];
  bw_cell_init_none(&header->cell);
  if (header->is_ipi)
    header->cell = header->ipi.cell;
  if (!lattice)
    return TRUE;
  return lattice_vectors(header, lattice, vectors, error) && periodicity(header, periodic, error) &&
         bw_cell_init(&header->cell, (const double(*)[3])vectors, periodic, error);
}

static void read_time(BwXyzHeader *header)
{
  double value;
  header->time = NAN;
  header->step = header->is_ipi ? header->ipi.step : -1;
  if (find_number(header, "time", &value))
    header->time = value * header->units.time;
  else if (find_number(header, "time_fs", &value))
    header->time = value;
  if (find_number(header, "step", &value) || (is_program(header, "CP2K") && find_number(header, "i", &value)))
    header->step = fabs(value) < 9e15 ? (gint64)value : -1;
}

static gboolean read_bead(BwXyzHeader *header, GError **error)
{
  double bead, n_beads;
  if (!find_number(header, "bead", &bead) || !find_number(header, "n_beads", &n_beads))
    return TRUE;
  enum { MAX_BEADS = 65536 };
  if (!(n_beads >= 1 && n_beads <= MAX_BEADS && bead >= 0 && bead < n_beads))
    return bw_fail(error, BW_ERROR_FORMAT, "bead=%g n_beads=%g name no bead of a ring polymer", bead,
                   n_beads);
  header->bead = (int)bead;
  header->n_beads = (int)n_beads;
  return TRUE;
}

gboolean bw_xyz_header_parse(BwXyzHeader *header, const char *text, gsize n, BwXyzUnitRules *rules,
                             GError **error)
{
  if (!header->line)
    header->line = g_string_new(NULL);
  g_string_truncate(header->line, 0);
  g_string_append_len(header->line, text, (gssize)n);
  header->is_ipi = bw_is_ipi_comment(header->line->str);
  header->n_beads = 0;
  if (!bw_xyz_comment_parse(&header->comment, header->is_ipi ? "" : header->line->str, error))
    return FALSE;
  header->program = program_of(header);
  return resolve_units(header, rules, error) &&
         (!header->is_ipi || bw_ipi_comment_parse(&header->ipi, header->line->str, error)) &&
         read_cell(header, error) && (read_time(header), read_bead(header, error));
}

void bw_xyz_header_clear(BwXyzHeader *header)
{
  bw_xyz_comment_clear(&header->comment);
  if (header->line)
    g_string_free(header->line, TRUE);
  header->line = NULL;
}

/* The unit of `name` in property_units="gap=eV,dipole=e*Ang"; NULL: not said. */
static const char *said_unit(const BwXyzHeader *header, const char *name)
{
  const BwXyzEntry *entry = bw_xyz_comment_find(&header->comment, BW_XYZ_PROPERTY_UNITS);
  if (!entry)
    return NULL;
  g_autofree char *text = bw_xyz_entry_dup_text(entry);
  g_auto(GStrv) pairs = g_strsplit(text, ",", -1);
  for (char **pair = pairs; *pair; pair++) {
    char *equals = strchr(*pair, '=');
    if (equals && strlen(name) == (gsize)(equals - *pair) && g_str_has_prefix(*pair, name))
      return g_intern_string(equals + 1);
  }
  return NULL;
}

const char *bw_xyz_header_unit_of(const BwXyzHeader *header, const char *name, int n_components,
                                  gboolean per_atom, double *factor)
{
  switch (bw_xyz_quantity(name, n_components, per_atom)) {
  case BW_XYZ_ENERGY:
    *factor = header->units.energy;
    return "eV";
  case BW_XYZ_FORCES:
    *factor = header->units.force;
    return "eV/Å";
  case BW_XYZ_STRESS:
    *factor = header->units.energy / pow(header->units.length, 3);
    return "eV/Å³";
  default:
    *factor = 1;
    return said_unit(header, name);
  }
}

static gboolean is_consumed(const BwXyzHeader *header, const BwXyzEntry *entry)
{
  static const char *const always[] = {"Properties", "Lattice", "pbc", BW_XYZ_PROPERTY_UNITS};
  for (gsize i = 0; i < G_N_ELEMENTS(always); i++)
    if (bw_xyz_entry_is(entry, always[i]))
      return TRUE;
  if (bw_xyz_entry_is(entry, "units"))
    return header->units.said;
  if (bw_xyz_entry_is(entry, "bead") || bw_xyz_entry_is(entry, "n_beads"))
    return header->n_beads > 0;
  if (bw_xyz_entry_is(entry, "time") || bw_xyz_entry_is(entry, "time_fs"))
    return entry->is_number && entry->n == 1;
  if (bw_xyz_entry_is(entry, "step") || (bw_xyz_entry_is(entry, "i") && is_program(header, "CP2K")))
    return header->step >= 0;
  return FALSE;
}

static void add_entry(const BwXyzHeader *header, const BwXyzEntry *entry, BwFrame *frame)
{
  g_autofree char *key = g_strndup(entry->key, entry->key_length);
  g_autofree char *name = g_utf8_make_valid(key, -1);
  if (!entry->is_number) {
    g_autofree char *text = bw_xyz_entry_dup_text(entry);
    bw_frame_add_text(frame, name, text);
    return;
  }
  double factor;
  const double *numbers = bw_xyz_entry_numbers(&header->comment, entry);
  const char *unit = bw_xyz_header_unit_of(header, name, (int)entry->n, FALSE, &factor);
  BwProperty *property = bw_frame_add_frame_values(frame, name, unit, (int)entry->n);
  property->type = factor == 1 ? entry->type : BW_PROPERTY_REAL;
  for (guint k = 0; k < entry->n; k++)
    property->values[k] = numbers[k] * factor;
}

void bw_xyz_header_add_properties(const BwXyzHeader *header, BwFrame *frame)
{
  for (guint i = 0; i < header->comment.entries->len; i++) {
    const BwXyzEntry *entry = &g_array_index(header->comment.entries, BwXyzEntry, i);
    if (!is_consumed(header, entry))
      add_entry(header, entry, frame);
  }
  if (header->comment.has_free_text && !header->comment.extended) {
    g_autofree char *text = g_utf8_make_valid(header->line->str, -1);
    bw_frame_add_text(frame, "comment", g_strstrip(text));
  }
}
