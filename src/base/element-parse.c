/* What people write for an element: symbols, isotopes, and the atom names of PDB and of force fields. */
#include "base/elements.h"

#include <string.h>

/* Atomic masses of nuclides, amu (AME 2016): those whose substitution changes what one measures. */
static const struct {
  guint8 number, nucleons;
  double mass;
} nuclides[] = {
    {1, 1, 1.00782503223},    {1, 2, 2.01410177812},
    {1, 3, 3.01604927791},    {2, 3, 3.01602932008},
    {2, 4, 4.00260325413},    {3, 6, 6.01512288742},
    {3, 7, 7.01600343666},    {5, 10, 10.01293695},
    {5, 11, 11.00930535},     {6, 12, 12.0},
    {6, 13, 13.00335483507},  {6, 14, 14.0032419884},
    {7, 14, 14.00307400443},  {7, 15, 15.00010889888},
    {8, 16, 15.99491461957},  {8, 17, 16.9991317565},
    {8, 18, 17.99915961286},  {9, 19, 18.99840316273},
    {14, 28, 27.97692653465}, {14, 29, 28.9764946649},
    {14, 30, 29.973770136},   {15, 31, 30.97376199842},
    {15, 32, 31.973907643},   {16, 32, 31.9720711744},
    {16, 33, 32.9714589098},  {16, 34, 33.967867004},
    {17, 35, 34.968852682},   {17, 37, 36.965902602},
    {22, 46, 45.952627718},   {22, 48, 47.94794198},
    {29, 63, 62.92959772},    {29, 65, 64.9277897},
    {35, 79, 78.9183376},     {35, 81, 80.9162897},
    {47, 107, 106.9050916},   {47, 109, 108.9047553},
};

/* Two letters that name an atom of a protein, a nucleotide or a sugar far more often than the element: CA is
 * Cα. Only capitals are meant: "Ca1" is calcium. */
static const char *const atom_names[] = {
    "CA", "CD", "CE", "CF", "CM", "CN", "CO", "HE", "HF", "HG", "HO", "HS", "NA", "NB",
    "ND", "NE", "NH", "NP", "OG", "PA", "PB", "PM", "PO", "SG", "SC", "SM", NULL,
};

/* The element of up to two letters, whatever their case. */
static int find_symbol(const char *letters, gsize n)
{
  if (n < 1 || n > 2)
    return 0;
  for (int number = 1; number < BW_N_ELEMENTS; number++) {
    const char *symbol = bw_element(number)->symbol;
    if (strlen(symbol) == n && g_ascii_strncasecmp(symbol, letters, n) == 0)
      return number;
  }
  return 0;
}

static int plain(int number, double *mass)
{
  if (mass)
    *mass = bw_element(number)->mass;
  return number;
}

static int isotope(int number, guint64 nucleons, double *mass)
{
  /* between all protons and a few more nucleons than the heaviest known nuclide of any element */
  if (number == 0 || nucleons < (guint64)number || nucleons > 3 * (guint64)number + 4)
    return 0;
  if (!mass)
    return number;
  *mass = nucleons; /* right to one part in a thousand where the table is silent */
  for (gsize i = 0; i < G_N_ELEMENTS(nuclides); i++)
    if (nuclides[i].number == number && nuclides[i].nucleons == nucleons)
      *mass = nuclides[i].mass;
  return number;
}

/* A symbol with a nucleon number before or after it, and nothing else. */
static int parse_symbol(const char *text, double *mass)
{
  gsize before = strspn(text, "0123456789");
  const char *letters = text + before;
  gsize n = 0;
  while (g_ascii_isalpha(letters[n]))
    n++;
  gsize after = strspn(letters + n, "0123456789");
  if (n == 0 || letters[n + after] != '\0' || (before > 0 && after > 0) || before + after > 3)
    return 0;
  int number = find_symbol(letters, n);
  if (before + after > 0)
    return isotope(number, g_ascii_strtoull(before > 0 ? text : letters + n, NULL, 10), mass);
  if (number == 0 && n == 1 && g_ascii_toupper(*letters) == 'D')
    return isotope(1, 2, mass);
  if (number == 0 && n == 1 && g_ascii_toupper(*letters) == 'T')
    return isotope(1, 3, mass);
  return plain(number, mass);
}

/* Whether two capitals are the beginning of an atom's name rather than an element; "CLAA" is still chlorine.
 */
static gboolean is_atom_name(const char *two, gsize n_letters)
{
  return g_strv_contains(atom_names, two) ||
         (n_letters > 2 && g_ascii_isupper(two[1]) && !g_str_equal(two, "CL") && find_symbol(two, 1) > 0);
}

/* An atom's name: it begins with the element, maybe after a digit ("1HB2"). */
static int parse_label(const char *text, double *mass)
{
  const char *letters = text + strspn(text, "0123456789 ");
  gsize n = 0;
  while (g_ascii_isalpha(letters[n]))
    n++;
  if (n == 0)
    return 0;
  if (n >= 2) {
    const char two[3] = {letters[0], letters[1], '\0'};
    int number = find_symbol(two, 2);
    if (number > 0 && !is_atom_name(two, n))
      return plain(number, mass);
  }
  int number = find_symbol(letters, 1);
  if (number == 0 && n == 1 && *letters == 'D')
    return isotope(1, 2, mass);
  return plain(number, mass);
}

int bw_element_parse(const char *text, gboolean label, double *mass)
{
  int number = label ? parse_label(text, mass) : parse_symbol(text, mass);
  if (number == 0)
    plain(0, mass);
  return number;
}
