#include "io/text/atoms-builder.h"
#include "base/elements.h"

#include <math.h>
#include <string.h>

enum { MAX_NAME = 31 };

void bw_atoms_builder_begin(BwAtomsBuilder *builder, int n_atoms)
{
  if (n_atoms > builder->capacity) {
    bw_atoms_builder_clear(builder);
    builder->numbers = bw_new(int, n_atoms);
    builder->masses = bw_new(double, n_atoms);
    builder->names = bw_new(struct BwName, n_atoms);
    builder->capacity = n_atoms;
  }
  builder->n_atoms = n_atoms;
  builder->has_masses = builder->has_labels = FALSE;
}

void bw_atoms_builder_clear(BwAtomsBuilder *builder)
{
  bw_free(builder->numbers);
  bw_free(builder->masses);
  bw_free(builder->names);
  *builder = (BwAtomsBuilder){0};
}

/* Symbols as they should be written, by their one or two letters; 0 is none. */
static const guint8 *symbol_table(void)
{
  static guint8 table[26 * 27];
  static gsize done;
  if (g_once_init_enter(&done)) {
    for (int number = 1; number < BW_N_ELEMENTS; number++) {
      const char *symbol = bw_element(number)->symbol;
      table[(symbol[0] - 'A') * 27 + (symbol[1] ? symbol[1] - 'a' + 1 : 0)] = (guint8)number;
    }
    g_once_init_leave(&done, 1);
  }
  return table;
}

static int exact_symbol(const char *text, gsize length)
{
  if (length < 1 || length > 2 || !g_ascii_isupper(text[0]) || (length == 2 && !g_ascii_islower(text[1])))
    return 0;
  return symbol_table()[(text[0] - 'A') * 27 + (length == 2 ? text[1] - 'a' + 1 : 0)];
}

static gboolean is_number(const char *text, gsize length)
{
  gsize digits = 0;
  for (gsize i = 0; i < length; i++)
    digits += g_ascii_isdigit(text[i]) || strchr("+-.eE", text[i]) != NULL;
  return digits == length && strcspn(text, "0123456789") < length;
}

/* Names other than plain symbols. */
static gboolean add_unusual(BwAtomsBuilder *builder, int i, const char *name, gboolean isotopes)
{
  gsize length = strlen(name);
  double mass;
  if (is_number(name, length)) {
    char *end;
    guint64 number = g_ascii_strtoull(name, &end, 10);
    builder->numbers[i] = (int)number;
    builder->masses[i] = bw_element((int)MIN(number, BW_N_ELEMENTS))->mass;
    return *end == '\0' && number < BW_N_ELEMENTS && g_ascii_isdigit(name[0]);
  }
  gboolean counted = g_ascii_isalpha(name[0]) && g_ascii_isdigit(name[length - 1]);
  int number = counted && !isotopes ? 0 : bw_element_parse(name, FALSE, &mass);
  if (number == 0) {
    number = bw_element_parse(name, TRUE, &mass);
    builder->has_labels = TRUE;
  } else if (mass != bw_element(number)->mass) {
    builder->has_masses = TRUE;
  }
  builder->numbers[i] = number;
  builder->masses[i] = mass;
  return TRUE;
}

gboolean bw_atoms_builder_add_name(BwAtomsBuilder *builder, int i, const char *text, gsize length,
                                   gboolean isotopes)
{
  int number = exact_symbol(text, length);
  builder->names[i] = (struct BwName){text, length};
  if (number > 0) {
    builder->numbers[i] = number;
    builder->masses[i] = bw_element(number)->mass;
    return TRUE;
  }
  char name[MAX_NAME + 1];
  gsize n = MIN(length, MAX_NAME);
  memcpy(name, text, n);
  name[n] = '\0';
  return n > 0 && add_unusual(builder, i, name, isotopes);
}

void bw_atoms_builder_set_number(BwAtomsBuilder *builder, int i, int number, double mass)
{
  builder->numbers[i] = number;
  builder->masses[i] = mass;
  builder->has_masses |= mass != bw_element(number)->mass;
}

void bw_atoms_builder_set_label(BwAtomsBuilder *builder, int i, const char *text, gsize length)
{
  builder->names[i] = (struct BwName){text, length};
  builder->has_labels = TRUE;
}

void bw_atoms_builder_set_mass(BwAtomsBuilder *builder, int i, double mass)
{
  if (!(mass > 0) || isinf(mass) || mass == builder->masses[i])
    return;
  builder->masses[i] = mass;
  builder->has_masses = TRUE;
}

static gboolean same_labels(const BwAtomsBuilder *builder, const BwAtoms *atoms)
{
  if (builder->has_labels != (atoms->labels != NULL))
    return FALSE;
  for (int i = 0; builder->has_labels && i < builder->n_atoms; i++)
    if (strlen(atoms->labels[i]) != builder->names[i].length ||
        memcmp(atoms->labels[i], builder->names[i].text, builder->names[i].length) != 0)
      return FALSE;
  return TRUE;
}

static gboolean same(const BwAtomsBuilder *builder, const BwAtoms *atoms)
{
  gsize n = (gsize)builder->n_atoms;
  return atoms->n_atoms == builder->n_atoms &&
         memcmp(atoms->numbers, builder->numbers, n * sizeof(int)) == 0 &&
         memcmp(atoms->masses, builder->masses, n * sizeof(double)) == 0 && same_labels(builder, atoms);
}

BwAtoms *bw_atoms_builder_finish(BwAtomsBuilder *builder, BwAtoms *previous)
{
  if (previous && same(builder, previous))
    return bw_atoms_ref(previous);
  g_auto(GStrv) labels = NULL;
  if (builder->has_labels) {
    labels = g_new0(char *, builder->n_atoms + 1);
    for (int i = 0; i < builder->n_atoms; i++) {
      g_autofree char *raw = g_strndup(builder->names[i].text, builder->names[i].length);
      labels[i] = g_utf8_make_valid(raw, -1);
    }
  }
  return bw_atoms_new(builder->n_atoms, builder->numbers, builder->has_masses ? builder->masses : NULL,
                      (const char *const *)labels);
}
