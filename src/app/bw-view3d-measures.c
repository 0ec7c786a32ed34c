/* What is measured: the coordinate of two, three or four selected atoms. */
#include "app/bw-view3d-private.h"

#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/vec3.h"

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
  g_autofree char *number = bw_format_fixed(mean, coordinate->n_atoms == 2 ? 3 : 1);
  return g_strdup_printf(coordinate->n_atoms == 2 ? "%s %s" : "%s%s", number, bw_coordinate_unit(coordinate));
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

void bw_view3d_update_measures(BwView3d *self)
{
  const BwFrame *frame = self->session ? bw_session_get_frame(self->session) : NULL;
  BwCoordinate coordinate;
  BwMeasure measure;
  double points[4][3];
  if (!frame || !bw_view3d_get_centroids(self) || !get_selected(self, frame, &coordinate)) {
    bw_view_overlay_set_measures(self->overlay, NULL, 0);
    return;
  }
  get_points(self, frame, &coordinate, points);
  bw_ruler_init(&measure.ruler, &coordinate, points);
  g_autofree char *name = measure.name = bw_coordinate_label(&coordinate, frame->atoms);
  g_autofree char *number = measure.number = describe_value(frame, &coordinate);
  bw_view_overlay_set_measures(self->overlay, &measure, 1);
}

void bw_view3d_plot_selection(BwView3d *self)
{
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  if (n == 2)
    g_signal_emit_by_name(self, "pair-chosen", atoms[0], atoms[1]);
}
