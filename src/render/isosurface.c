#include "render/isosurface.h"

#include <math.h>
#include <string.h>

typedef struct {
  const float *values;
  int n[3], stride, m[3]; /* m: cells along the edges */
  double level;
  GArray *vertices, *triangles;
  int *of_cell; /* [m[2]][m[1]][m[0]]: the vertex in it, −1: none */
} Net;

static double value_at(const Net *net, int i, int j, int k)
{
  return net->values[((gsize)k * (gsize)net->n[1] + (gsize)j) * (gsize)net->n[0] + (gsize)i];
}

/* Central differences; one-sided at the border. */
static void gradient_at(const Net *net, const int at[3], double gradient[3])
{
  for (int d = 0; d < 3; d++) {
    int low[3] = {at[0], at[1], at[2]}, high[3] = {at[0], at[1], at[2]};
    low[d] = MAX(at[d] - 1, 0);
    high[d] = MIN(at[d] + 1, net->n[d] - 1);
    gradient[d] = (value_at(net, high[0], high[1], high[2]) - value_at(net, low[0], low[1], low[2])) /
                  (high[d] - low[d]);
  }
}

/* Both interpolated between the eight grid points around a place. */
static double look_at(const Net *net, const double place[3], double gradient[3])
{
  int at[3];
  double part[3], value = 0;
  for (int d = 0; d < 3; d++) {
    at[d] = CLAMP((int)place[d], 0, net->n[d] - 2);
    part[d] = place[d] - at[d];
  }
  memset(gradient, 0, sizeof(double[3]));
  for (int corner = 0; corner < 8; corner++) {
    int there[3];
    double share = 1, slope[3];
    for (int d = 0; d < 3; d++) {
      there[d] = at[d] + (corner >> d & 1);
      share *= corner >> d & 1 ? part[d] : 1 - part[d];
    }
    gradient_at(net, there, slope);
    value += share * value_at(net, there[0], there[1], there[2]);
    for (int d = 0; d < 3; d++)
      gradient[d] += share * slope[d];
  }
  return value;
}

/* The mean of where the surface crosses the edges of a cell; FALSE: it does not. */
static gboolean cross_cell(const Net *net, const int cell[3], double place[3])
{
  double value[8];
  int inside = 0, n_crossings = 0;
  for (int corner = 0; corner < 8; corner++) {
    value[corner] =
        value_at(net, net->stride * (cell[0] + (corner & 1)), net->stride * (cell[1] + (corner >> 1 & 1)),
                 net->stride * (cell[2] + (corner >> 2))) -
        net->level;
    inside |= (value[corner] >= 0) << corner;
  }
  if (inside == 0 || inside == 255)
    return FALSE;
  memset(place, 0, sizeof(double[3]));
  for (int corner = 0; corner < 8; corner++)
    for (int d = 0; d < 3; d++) {
      int other = corner | 1 << d;
      if (other == corner || (inside >> corner & 1) == (inside >> other & 1))
        continue;
      double part = value[corner] / (value[corner] - value[other]);
      for (int e = 0; e < 3; e++)
        place[e] += e == d ? part : corner >> e & 1;
      n_crossings++;
    }
  for (int d = 0; d < 3; d++)
    place[d] = net->stride * (cell[d] + place[d] / n_crossings);
  return TRUE;
}

static void add_vertex(Net *net, double place[3])
{
  BwSurfaceVertex vertex;
  double gradient[3], length = 0;
  for (int step = 0; step < 3; step++) {
    double apart = net->level - look_at(net, place, gradient);
    double square = gradient[0] * gradient[0] + gradient[1] * gradient[1] + gradient[2] * gradient[2];
    length = sqrt(square);
    if (step == 2 || !(length > 0))
      break;
    double most = 0.5 * net->stride, move = CLAMP(apart / length, -most, most);
    for (int d = 0; d < 3; d++)
      place[d] += move * gradient[d] / length;
  }
  for (int d = 0; d < 3; d++) {
    vertex.position[d] = (float)(place[d] - 0.5 * (net->n[d] - 1));
    vertex.normal[d] = length > 0 ? (float)(-gradient[d] / length) : d == 2;
  }
  g_array_append_val(net->vertices, vertex);
}

static int *cell_of(const Net *net, int i, int j, int k)
{
  return net->of_cell + ((gsize)k * (gsize)net->m[1] + (gsize)j) * (gsize)net->m[0] + (gsize)i;
}

static void find_vertices(Net *net)
{
  for (int k = 0; k < net->m[2]; k++)
    for (int j = 0; j < net->m[1]; j++)
      for (int i = 0; i < net->m[0]; i++) {
        double place[3];
        gboolean crossed = cross_cell(net, (const int[]){i, j, k}, place);
        *cell_of(net, i, j, k) = crossed ? (int)net->vertices->len : -1;
        if (crossed)
          add_vertex(net, place);
      }
}

static void add_triangle(Net *net, int a, int b, int c)
{
  const guint32 corners[3] = {(guint32)a, (guint32)b, (guint32)c};
  g_array_append_vals(net->triangles, corners, 3);
}

/* The quadrilateral around the edge from a grid point along axis d, when the surface crosses it. */
static void cross_edge(Net *net, const int point[3], int d)
{
  int u = (d + 1) % 3, v = (d + 2) % 3, next[3] = {point[0], point[1], point[2]}, corners[4];
  if (point[u] == 0 || point[v] == 0)
    return;
  next[d]++;
  gboolean here =
      value_at(net, net->stride * point[0], net->stride * point[1], net->stride * point[2]) >= net->level;
  gboolean there =
      value_at(net, net->stride * next[0], net->stride * next[1], net->stride * next[2]) >= net->level;
  if (here == there)
    return;
  for (int c = 0; c < 4; c++) { /* anticlockwise, seen from the end of the edge */
    int cell[3] = {point[0], point[1], point[2]};
    cell[u] -= c == 0 || c == 3;
    cell[v] -= c < 2;
    corners[c] = *cell_of(net, cell[0], cell[1], cell[2]);
  }
  int second = here ? 1 : 3, fourth = here ? 3 : 1;
  add_triangle(net, corners[0], corners[second], corners[2]);
  add_triangle(net, corners[0], corners[2], corners[fourth]);
}

void bw_isosurface(const float *values, const int n[3], int stride, double level, GArray *vertices,
                   GArray *triangles)
{
  Net net = {
      .values = values, .stride = stride, .level = level, .vertices = vertices, .triangles = triangles};
  for (int d = 0; d < 3; d++) {
    net.n[d] = n[d];
    net.m[d] = (n[d] - 1) / stride;
  }
  net.of_cell = g_new(int, (gsize)net.m[0] * (gsize)net.m[1] * (gsize)net.m[2]);
  find_vertices(&net);
  for (int k = 0; k < net.m[2]; k++)
    for (int j = 0; j < net.m[1]; j++)
      for (int i = 0; i < net.m[0]; i++)
        for (int d = 0; d < 3; d++)
          cross_edge(&net, (const int[]){i, j, k}, d);
  g_free(net.of_cell);
}
