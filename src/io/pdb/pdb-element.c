#include "io/pdb/pdb-element.h"
#include "base/elements.h"

#include <string.h>

/* Columns first … last, counted from 1 as PDB does, without their blanks. */
static void copy_columns(const char *record, int first, int last, char *out)
{
  const char *begin = record + first - 1, *end = record + last;
  while (begin < end && *begin == ' ')
    begin++;
  while (end > begin && end[-1] == ' ')
    end--;
  memcpy(out, begin, (gsize)(end - begin));
  out[end - begin] = '\0';
}

int bw_pdb_element(const char *record, double *mass)
{
  char element[3], name[5], residue[4];
  copy_columns(record, 77, 78, element);
  copy_columns(record, 13, 16, name);
  copy_columns(record, 18, 20, residue);
  int number = g_ascii_isalpha(element[0]) ? bw_element_parse(element, FALSE, mass) : 0;
  if (number > 0)
    return number;
  /* ions are residues of their own name; two letters from column 13 on are an element's in a HETATM */
  gboolean two_letters =
      g_ascii_isalpha(record[12]) && g_ascii_isalpha(record[13]) && !g_ascii_isalpha(record[14]);
  if (g_str_equal(name, residue) || (two_letters && record[0] == 'H')) {
    number = bw_element_parse(name, FALSE, mass);
    if (number > 0)
      return number;
  }
  return bw_element_parse(name, TRUE, mass);
}
