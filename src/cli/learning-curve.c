#include "base/format.h"
#include "cli/train-display.h"
#include "cli/train-options.h"
#include "learning/curve-file.h"
#include "plot/plot.h"

#include <glib/gstdio.h>
#include <math.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_learning_curve = {
    "learning-curve",
    "DATASET -o CURVE.csv|.pdf",
    "How the error falls with the number of training points",
    "beadwork learning-curve ethanol.npz --train 50,100,200,400 -o curve.pdf",
    run,
};

typedef struct {
  BwTrainOptions common;
  char *sizes_text;
  int *sizes, n_sizes;
  char *table; /* where the numbers are kept */
} Options;

static void options_clear(Options *options)
{
  bw_train_options_clear(&options->common);
  g_free(options->sizes_text);
  g_free(options->sizes);
  g_free(options->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* The table is the output, or lies beside it under its name. */
static gboolean name_files(Options *options, const char *dataset, GError **error)
{
  static const char *const pictures[] = {".pdf", ".svg", ".png"};
  const char *output = options->common.common.output;
  if (!output)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "say where the result goes with -o FILE.csv, .pdf, .svg or .png");
  if (g_str_has_suffix(output, ".csv"))
    options->table = g_strdup(output);
  for (gsize i = 0; i < G_N_ELEMENTS(pictures); i++)
    if (g_str_has_suffix(output, pictures[i]))
      options->table = g_strdup_printf("%.*s.csv", (int)(strlen(output) - 4), output);
  if (!options->table)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, output,
                        "the end of the name says no format; use .csv, .pdf, .svg or .png");
  return bw_cli_check_output(output, dataset, error) && bw_cli_check_output(options->table, dataset, error) &&
         bw_train_options_checkpoint(&options->common, output, error);
}

/* Of one kind of error over all points; *n is how many have it. */
static double *gather(const GArray *points, gboolean forces, double energy, int *sizes, int *n)
{
  double *values = g_new(double, points->len);
  *n = 0;
  for (guint i = 0; i < points->len; i++) {
    const BwLearningPoint *point = &g_array_index(points, BwLearningPoint, i);
    double value = (forces ? point->errors.force_mae : point->errors.energy_mae) / energy;
    if (!(value > 0))
      continue;
    sizes[*n] = point->n_train;
    values[(*n)++] = value;
  }
  return values;
}

static double exponent(const GArray *points, gboolean forces)
{
  int n;
  g_autofree int *sizes = g_new(int, MAX(points->len, 1));
  g_autofree double *values = gather(points, forces, 1, sizes, &n);
  return bw_learning_curve_exponent(sizes, values, n);
}

static void add_layer(BwPlot *plot, const GArray *points, gboolean forces, const BwCurveFile *file)
{
  int n;
  g_autofree int *sizes = g_new(int, MAX(points->len, 1));
  g_autofree double *values = gather(points, forces, file->energy, sizes, &n), *x = g_new(double, MAX(n, 1));
  g_autofree char *power = bw_format_fixed(-bw_learning_curve_exponent(sizes, values, n), 2);
  g_autofree char *legend = g_strdup_printf("%s MAE (%s%s), ∝ n^%s", forces ? "force" : "energy",
                                            file->energy_unit, forces ? "/Å" : "", power);
  for (int i = 0; i < n; i++)
    x[i] = sizes[i];
  if (n == 0)
    return;
  BwAccent accent = forces ? BW_ACCENT_QUANTUM : BW_ACCENT_ENERGY;
  bw_plot_layer_set(plot, bw_plot_add_layer(plot, BW_LAYER_LINE, accent, legend), x, values, NULL, n);
  bw_plot_layer_set(plot, bw_plot_add_layer(plot, BW_LAYER_SCATTER, accent, NULL), x, values, NULL, n);
}

static gboolean draw(const char *path, const GArray *points, const BwCurveFile *file, GError **error)
{
  g_autoptr(BwPlot) plot = bw_plot_new(file->title, "training points", "mean absolute error");
  gboolean pixels = g_str_has_suffix(path, ".png");
  bw_plot_set_log(plot, TRUE);
  bw_plot_set_log_x(plot, TRUE);
  add_layer(plot, points, TRUE, file);
  add_layer(plot, points, FALSE, file);
  return bw_plot_export(plot, path, pixels ? 640 : 340, pixels ? 400 : 225, pixels ? 2 : 1,
                        pixels ? &bw_plot_theme_light : &bw_plot_theme_print, error);
}

static gboolean write_points(const GArray *points, gpointer file, GError **error)
{
  return bw_curve_file_write(file, points, error);
}

