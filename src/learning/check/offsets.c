/* Frames of another zero of energy: another program, level of theory, or set of reference atoms.
 *
 * Labels minus what the forces let expect lie in one heap for each zero; heaps are told apart by gaps that
 * are wide beside the narrowest quarter of all values. */
#include "learning/check/labels.h"

#include <glib/gi18n.h>
#include <math.h>

static const double GAP = 16;     /* widths of the narrowest quarter: between heaps */
static const double LEAST = 0.01; /* of all frames make a heap, and three do */

typedef struct {
  double excess;
  int i;
} Value;

static int compare_values(gconstpointer a, gconstpointer b)
{
  double x = ((const Value *)a)->excess, y = ((const Value *)b)->excess;
  return (x > y) - (x < y);
}

static int compare_frames(gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
  return (x > y) - (x < y);
}

static double narrowest_quarter(const Value *values, int n)
{
  double width = INFINITY;
  for (int i = 0; i + n / 4 < n; i++)
    width = MIN(width, values[i + n / 4].excess - values[i].excess);
  return width;
}

static double middle(const Value *values, int first, int end)
{
  return values[(first + end) / 2].excess;
}

static void tell(BwCheckLabels *labels, const Value *values, int first, int end, double offset)
{
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(gint64));
  for (int v = first; v < end; v++)
    g_array_append_val(list, labels->probe->frames[values[v].i]);
  g_array_sort(list, compare_frames);
  g_autofree char *names = bw_check_list_frames((gint64 *)(gpointer)list->data, (int)list->len);
  bw_check_add_frames(
      labels->frames, BW_FLAW_OFFSET, BW_SEVERITY_ERROR, list,
      N_("bring all energies to one zero and one level of theory, or take these frames out"),
      N_("frames %s: the energies lie %.6g eV %s than those of the others, for the same forces"), names,
      fabs(offset), offset > 0 ? N_("higher") : N_("lower"));
}

void bw_check_offsets(BwCheckLabels *labels)
{
  int n = labels->probe->n, least = MAX(3, (int)(LEAST * n)), largest = 0, first_of_largest = 0;
  g_autofree Value *values = g_new(Value, n);
  g_autofree int *ends = g_new(int, n); /* of heaps */
  int n_heaps = 0;
  for (int i = 0; i < n; i++)
    values[i] = (Value){labels->energies[i] - labels->probe->energies[i], i};
  qsort(values, (gsize)n, sizeof *values, compare_values);
  double width = GAP * narrowest_quarter(values, n);
  for (int v = 1; v <= n; v++)
    if (v == n || values[v].excess - values[v - 1].excess > width)
      ends[n_heaps++] = v;
  for (int h = 0, first = 0; h < n_heaps; first = ends[h++])
    if (ends[h] - first > largest)
      largest = ends[h] - first, first_of_largest = first;
  double zero = middle(values, first_of_largest, first_of_largest + largest);
  for (int h = 0, first = 0; h < n_heaps; first = ends[h++]) {
    double offset = middle(values, first, ends[h]) - zero;
    if (first == first_of_largest || ends[h] - first < least)
      continue;
    tell(labels, values, first, ends[h], offset);
    for (int v = first; v < ends[h]; v++)
      labels->energies[values[v].i] -= offset;
  }
}
