#include "cli/plot-table.h"
#include "engine/run-observable.h"

#include <math.h>

void bw_table_clear(BwTable *table)
{
  for (int q = 0; q < BW_TABLE_COLUMNS; q++)
    g_clear_pointer(&table->values[q], g_array_unref);
  g_clear_pointer(&table->times, g_array_unref);
  g_clear_pointer(&table->steps, g_array_unref);
}

void bw_table_init(BwTable *table, const BwPlotRequest *request)
{
  *table = (BwTable){.request = request};
  for (int q = 0; q < BW_TABLE_COLUMNS; q++)
    table->values[q] = g_array_new(FALSE, FALSE, sizeof(double));
  table->times = g_array_new(FALSE, FALSE, sizeof(double));
  table->steps = g_array_new(FALSE, FALSE, sizeof(double));
}

static const BwProperty *find_property(const BwFrame *frame, const char *names)
{
  g_auto(GStrv) each = g_strsplit(names, " ", -1);
  for (char **name = each; *name; name++) {
    const BwProperty *property = bw_frame_find(frame, *name);
    if (property && property->values && !property->per_atom)
      return property;
  }
  return NULL;
}

/* Files that hold beads but not their radius of gyration: its mean square over beads and atoms. */
static double radius_of_gyration(const BwFrame *frame)
{
  int n = 3 * frame->atoms->n_atoms;
  g_autofree double *centroid = g_new(double, n);
  double sum = 0;
  bw_frame_centroid(frame, centroid);
  for (int b = 0; b < frame->n_beads; b++)
    for (int i = 0; i < n; i++)
      sum += pow(frame->positions[(gsize)b * n + i] - centroid[i], 2);
  return sqrt(sum / frame->n_beads / frame->atoms->n_atoms);
}

/* From the file's unit, or the one --units names, to the quantity's. */
static gboolean convert(BwTable *table, int q, const BwProperty *property, double *value, GError **error)
{
  const BwQuantity *quantity = &table->quantities[q];
  const char *unit = property->unit;
  BwUnit from, to;
  if (!quantity->unit) {
    table->units[q] = unit;
    return TRUE;
  }
  if (!bw_unit_parse(quantity->unit, &to, error))
    return FALSE;
  if (!unit && bw_dimension_equal(to.dimension, BW_DIMENSION_ENERGY))
    unit = table->request->common.unit_system.energy;
  if (!unit && !table->units[q])
    bw_cli_note("%s does not say the unit of %s; %s assumed", table->request->path, property->name,
                quantity->unit);
  table->units[q] = quantity->unit;
  if (!unit)
    return TRUE;
  if (!bw_unit_parse(unit, &from, error))
    return FALSE;
  if (!bw_dimension_equal(from.dimension, to.dimension))
    return bw_fail(error, BW_ERROR_UNITS, "%s is in %s, which does not measure the same as %s",
                   property->name, unit, quantity->unit);
  *value *= from.to_internal / to.to_internal;
  return TRUE;
}

static gboolean add_frame(const BwFrame *frame, gint64 index G_GNUC_UNUSED, gpointer data, GError **error)
{
  BwTable *table = data;
  double time = frame->time, step = (double)frame->step;
  for (int q = 0; q < table->n_quantities; q++) {
    const BwQuantity *quantity = &table->quantities[q];
    const BwProperty *property = find_property(frame, quantity->names);
    double value = NAN;
    if (property && quantity->component < property->n_components) {
      value = property->values[quantity->component];
      if (!convert(table, q, property, &value, error))
        return FALSE;
      table->found[q] = TRUE;
    } else if (g_str_equal(quantity->kind, "gyration") && frame->n_beads > 1) {
      value = radius_of_gyration(frame);
      table->units[q] = quantity->unit;
      table->found[q] = TRUE;
    }
    g_array_append_val(table->values[q], value);
  }
  g_array_append_val(table->times, time);
  g_array_append_val(table->steps, step);
  return TRUE;
}