static void print_text(const GArray *points, const BwCurveFile *file)
{
  g_print("%s\n%8s %12s %12s %8s %10s %9s\n", file->title, "points", "energy MAE", "force MAE", "sigma",
          "lambda", "time");
  for (guint i = 0; i < points->len; i++) {
    const BwLearningPoint *p = &g_array_index(points, BwLearningPoint, i);
    g_autofree char *sigma = isnan(p->sigma) ? g_strdup("–") : g_strdup_printf("%g", p->sigma),
                    *lambda = isnan(p->lambda) ? g_strdup("–") : g_strdup_printf("%g", p->lambda);
    g_print("%8d %12.4g %12.4g %8s %10s %7.1f s\n", p->n_train, p->errors.energy_mae / file->energy,
            p->errors.force_mae / file->energy, sigma, lambda, p->seconds);
  }
  g_print("in %s and %s/Å; with n points the error of energies falls as n^%.2f, of forces as n^%.2f\n",
          file->energy_unit, file->energy_unit, -exponent(points, FALSE), -exponent(points, TRUE));
}

static void print_json(const GArray *points, const BwCurveFile *file)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "title", file->title);
  bw_json_add_string(json, "energy_unit", file->energy_unit);
  bw_json_add_double(json, "energy_exponent", -exponent(points, FALSE));
  bw_json_add_double(json, "force_exponent", -exponent(points, TRUE));
  json_builder_set_member_name(json, "points");
  json_builder_begin_array(json);
  for (guint i = 0; i < points->len; i++) {
    const BwLearningPoint *p = &g_array_index(points, BwLearningPoint, i);
    json_builder_begin_object(json);
    bw_json_add_int(json, "n_train", p->n_train);
    bw_json_add_double(json, "energy_mae", p->errors.energy_mae / file->energy);
    bw_json_add_double(json, "energy_rmse", p->errors.energy_rmse / file->energy);
    bw_json_add_double(json, "force_mae", p->errors.force_mae / file->energy);
    bw_json_add_double(json, "force_rmse", p->errors.force_rmse / file->energy);
    bw_json_add_double(json, "sigma", p->sigma);
    bw_json_add_double(json, "lambda", p->lambda);
    bw_json_add_double(json, "seconds", p->seconds);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
  json_builder_end_object(json);
  bw_json_print(json);
}

static int compare_points(const void *a, const void *b)
{
  return ((const BwLearningPoint *)a)->n_train - ((const BwLearningPoint *)b)->n_train;
}

static gboolean follow(const BwCollection *data, Options *options, BwTrainDisplay *display, GError **error)
{
  BwTrainOptions *common = &options->common;
  const char *output = common->common.output;
  g_auto(BwCurveFile) file = {0};
  const BwLearningCurve curve = {common->settings, options->sizes, options->n_sizes, write_points, &file};
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  g_autoptr(BwPool) pool = bw_pool_new(common->common.threads, FALSE);
  const BwTrainObserver observer = bw_train_display_observer(display, common->settings.kind);
  if (!bw_curve_file_open(&file, options->table, data, &curve, points, error))
    return FALSE;
  g_autoptr(GError) inner = NULL;
  gboolean done = bw_learning_curve(data, &curve, points, pool, &observer, display->cancellable, &inner);
  bw_train_display_end(display);
  g_array_sort(points, compare_points);
  if (!done || (!g_str_equal(options->table, output) && !draw(output, points, &file, &inner)))
    return bw_train_options_give_up(common, g_steal_pointer(&inner), error);
  g_unlink(common->checkpoint);
  (common->common.json ? print_json : print_text)(points, &file);
  return TRUE;
}

static gboolean perform(const char *path, Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  g_auto(BwTrainDisplay) display = {0};
  g_autoptr(BwCollection) data = bw_train_options_open(common, path, error);
  if (!data || !(options->sizes =
                     bw_learning_curve_sizes("--train", options->sizes_text,
                                             bw_collection_get_n_samples(data), &options->n_sizes, error)))
    return FALSE;
  const BwDataset *first = g_ptr_array_index(data->parts, 0);
  const char *unit = first->units.energy ? first->units.energy : "eV";
  return bw_train_display_init(&display, unit, TRUE, error) && follow(data, options, &display, error);
}

static int run(int argc, char **argv)
{
  g_auto(Options) options = {0};
  GError *error = NULL;
  bw_train_options_init(&options.common);
  const GOptionEntry entries[] = {
      {"train", 0, 0, G_OPTION_ARG_STRING, &options.sizes_text,
       "Training points: 50,100,200 or first:step:last (default 25,50,100,…)", "N"},
      {0},
  };
  if (!bw_train_options_parse(&bw_verb_learning_curve, entries, &options.common, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_learning_curve, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  if (!bw_network_options_check(&options.common.network, options.common.settings.kind, &error) ||
      !name_files(&options, argv[1], &error) || !perform(argv[1], &options, &error))
    return bw_cli_fail(&bw_verb_learning_curve, error);
  return 0;
}
