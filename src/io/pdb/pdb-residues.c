#include "io/pdb/pdb-residues.h"
#include "base/array.h"

#include <string.h>

enum { NAME = 17, CHAIN = 21, NUMBER = 22, CODE = 26, WIDTH = 10 }; /* columns, from 0 */

void bw_pdb_residues_init(BwPdbResidues *residues, int n_atoms)
{
  *residues =
      (BwPdbResidues){.names = g_string_new(NULL), .chains = g_string_new(NULL), .codes = g_string_new(NULL)};
  residues->numbers = bw_new0(double, n_atoms);
}

void bw_pdb_residues_clear(BwPdbResidues *residues)
{
  g_string_free(residues->names, TRUE);
  g_string_free(residues->chains, TRUE);
  g_string_free(residues->codes, TRUE);
  bw_free(residues->numbers);
}

/* n columns without blanks as one more word; returns whether there was any. */
static gboolean append_word(GString *words, const char *columns, int n)
{
  gsize before = words->len + (words->len > 0);
  if (words->len > 0)
    g_string_append_c(words, ' ');
  for (int c = 0; c < n; c++)
    if ((guchar)columns[c] > ' ')
      g_string_append_c(words, columns[c]);
  if (words->len > before)
    return TRUE;
  g_string_append_c(words, '-');
  return FALSE;
}

/* Four columns; beyond 9999 "A000" … as hybrid-36 counts them, whose digits go on with the alphabet. */
static gboolean scan_number(const char *columns, double *number)
{
  char field[5] = {columns[0], columns[1], columns[2], columns[3], '\0'}, *end;
  gint64 value = g_ascii_strtoll(field, &end, 10);
  if (end == field && g_ascii_isupper(field[0]))
    value = g_ascii_strtoll(field, &end, 36) - 10 * 36 * 36 * 36 + 10000;
  *number = (double)value;
  return end > field;
}

void bw_pdb_residues_read(BwPdbResidues *residues, int atom, const char *record)
{
  residues->has_names |= append_word(residues->names, record + NAME, 3);
  residues->has_chains |= append_word(residues->chains, record + CHAIN, 1);
  residues->has_codes |= append_word(residues->codes, record + CODE, 1);
  residues->has_numbers |= scan_number(record + NUMBER, &residues->numbers[atom]);
}

static void add_words(BwFrame *frame, const char *name, const GString *words, gboolean any)
{
  if (!any)
    return;
  g_autofree char *valid = g_utf8_make_valid(words->str, (gssize)words->len);
  BwProperty *property = bw_frame_add_text(frame, name, valid);
  property->per_atom = TRUE;
  property->n_components = 1;
}

void bw_pdb_residues_add_to(BwPdbResidues *residues, BwFrame *frame)
{
  add_words(frame, "residuenames", residues->names, residues->has_names);
  if (residues->has_numbers) {
    BwProperty *numbers = bw_frame_add_atom_values(frame, "residuenumbers", NULL, 1);
    numbers->type = BW_PROPERTY_INTEGER;
    memcpy(numbers->values, residues->numbers, sizeof(double) * (gsize)frame->atoms->n_atoms);
  }
  add_words(frame, "chains", residues->chains, residues->has_chains);
  add_words(frame, "insertioncodes", residues->codes, residues->has_codes);
}

/* The next word of a property's text, cut to n characters; "" where there is none. */
static void next_word(const char **words, char *out, gsize n)
{
  out[0] = '\0';
  if (!*words)
    return;
  *words += strspn(*words, " ");
  gsize length = strcspn(*words, " ");
  if (length != 1 || **words != '-')
    g_strlcpy(out, *words, MIN(length, n) + 1);
  *words += length;
}

static const char *words_of(const BwFrame *frame, const char *name)
{
  const BwProperty *property = bw_frame_find(frame, name);
  return property && property->per_atom ? property->text : NULL;
}

char *bw_pdb_residue_columns(const BwFrame *frame)
{
  const char *names = words_of(frame, "residuenames"), *chains = words_of(frame, "chains");
  const char *codes = words_of(frame, "insertioncodes");
  const BwProperty *numbers = bw_frame_find(frame, "residuenumbers");
  gboolean has_numbers = numbers && numbers->values && numbers->n_rows >= frame->atoms->n_atoms;
  char *columns = g_malloc((gsize)frame->atoms->n_atoms * WIDTH + 1);
  for (int i = 0; i < frame->atoms->n_atoms; i++) {
    char name[4], chain[2], code[2], number[8];
    next_word(&names, name, 3);
    next_word(&chains, chain, 1);
    next_word(&codes, code, 1);
    int value = has_numbers ? (int)CLAMP(numbers->values[i], -999, 1e9) : 1;
    g_snprintf(number, sizeof number, "%4d", value > 0 ? value % 10000 : value);
    g_snprintf(columns + (gsize)i * WIDTH, WIDTH + 1, "%3s %1s%.4s%1s", *name ? name : "UNK", chain, number,
               code);
  }
  return columns;
}
