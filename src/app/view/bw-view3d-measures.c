/* What is measured: the coordinate of two, three or four selected atoms, those that were kept, and the one
 * that is plotted. */
#include "app/view/bw-view3d-private.h"

#include <math.h>
#include <string.h>

#include "app/session/bw-words.h"
#include "base/format.h"
#include "base/vec3.h"

/* One that is shown. */
typedef struct {
  BwCoordinate coordinate;
  gboolean drawn, plotted, kept; /* between its atoms; below the view; whatever is selected */
} Measure;

/* Which are shown */

/* The measure of these atoms, added when it is new. */
static Measure *find(GArray *measures, const BwCoordinate *coordinate)
{
  for (guint i = 0; i < measures->len; i++)
    if (bw_coordinate_equal(&g_array_index(measures, Measure, i).coordinate, coordinate))
      return &g_array_index(measures, Measure, i);
  const Measure measure = {.coordinate = *coordinate};
  g_array_append_val(measures, measure);
  return &g_array_index(measures, Measure, measures->len - 1);
}

static gboolean get_selected(BwView3d *self, const BwFrame *frame, BwCoordinate *coordinate)
{
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  *coordinate = (BwCoordinate){.n_atoms = n};
  if (n < 2 || n > 4)
    return FALSE;
  memcpy(coordinate->atoms, atoms, sizeof *atoms * (gsize)n);
  return bw_coordinate_check(coordinate, frame->atoms->n_atoms, NULL);
}

/* Those of the session first, in its order. */
static void collect(BwView3d *self, const BwFrame *frame)
{
  int n, chosen = bw_session_get_coordinate(self->session);
  const BwCoordinate *coordinates = bw_session_get_coordinates(self->session, &n);
  BwCoordinate selected;
  g_array_set_size(self->measures, 0);
  for (int i = 0; i < n; i++) {
    gboolean kept = bw_session_is_pinned(self->session, i);
    if (!kept && i != chosen)
      continue;
    Measure *measure = find(self->measures, &coordinates[i]);
    measure->kept = measure->drawn = kept;
    measure->plotted = i == chosen;
  }
  if (get_selected(self, frame, &selected))
    find(self->measures, &selected)->drawn = TRUE;
}

/* How they look now */

/* The atoms of a coordinate, each the image next to the one before it. */
static void get_points(BwView3d *self, const BwFrame *frame, const BwCoordinate *coordinate,
                       double points[4][3])
{
  const double *centroids = bw_view3d_get_centroids(self);
  for (int i = 0; i < coordinate->n_atoms; i++) {
    const double *point = centroids + 3 * (gsize)coordinate->atoms[i];
    memcpy(points[i], point, sizeof points[i]);
    if (i == 0)
      continue;
    double step[3];
    bw_sub3(point, points[i - 1], step);
    bw_cell_minimum_image(&frame->cell, step, NULL);
    for (int d = 0; d < 3; d++)
      points[i][d] = points[i - 1][d] + step[d];
  }
}

/* "0.972 Å": the mean over the beads */
static char *describe_value(const BwFrame *frame, const BwCoordinate *coordinate)
{
  g_autofree double *values = g_new(double, frame->n_beads + 1);
  bw_coordinate_of(coordinate, frame->positions, frame->n_beads, frame->atoms->n_atoms, &frame->cell, values);
  double mean = bw_coordinate_mean(coordinate, values, frame->n_beads);
  if (!isfinite(mean))
    return g_strdup("–");
  double factor;
  const char *unit = bw_words_unit(coordinate, &factor);
  g_autofree char *number = bw_format_fixed(factor * mean, coordinate->n_atoms == 2 ? 3 : 1);
  return g_strdup_printf(coordinate->n_atoms == 2 ? "%s %s" : "%s%s", number, unit);
}

static void show(BwView3d *self, const BwFrame *frame)
{
  guint n = self->measures->len, n_drawn = 0;
  g_autofree BwMeasure *drawn = g_new0(BwMeasure, MAX(n, 1));
  g_autofree BwMeasureRow *rows = g_new0(BwMeasureRow, MAX(n, 1));
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < n; i++) {
    const Measure *measure = &g_array_index(self->measures, Measure, i);
    char *name = bw_coordinate_label(&measure->coordinate, frame->atoms);
    char *number = describe_value(frame, &measure->coordinate);
    g_ptr_array_add(words, name);
    g_ptr_array_add(words, number);
    rows[i] = (BwMeasureRow){name, number, measure->plotted, measure->kept};
    if (!measure->drawn)
      continue;
    double points[4][3];
    get_points(self, frame, &measure->coordinate, points);
    drawn[n_drawn] = (BwMeasure){.row = (int)i, .name = name, .number = number};
    bw_ruler_init(&drawn[n_drawn++].ruler, &measure->coordinate, points);
  }
  bw_view_overlay_set_measures(self->overlay, drawn, (int)n_drawn);
  bw_measure_list_set(self->measure_list, rows, (int)n);
}

void bw_view3d_update_measures(BwView3d *self)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  if (frame && bw_view3d_get_centroids(self)) {
    collect(self, frame);
    show(self, frame);
  } else {
    g_array_set_size(self->measures, 0);
    bw_view_overlay_set_measures(self->overlay, NULL, 0);
    bw_measure_list_set(self->measure_list, NULL, 0);
  }
}

/* What is done with them */

void bw_view3d_init_measures(BwView3d *self)
{
  self->measures = g_array_new(FALSE, FALSE, sizeof(Measure));
}

void bw_view3d_plot_measure(BwView3d *self, int row)
{
  if (row < 0 || row >= (int)self->measures->len)
    return;
  const BwCoordinate coordinate = g_array_index(self->measures, Measure, row).coordinate;
  bw_session_choose_coordinate(self->session, &coordinate);
}

void bw_view3d_keep_measure(BwView3d *self, int row, gboolean keep)
{
  if (row < 0 || row >= (int)self->measures->len)
    return;
  const BwCoordinate coordinate = g_array_index(self->measures, Measure, row).coordinate;
  bw_session_pin(self->session, &coordinate, keep);
  bw_view3d_update_measures(self);
}

gboolean bw_view3d_get_selected_measure(BwView3d *self, BwCoordinate *coordinate)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  return frame && get_selected(self, frame, coordinate);
}

void bw_view3d_plot_selection(BwView3d *self)
{
  BwCoordinate coordinate;
  if (bw_view3d_get_selected_measure(self, &coordinate))
    bw_session_choose_coordinate(self->session, &coordinate);
}

void bw_view3d_keep_selection(BwView3d *self)
{
  BwCoordinate coordinate;
  if (bw_view3d_get_selected_measure(self, &coordinate))
    bw_session_pin(self->session, &coordinate, TRUE);
}
