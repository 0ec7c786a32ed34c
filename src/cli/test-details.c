#include "cli/test-details.h"
#include "base/elements.h"
#include "base/error.h"
#include "cli/cli.h"
#include "io/atomic-file.h"
#include "plot/plot.h"

#include <math.h>
#include <stdlib.h>

enum { WORST = 5, MAX_DOTS = 20000 };

typedef struct {
  int frame;
  double energy, force; /* absolute error, root mean square error; NaN: no label */
} FrameError;

static int compare_frames(const void *a, const void *b)
{
  const FrameError *x = a, *y = b;
  double p = isnan(x->force) ? x->energy : x->force, q = isnan(y->force) ? y->energy : y->force;
  return (p < q) - (p > q);
}

/* All frames, the worst first; energies without their common offset. New. */
static FrameError *sort_frames(const BwComparison *c)
{
  FrameError *all = g_new(FrameError, MAX(c->n_frames, 1));
  gsize size = (gsize)c->n_atoms * 3;
  for (int f = 0; f < c->n_frames; f++) {
    double square = 0;
    for (gsize k = 0; c->forces && k < size; k++)
      square += pow(c->forces[f * size + k] - c->labels_F[f * size + k], 2);
    all[f] = (FrameError){c->frames[f], NAN, c->forces ? sqrt(square / size) : NAN};
    if (c->energies)
      all[f].energy = fabs(c->energies[f] - c->labels_E[f] - c->errors.energy_offset);
  }
  qsort(all, c->n_frames, sizeof *all, compare_frames);
  return all;
}

/* Mean absolute error of the forces on atoms of element z; *n of them. */
static double element_error(const BwComparison *c, const BwDataset *dataset, int z, int *n)
{
  double sum = 0;
  *n = 0;
  for (int a = 0; a < c->n_atoms; a++)
    if (dataset->atoms->numbers[a] == z) {
      sum += c->atom_mae[a];
      ++*n;
    }
  return *n > 0 ? sum / *n : NAN;
}

void bw_test_print_details(const BwComparison *c, const BwDataset *dataset, const BwTestUnits *units)
{
  for (int z = 1; c->atom_mae && z < BW_N_ELEMENTS; z++) {
    int n;
    double mae = element_error(c, dataset, z, &n);
    if (n > 0)
      g_print("  on %-3s %8.4f            %s  (%d atoms)\n", bw_element(z)->symbol, mae * units->force,
              units->force_unit, n);
  }
  g_autofree FrameError *frames = sort_frames(c);
  g_print("worst frames\n");
  for (int i = 0; i < MIN(WORST, c->n_frames); i++) {
    g_print("  %6d ", frames[i].frame);
    if (!isnan(frames[i].force))
      g_print("  forces RMSE %.4f %s", frames[i].force * units->force, units->force_unit);
    if (!isnan(frames[i].energy))
      g_print("  energy off by %.4f %s", frames[i].energy * units->energy, units->energy_unit);
    g_print("\n");
  }
}

void bw_test_add_details(JsonBuilder *builder, const BwComparison *c, const BwDataset *dataset,
                         const BwTestUnits *units)
{
  json_builder_set_member_name(builder, "force_mae_by_element");
  json_builder_begin_object(builder);
  for (int z = 1; c->atom_mae && z < BW_N_ELEMENTS; z++) {
    int n;
    double mae = element_error(c, dataset, z, &n);
    if (n > 0)
      bw_json_add_double(builder, bw_element(z)->symbol, mae * units->force);
  }
  json_builder_end_object(builder);
  g_autofree FrameError *frames = sort_frames(c);
  json_builder_set_member_name(builder, "worst_frames");
  json_builder_begin_array(builder);
  for (int i = 0; i < MIN(WORST, c->n_frames); i++) {
    json_builder_begin_object(builder);
    bw_json_add_int(builder, "frame", frames[i].frame);
    bw_json_add_double(builder, "force_rmse", frames[i].force * units->force);
    bw_json_add_double(builder, "energy_error", frames[i].energy * units->energy);
    json_builder_end_object(builder);
  }
  json_builder_end_array(builder);
}

static gboolean write_table(const BwComparison *c, const char *path, const BwTestUnits *units, GError **error)
{
  g_autoptr(BwAtomicFile) out = bw_atomic_file_new(path, error);
  if (!out)
    return FALSE;
  g_autoptr(GString) text = g_string_new("quantity,frame,atom,component,reference,predicted,unit\n");
  for (int f = 0; f < c->n_frames; f++) {
    if (c->energies)
      g_string_append_printf(text, "energy,%d,,,%.17g,%.17g,%s\n", c->frames[f],
                             c->labels_E[f] * units->energy, c->energies[f] * units->energy,
                             units->energy_unit);
    for (int k = 0; c->forces && k < 3 * c->n_atoms; k++) {
      gsize i = (gsize)f * 3 * c->n_atoms + k;
      g_string_append_printf(text, "force,%d,%d,%c,%.17g,%.17g,%s\n", c->frames[f], k / 3, "xyz"[k % 3],
                             c -> labels_F[i] * units -> force, c -> forces[i] * units -> force,
                             units -> force_unit);
    }
    if (!bw_atomic_file_write(out, text->str, text->len, error))
      return FALSE;
    g_string_truncate(text, 0);
  }
  return bw_atomic_file_commit(out, error);
}

static gboolean draw(const BwComparison *c, const char *path, const char *title, const BwTestUnits *units,
                     GError **error)
{
  gboolean forces = c->forces != NULL, pixels = g_str_has_suffix(path, ".png");
  gsize n = forces ? (gsize)c->n_frames * c->n_atoms * 3 : (gsize)c->n_frames, step = n / MAX_DOTS + 1;
  const double *labels = forces ? c->labels_F : c->labels_E, *predicted = forces ? c->forces : c->energies;
  double factor = forces ? units->force : units->energy, low = INFINITY, high = -INFINITY;
  const char *unit = forces ? units->force_unit : units->energy_unit, *what = forces ? "force" : "energy";
  g_autofree char *x_title = g_strdup_printf("reference %s (%s)", what, unit),
                  *y_title = g_strdup_printf("predicted %s (%s)", what, unit);
  g_autoptr(BwPlot) plot = bw_plot_new(title, x_title, y_title);
  int dots = bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_QUANTUM, NULL);
  for (gsize i = 0; i < n; i += step) {
    bw_plot_layer_append(plot, dots, labels[i] * factor, predicted[i] * factor);
    low = fmin(low, labels[i] * factor);
    high = fmax(high, labels[i] * factor);
  }
  const double ends[] = {low, high};
  bw_plot_layer_set(plot, bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_REFERENCE, NULL), ends, ends, NULL,
                    2);
  return bw_plot_export(plot, path, pixels ? 600 : 280, pixels ? 600 : 280, pixels ? 2 : 1,
                        pixels ? &bw_plot_theme_light : &bw_plot_theme_print, error);
}

gboolean bw_test_write_scatter(const BwComparison *c, const char *path, const char *title,
                               const BwTestUnits *units, GError **error)
{
  return g_str_has_suffix(path, ".csv") ? write_table(c, path, units, error)
                                        : draw(c, path, title, units, error);
}
