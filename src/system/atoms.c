#include "system/atoms.h"
#include "base/elements.h"

#include <string.h>

BwAtoms *bw_atoms_new(int n_atoms, const int *numbers, const double *masses, const char *const *labels)
{
  BwAtoms *atoms = g_new0(BwAtoms, 1);
  g_atomic_ref_count_init(&atoms->refs);
  atoms->n_atoms = n_atoms;
  atoms->numbers = g_memdup2(numbers, sizeof *numbers * n_atoms);
  atoms->masses = g_new(double, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    atoms->masses[i] = masses ? masses[i] : bw_element(numbers[i])->mass;
  if (labels) {
    atoms->labels = g_new0(char *, n_atoms + 1);
    for (int i = 0; i < n_atoms; i++)
      atoms->labels[i] = g_strdup(labels[i]);
  }
  return atoms;
}

BwAtoms *bw_atoms_ref(BwAtoms *atoms)
{
  g_atomic_ref_count_inc(&atoms->refs);
  return atoms;
}

void bw_atoms_unref(BwAtoms *atoms)
{
  if (!atoms || !g_atomic_ref_count_dec(&atoms->refs))
    return;
  g_free(atoms->numbers);
  g_free(atoms->masses);
  g_strfreev(atoms->labels);
  g_free(atoms);
}

gboolean bw_atoms_equal(const BwAtoms *a, const BwAtoms *b)
{
  return a == b ||
         (a->n_atoms == b->n_atoms && memcmp(a->numbers, b->numbers, sizeof *a->numbers * a->n_atoms) == 0);
}

guint bw_atoms_hash(gconstpointer key)
{
  const BwAtoms *atoms = key;
  guint hash = 5381;
  for (int i = 0; i < atoms->n_atoms; i++)
    hash = 33 * hash + (guint)atoms->numbers[i];
  return hash;
}

static void append_count(GString *formula, int number, int count)
{
  g_string_append(formula, bw_element(number)->symbol);
  if (count > 1)
    g_string_append_printf(formula, "%d", count);
}

static int compare_symbols(gconstpointer a, gconstpointer b)
{
  return strcmp(bw_element(*(const int *)a)->symbol, bw_element(*(const int *)b)->symbol);
}

char *bw_atoms_formula(const BwAtoms *atoms)
{
  int counts[BW_N_ELEMENTS] = {0}, order[BW_N_ELEMENTS];
  for (int i = 0; i < atoms->n_atoms; i++)
    counts[CLAMP(atoms->numbers[i], 0, BW_N_ELEMENTS - 1)]++;

  GString *formula = g_string_new(NULL);
  if (counts[6] > 0) /* Hill: carbon, hydrogen, then by the alphabet */
    for (int number = 6; number > 0; number = number == 6 ? 1 : 0)
      if (counts[number] > 0) {
        append_count(formula, number, counts[number]);
        counts[number] = 0;
      }
  for (int i = 0; i < BW_N_ELEMENTS; i++)
    order[i] = i;
  qsort(order, BW_N_ELEMENTS, sizeof *order, compare_symbols);
  for (int i = 0; i < BW_N_ELEMENTS; i++)
    if (counts[order[i]] > 0)
      append_count(formula, order[i], counts[order[i]]);
  return g_string_free(formula, FALSE);
}

char *bw_atoms_name(const BwAtoms *atoms, int i)
{
  return g_strdup_printf("%s%d", bw_element(atoms->numbers[i])->symbol, i);
}

char *bw_atoms_pair_name(const BwAtoms *atoms, int i, int j)
{
  g_autofree char *first = bw_atoms_name(atoms, i), *second = bw_atoms_name(atoms, j);
  return g_strdup_printf("%s–%s", first, second);
}