/* Takes out what no frame has. */
static void keep_found(BwTable *table)
{
  int kept = 0;
  for (int q = 0; q < table->n_quantities; q++) {
    if (!table->found[q])
      continue;
    GArray *values = table->values[kept];
    table->values[kept] = table->values[q];
    table->values[q] = values;
    table->units[kept] = table->units[q];
    table->quantities[kept++] = table->quantities[q];
  }
  table->n_quantities = kept;
}

/* One column of a run file; FALSE without an error: it is not there, or not at the same steps as the first.
 */
static gboolean add_observable(BwTable *table, int q, GError **error)
{
  const BwQuantity *quantity = &table->quantities[q];
  g_auto(GStrv) names = g_strsplit(quantity->names, " ", -1);
  g_auto(BwRunObservable) found = {0};
  for (char **name = names; *name && found.n == 0; name++)
    if (!bw_run_observable_read(table->request->path, *name, &found, error))
      return FALSE;
  if (found.n == 0 || (q > 0 && found.n != table->times->len) || quantity->component > 0)
    return FALSE;
  g_array_append_vals(table->values[q], found.values, (guint)found.n);
  if (q == 0)
    g_array_append_vals(table->times, found.times, (guint)found.n);
  if (quantity->unit)
    table->units[q] = quantity->unit;
  return table->found[q] = TRUE;
}

/* Takes the first rows out, as --discard says. */
static gboolean discard(BwTable *table, GError **error)
{
  const BwDiscard *asked = &table->request->discard;
  const double *times = (const double *)(void *)table->times->data;
  guint n = table->times->len, first = (guint)floor(asked->fraction * n);
  while (first < n && times[first] - times[0] < asked->time)
    first++;
  if (first == n)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, table->request->path,
                        "none of its %u steps is left after --discard", n);
  g_array_remove_range(table->times, 0, first);
  for (int q = 0; q < table->n_quantities; q++)
    g_array_remove_range(table->values[q], 0, first);
  return TRUE;
}

/* A run file keeps more steps than frames, all of them to be read at once; FALSE without an error when it has
 * not got all that is asked for. */
static gboolean read_run(BwTable *table, GError **error)
{
  const double unknown = -1;
  for (int q = 0; q < table->n_quantities; q++)
    if (!add_observable(table, q, error))
      return FALSE;
  if (!discard(table, error))
    return FALSE;
  for (guint i = 0; i < table->times->len; i++)
    g_array_append_val(table->steps, unknown);
  return TRUE;
}

static void empty(BwTable *table)
{
  for (int q = 0; q < BW_TABLE_COLUMNS; q++)
    g_array_set_size(table->values[q], 0);
  g_array_set_size(table->times, 0);
}

gboolean bw_table_read(BwTable *table, GError **error)
{
  GError *run_error = NULL;
  gboolean done = table->request->run->is_run && read_run(table, &run_error);
  if (run_error) {
    g_propagate_error(error, run_error);
    return FALSE;
  }
  if (!done) {
    empty(table);
    if (!bw_cli_walk_frames(table->request, table->request->run, add_frame, table, error))
      return FALSE;
  }
  table->n_frames = table->times->len;
  keep_found(table);
  return TRUE;
}

const double *bw_table_values(const BwTable *table, int q)
{
  return (const double *)(void *)table->values[q]->data;
}

double *bw_table_x(const BwTable *table, const char **title)
{
  gsize n = table->n_frames;
  const double *times = (const double *)(void *)table->times->data,
               *steps = (const double *)(void *)table->steps->data;
  double *x = g_new(double, n);
  gboolean timed = TRUE, stepped = TRUE;
  for (gsize i = 0; i < n; i++) {
    timed &= isfinite(times[i]) && (i == 0 || times[i] >= times[i - 1]);
    stepped &= steps[i] >= 0 && (i == 0 || steps[i] >= steps[i - 1]);
  }
  double last = timed && n > 0 ? times[n - 1] : 0, factor = last > 2e6 ? 1e-6 : last > 2e3 ? 1e-3 : 1;
  *title = !timed           ? (stepped ? "Step" : "Frame")
           : factor == 1    ? "Time (fs)"
           : factor == 1e-3 ? "Time (ps)"
                            : "Time (ns)";
  for (gsize i = 0; i < n; i++)
    x[i] = timed ? times[i] * factor : stepped ? steps[i] : (double)i;
  return x;
}
