/* A local chemical potential on a grid, as a cube file. */
#include "analysis/explained.h"
#include "base/elements.h"
#include "io/cube/cube.h"

#include <math.h>
#include <string.h>

gboolean bw_explained_choose_unit(const BwNetworkFile *file, const char *told, BwEnergyUnit *unit,
                                  GError **error)
{
  const BwUnitSystem units = {.length = "Å",
                              .energy = told                 ? told
                                        : file->units.energy ? file->units.energy
                                                             : "eV"};
  unit->name = units.energy;
  return bw_unit_system_factors(&units, NULL, &unit->to_internal, NULL, NULL, error);
}

void bw_probe_result_find(BwProbeResult *result, const double *values, const double (*points)[3], gsize n)
{
  result->low = INFINITY;
  result->high = -INFINITY;
  result->n_points = n;
  for (gsize k = 0; k < n; k++) {
    result->high = fmax(result->high, values[k]);
    if (values[k] >= result->low)
      continue;
    result->low = values[k];
    memcpy(result->lowest, points[k], sizeof points[k]);
  }
}

static gboolean write_field(const BwExplained *self, int element, const BwField *field, const char *path,
                            const BwEnergyUnit *unit, const BwProbeResult *result, GError **error)
{
  g_autofree char *title = g_strdup_printf("Local chemical potential of SchNet, probe %s, in %s",
                                           bw_element(element)->symbol, unit->name);
  g_autofree char *what = g_strdup_printf("Relative to the probe alone, which has %.6f %s",
                                          result->alone / unit->to_internal, unit->name);
  return bw_cube_write(path, field, 1 / unit->to_internal, self->atoms, self->positions, title, what, error);
}

gboolean bw_explained_write_cube(BwExplained *self, int element, double margin, double spacing,
                                 const char *path, const BwEnergyUnit *unit, BwPool *pool,
                                 const BwWatch *watch, BwProbeResult *result, GError **error)
{
  g_autoptr(BwField) field =
      bw_field_new_around(self->positions, self->atoms->n_atoms, margin, spacing, error);
  if (!field || !bw_explained_fill(self, element, field, &result->alone, pool, watch, error))
    return FALSE;
  gsize n = bw_field_get_n(field);
  g_autofree double(*points)[3] = g_malloc(sizeof *points * n);
  bw_field_get_points(field, 0, n, points);
  bw_probe_result_find(result, field->values, (const double(*)[3])points, n);
  return write_field(self, element, field, path, unit, result, error);
}
