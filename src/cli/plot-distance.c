/* beadwork plot RUN distance: how the distance of two atoms is distributed, and what quantum nuclei add to
 * it. */
#include "analysis/distances.h"
#include "analysis/histogram.h"
#include "base/format.h"
#include "cli/plot-request.h"

#include <math.h>

static gboolean parse_atoms(const char *text, int *i, int *j, GError **error)
{
  char *rest = NULL;
  if (!text)
    return bw_fail(error, BW_ERROR_ARGUMENT, "say which distance with --atoms I,J; atoms are counted from 0");
  gint64 first = g_ascii_strtoll(text, &rest, 10), second = -1;
  gboolean first_given = rest != text;
  if (*rest == ',') {
    const char *start = rest + 1;
    second = g_ascii_strtoll(start, &rest, 10);
    second = rest == start ? -1 : second;
  }
  if (!first_given || *rest || first < 0 || second < 0 || MAX(first, second) > G_MAXINT)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--atoms %s: give two atoms such as 2,8, counted from 0", text);
  *i = (int)first;
  *j = (int)second;
  return TRUE;
}

static gboolean add_frame(const BwFrame *frame, gint64 index G_GNUC_UNUSED, gpointer data, GError **error)
{
  return bw_distances_add_frame(data, frame, error);
}

static BwDistances *measure(const BwPlotRequest *request, BwTrajectory *run, int i, int j, GError **error)
{
  g_autoptr(BwDistances) distances = bw_distances_new(i, j);
  if (!bw_cli_walk_frames(request, run, add_frame, distances, error))
    return NULL;
  return g_steal_pointer(&distances);
}

static void add_mark(BwPlot *plot, BwAccent accent, const char *what, BwMean mean)
{
  g_autofree char *label = bw_format_mean(mean.mean, mean.error, "Å"),
                  *name = g_strdup_printf("%s, mean %s", what, label);
  bw_plot_layer_set_mark(plot, bw_plot_add_layer(plot, BW_LAYER_MARK, accent, name), mean.mean, label);
}

static void add_histogram(BwPlot *plot, BwAccent accent, const char *name, double low, double high,
                          const double *density, int n_bins)
{
  int layer = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, accent, name);
  bw_plot_layer_set_histogram(plot, layer, low, high, density, n_bins);
}

static void add_run(BwPlot *plot, const BwDistances *distances, int n_beads, double width)
{
  double low, high;
  g_autofree double *beads = NULL, *centroid = NULL;
  int n = bw_distances_histogram_of_width(distances, width, &low, &high, &beads, &centroid);
  g_autofree char *name = g_strdup_printf("%d beads", n_beads);
  if (n_beads == 1) {
    add_histogram(plot, BW_ACCENT_CLASSICAL, "classical", low, high, beads, n);
    return;
  }
  add_histogram(plot, BW_ACCENT_QUANTUM, name, low, high, beads, n);
  add_histogram(plot, BW_ACCENT_CENTROID, "centroid", low, high, centroid, n);
}

static void add_marks(BwPlot *plot, const BwDistances *distances, int n_beads)
{
  add_mark(plot, n_beads > 1 ? BW_ACCENT_QUANTUM : BW_ACCENT_CLASSICAL, n_beads > 1 ? "beads" : "classical",
           bw_distances_beads(distances));
  if (n_beads > 1)
    add_mark(plot, BW_ACCENT_CENTROID, "centroid", bw_distances_centroid(distances));
}

/* `json` is the name for machines, `name` the one for people. */
static void report(BwPlotRequest *request, const char *json, const char *name, BwMean mean)
{
  g_autofree char *key = g_strdup_printf("%s_angstrom", json),
                  *text = bw_format_mean(mean.mean, mean.error, "Å");
  bw_json_add_mean(request->json, key, mean.mean, mean.error);
  bw_cli_say(request, "%-10s %s", name, text);
}

