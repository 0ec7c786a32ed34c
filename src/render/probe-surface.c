#include "render/probe-surface.h"

#include "render/molecule-surface.h"

static double *probe_vertices(BwExplained *explained, const GArray *vertices, int element, BwPool *pool,
                              const BwWatch *watch, BwProbeResult *result, GError **error)
{
  gsize n = vertices->len;
  g_autofree double(*points)[3] = g_malloc(sizeof *points * (n + 1));
  g_autofree double *values = g_new(double, n + 1);
  for (gsize v = 0; v < n; v++)
    for (int d = 0; d < 3; d++)
      points[v][d] = (double)g_array_index(vertices, BwSurfaceVertex, v).position[d];
  if (!bw_explained_probe(explained, element, (const double(*)[3])points, n, values, &result->alone, pool,
                          watch, error))
    return NULL;
  bw_probe_result_find(result, values, (const double(*)[3])points, n);
  return g_steal_pointer(&values);
}

BwPaintedSurface *bw_probe_surface_new(BwExplained *explained, int element, BwPool *pool,
                                       const BwWatch *watch, BwProbeResult *result, GError **error)
{
  g_autoptr(GArray) vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  g_autoptr(GArray) triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (!bw_molecule_surface(explained->atoms, explained->positions, &explained->cell, vertices, triangles,
                           error))
    return NULL;
  g_autofree double *values = probe_vertices(explained, vertices, element, pool, watch, result, error);
  if (!values)
    return NULL;
  return bw_painted_surface_new(g_steal_pointer(&vertices), g_steal_pointer(&triangles),
                                BW_MOLECULE_SURFACE_REACH, values, result->low, result->high);
}
