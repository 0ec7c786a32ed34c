/* How far the shapes reach, and the view that shows them best. */
#include "base/vec3.h"
#include "render/shapes.h"

#include <string.h>

/* A cell this many times as wide as its atoms is a vacuum around them, not a crystal. */
static const double VACUUM = 3;

/* The atoms and beads; then also bonds, springs and the cell: points with a radius. */
typedef void (*Visit)(const float point[3], float radius, gpointer data);

static void visit_spheres(const BwShapes *s, Visit visit, gpointer data)
{
  for (guint i = 0; i < s->spheres->len; i++) {
    const BwSphere *sphere = &g_array_index(s->spheres, BwSphere, i);
    visit(sphere->centre, sphere->radius, data);
  }
}

static void visit_all(const BwShapes *s, Visit visit, gpointer data)
{
  visit_spheres(s, visit, data);
  for (guint i = 0; i < s->capsules->len; i++) {
    const BwCapsule *capsule = &g_array_index(s->capsules, BwCapsule, i);
    visit(capsule->start, capsule->radius, data);
    visit(capsule->end, capsule->radius, data);
  }
}

typedef struct {
  float low[3], high[3];
  double middle[3], radius;
} Extent;

static void widen(const float point[3], float radius, gpointer data)
{
  Extent *e = data;
  for (int d = 0; d < 3; d++) {
    e->low[d] = MIN(e->low[d], point[d] - radius);
    e->high[d] = MAX(e->high[d], point[d] + radius);
  }
}

static void reach(const float point[3], float radius, gpointer data)
{
  Extent *e = data;
  const double v[3] = {point[0] - e->middle[0], point[1] - e->middle[1], point[2] - e->middle[2]};
  e->radius = MAX(e->radius, bw_norm3(v) + radius);
}

static BwBall ball_around(const BwShapes *s, void (*visit)(const BwShapes *, Visit, gpointer))
{
  Extent e = {.low = {INFINITY, INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY, -INFINITY}};
  BwBall ball = {0};
  visit(s, widen, &e);
  for (int d = 0; d < 3; d++) {
    e.middle[d] = e.high[d] >= e.low[d] ? 0.5 * ((double)e.high[d] + e.low[d]) : 0;
    ball.centre[d] = s->origin[d] + e.middle[d];
  }
  visit(s, reach, &e);
  ball.radius = e.radius;
  return ball;
}

void bw_shapes_find_bounds(BwShapes *s)
{
  for (guint i = 0; i < s->spheres->len; i++)
    s->largest = MAX(s->largest, g_array_index(s->spheres, BwSphere, i).radius);
  s->all = ball_around(s, visit_all);
  s->focus = ball_around(s, visit_spheres);
  s->all.radius += s->margin;
  s->focus.radius += s->margin;
  if (s->all.radius < VACUUM * s->focus.radius || s->spheres->len == 0)
    s->focus = s->all;
}

typedef struct {
  const BwShapes *shapes;
  GArray *points; /* of double[3], Å */
} Collection;

void bw_shapes_make_room(BwShapes *shapes, double reach)
{
  shapes->margin = MAX(shapes->margin, reach);
  shapes->all.radius += reach;
  shapes->focus.radius += reach;
}

static void collect(const float point[3], float radius G_GNUC_UNUSED, gpointer data)
{
  const Collection *c = data;
  double p[3];
  for (int d = 0; d < 3; d++)
    p[d] = c->shapes->origin[d] + point[d];
  g_array_append_vals(c->points, p, 3);
}

/* Rows: along the longest cell vector, across it in the plane of the next, and their normal; FALSE when not
 * two of them are periodic. */
static gboolean cell_axes(const BwCell *cell, double axes[3][3])
{
  int order[3], n = 0;
  for (int k = 0; k < 3; k++)
    if (cell->periodic[k])
      order[n++] = k;
  if (n < 2)
    return FALSE;
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      if (bw_norm3(cell->vectors[order[j]]) > 1.001 * bw_norm3(cell->vectors[order[i]])) {
        int swap = order[i];
        order[i] = order[j], order[j] = swap;
      }
  const double *first = cell->vectors[order[0]], *second = cell->vectors[order[1]];
  double overlap = bw_dot3(first, second) / bw_dot3(first, first);
  for (int d = 0; d < 3; d++) {
    axes[0][d] = first[d] / bw_norm3(first);
    axes[1][d] = second[d] - overlap * first[d];
  }
  double length = bw_norm3(axes[1]);
  for (int d = 0; d < 3; d++)
    axes[1][d] /= length;
  bw_cross3(axes[0], axes[1], axes[2]);
  return TRUE;
}

/* What is in focus; TRUE when that is not the cell too. */
static gboolean collect_focus(const BwShapes *shapes, GArray *points)
{
  Collection collection = {shapes, points};
  gboolean vacuum = shapes->focus.radius < shapes->all.radius;
  if (vacuum)
    visit_spheres(shapes, collect, &collection);
  else
    visit_all(shapes, collect, &collection);
  return vacuum;
}

/* What there is around every point, Å. */
static double margin_of(const BwShapes *shapes)
{
  return MAX(shapes->largest, shapes->margin);
}

void bw_shapes_look_at(const BwShapes *shapes, const BwCell *cell, BwCamera *camera, double aspect)
{
  double axes[3][3];
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(double));
  gboolean vacuum = collect_focus(shapes, points);
  gboolean crystal = !vacuum && cell_axes(cell, axes);
  bw_camera_look_at(camera, (const double *)(void *)points->data, (int)points->len / 3, margin_of(shapes),
                    crystal ? axes : NULL, aspect);
}

void bw_shapes_fill(const BwShapes *shapes, BwCamera *camera, double aspect)
{
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(double));
  collect_focus(shapes, points);
  bw_camera_fill(camera, (const double *)(void *)points->data, (int)points->len / 3, margin_of(shapes),
                 aspect);
}

void bw_shapes_keep(const BwShapes *shapes, BwCamera *camera, double aspect)
{
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(double));
  collect_focus(shapes, points);
  bw_camera_keep(camera, (const double *)(void *)points->data, (int)points->len / 3, margin_of(shapes),
                 aspect);
}