/* Opens --classical and checks that it can be compared. */
static BwTrajectory *open_classical(const BwPlotRequest *request, GError **error)
{
  g_autoptr(BwTrajectory) run =
      bw_open_trajectory(request->classical_path, &request->common.unit_system, error);
  if (!run)
    return NULL;
  if (run->n_beads != 1 || request->run->n_beads == 1) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, run->path,
                 "RUN has %d and --classical %d beads; a quantum run is compared with one of a single bead",
                 request->run->n_beads, run->n_beads);
    return NULL;
  }
  return g_steal_pointer(&run);
}

static char *pair_name(BwTrajectory *run, int i, int j, GError **error)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(run, 0, error);
  if (!frame)
    return NULL;
  if (MAX(i, j) >= frame->atoms->n_atoms) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, run->path, "there is no atom %d; atoms are counted from 0 to %d",
                 MAX(i, j), frame->atoms->n_atoms - 1);
    return NULL;
  }
  return bw_atoms_pair_name(frame->atoms, i, j);
}

static char *describe(const BwPlotRequest *request, const BwDistances *distances)
{
  g_autofree char *run = bw_cli_describe_run(request->run);
  g_autofree char *width = bw_format_fixed(bw_distances_width(distances), 3);
  return g_strdup_printf("%s · %" G_GINT64_FORMAT " frames · standard deviation %s Å", run,
                         bw_distances_get_n(distances), width);
}

static BwPlot *draw(BwPlotRequest *request, const char *pair, const BwDistances *distances,
                    const BwDistances *classical)
{
  g_autofree char *title = g_strdup_printf("%s distance", pair), *source = bw_cli_describe_run(request->run);
  int n_beads = request->run->n_beads;
  double width = bw_distances_bin_width(distances);
  if (classical) /* one width for both, between what is best for either */
    width = bw_round_width(sqrt(width * bw_distances_bin_width(classical)));
  BwPlot *plot = bw_plot_new(title, "Distance (Å)", "Probability density (1/Å)");
  bw_plot_set_source(plot, source);
  add_run(plot, distances, n_beads, width);
  if (classical)
    add_run(plot, classical, 1, width);
  add_marks(plot, distances, n_beads);
  if (classical)
    add_marks(plot, classical, 1);
  return plot;
}

BwPlot *bw_cli_plot_distance(BwPlotRequest *request, GError **error)
{
  int i = 0, j = 0;
  g_autoptr(BwTrajectory) classical_run = NULL;
  g_autoptr(BwDistances) distances = NULL, classical = NULL;
  g_autofree char *pair = NULL, *caption = NULL;
  if (!parse_atoms(request->atoms, &i, &j, error) || !(pair = pair_name(request->run, i, j, error)) ||
      (request->classical_path && !(classical_run = open_classical(request, error))) ||
      !(distances = measure(request, request->run, i, j, error)) ||
      (classical_run && !(classical = measure(request, classical_run, i, j, error))))
    return NULL;
  bw_cli_say(request, "%s distance", pair);
  bw_json_add_string(request->json, "pair", pair);
  bw_json_add_int(request->json, "n_frames", bw_distances_get_n(distances));
  bw_json_add_int(request->json, "n_beads", request->run->n_beads);
  report(request, "beads", request->run->n_beads > 1 ? "beads" : "mean", bw_distances_beads(distances));
  if (request->run->n_beads > 1)
    report(request, "centroid", "centroid", bw_distances_centroid(distances));
  bw_json_add_double(request->json, "width_angstrom", bw_distances_width(distances));
  caption = describe(request, distances);
  if (classical) {
    BwMean difference = bw_distances_difference(distances, classical);
    report(request, "classical", "classical", bw_distances_beads(classical));
    bw_json_add_mean(request->json, "difference_angstrom", difference.mean, difference.error);
    g_free(caption);
    caption = bw_distances_describe_difference(difference);
    caption[0] = g_ascii_toupper(caption[0]);
  }
  bw_cli_say(request, "%s", caption);
  BwPlot *plot = draw(request, pair, distances, classical);
  bw_plot_set_caption(plot, caption);
  return plot;
}
