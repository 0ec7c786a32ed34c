#include "potential/gdml/assignment.h"

#include <glib.h>
#include <math.h>

/* Dual variables and the alternating tree of the row that is being placed. Columns are counted from 1 with a
 * column 0 that holds this row. */
typedef struct {
  const double *cost;
  int n;
  double *row_price, *column_price; /* [n + 1] */
  int *row_in;                      /* [n + 1] the row placed in a column, counted from 1; 0 none */
  int *came_from;                   /* [n + 1] the column before on the path */
  double *slack;                    /* [n + 1] smallest reduced cost to reach a column */
  gboolean *reached;                /* [n + 1] */
} Search;

/* Extends the tree from `column` by the cheapest column not reached yet, and returns that. */
static int extend(Search *s, int column)
{
  int row = s->row_in[column], nearest = 0;
  double least = INFINITY;
  s->reached[column] = TRUE;
  for (int j = 1; j <= s->n; j++) {
    if (s->reached[j])
      continue;
    double reduced = s->cost[(row - 1) * s->n + j - 1] - s->row_price[row] - s->column_price[j];
    if (reduced < s->slack[j])
      s->slack[j] = reduced, s->came_from[j] = column;
    if (s->slack[j] < least)
      least = s->slack[j], nearest = j;
  }
  for (int j = 0; j <= s->n; j++)
    if (s->reached[j])
      s->row_price[s->row_in[j]] += least, s->column_price[j] -= least;
    else
      s->slack[j] -= least;
  return nearest;
}

static void place_row(Search *s, int row)
{
  for (int j = 0; j <= s->n; j++)
    s->slack[j] = INFINITY, s->reached[j] = FALSE;
  s->row_in[0] = row;
  int column = 0;
  do
    column = extend(s, column);
  while (s->row_in[column] != 0);
  for (int before; column != 0; column = before) {
    before = s->came_from[column];
    s->row_in[column] = s->row_in[before];
  }
}

void bw_assign(const double *cost, int n, int *column_of)
{
  gsize size = (gsize)n + 1;
  g_autofree double *doubles = g_new0(double, 3 * size);
  g_autofree int *ints = g_new0(int, 3 * size);
  Search s = {cost, n, doubles, doubles + size, ints, ints + size, doubles + 2 * size, ints + 2 * size};
  for (int row = 1; row <= n; row++)
    place_row(&s, row);
  for (int j = 1; j <= n; j++)
    column_of[s.row_in[j] - 1] = j - 1;
}
