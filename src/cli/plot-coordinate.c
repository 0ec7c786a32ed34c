/* beadwork plot RUN distance|angle|dihedral: how an internal coordinate is distributed, and what quantum
 * nuclei add to it. */
#include "analysis/distribution.h"
#include "base/format.h"
#include "cli/plot-request.h"

/* What is asked for, and what is shown: the run, then the classical one. */
typedef struct {
  BwCoordinate coordinate;
  char *label; /* "O2–H8" */
  BwTrajectory *classical_run;
  BwDistribution *run, *classical; /* classical NULL: none */
  int n_beads;                     /* of the run's frames that count */
} Comparison;

static void comparison_clear(Comparison *self)
{
  g_free(self->label);
  g_clear_pointer(&self->classical_run, bw_trajectory_unref);
  bw_distribution_free(self->run);
  bw_distribution_free(self->classical);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Comparison, comparison_clear)

/* "2,8": as many atoms as the kind of plot needs. */
static gboolean parse_atoms(const BwPlotRequest *request, BwCoordinate *coordinate, GError **error)
{
  static const struct {
    const char *kind, *letters, *words;
  } kinds[] = {{"distance", "I,J", "two atoms such as 2,8"},
               {"angle", "I,J,K", "three atoms such as 0,2,8"},
               {"dihedral", "I,J,K,L", "four atoms such as 1,0,2,8"}};
  gsize kind = 0;
  while (!g_str_equal(kinds[kind].kind, request->kind))
    kind++;
  coordinate->n_atoms = (int)kind + 2;
  if (!request->atoms)
    return bw_fail(error, BW_ERROR_ARGUMENT, "say which %s with --atoms %s; atoms are counted from 0",
                   kinds[kind].kind, kinds[kind].letters);
  char *rest = request->atoms;
  gboolean good = TRUE;
  for (int i = 0; good && i < coordinate->n_atoms; i++) {
    const char *start = rest + (i > 0);
    good = i == 0 || *rest == ',';
    gint64 atom = good ? g_ascii_strtoll(start, &rest, 10) : 0;
    good = good && rest != start && atom >= 0 && atom <= G_MAXINT;
    coordinate->atoms[i] = (int)atom;
  }
  return (good && !*rest) || bw_fail(error, BW_ERROR_ARGUMENT, "--atoms %s: give %s, counted from 0",
                                     request->atoms, kinds[kind].words);
}

/* Frames of a run whose beads were changed have several numbers of them. */
typedef struct {
  BwDistribution *distribution;
  int least, most; /* beads of the frames that count; 0: none yet */
} Measuring;

static gboolean add_frame(const BwFrame *frame, gint64 index G_GNUC_UNUSED, gpointer data, GError **error)
{
  Measuring *self = data;
  self->least = self->least ? MIN(self->least, frame->n_beads) : frame->n_beads;
  self->most = MAX(self->most, frame->n_beads);
  return bw_distribution_add_frame(self->distribution, frame, error);
}

/* *n_beads: the largest number of them. */
static BwDistribution *measure(const BwPlotRequest *request, BwTrajectory *run,
                               const BwCoordinate *coordinate, int *n_beads, GError **error)
{
  g_autoptr(BwDistribution) distribution = bw_distribution_new(coordinate);
  Measuring measuring = {distribution, 0, 0};
  if (!bw_cli_walk_frames(request, run, add_frame, &measuring, error))
    return NULL;
  if (bw_distribution_get_n(distribution) == 0) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, run->path,
                 "the %s is defined in no frame: its atoms lie on a line or on each other",
                 bw_coordinate_kind(coordinate));
    return NULL;
  }
  if (measuring.least < measuring.most)
    bw_cli_note(
        "%s: the frames that count have from %d to %d beads; --discard leaves out those before a change",
        run->path, measuring.least, measuring.most);
  *n_beads = measuring.most;
  return g_steal_pointer(&distribution);
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

static char *name_coordinate(BwTrajectory *run, const BwCoordinate *coordinate, GError **error)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(run, 0, error);
  if (!frame)
    return NULL;
  if (!bw_coordinate_check(coordinate, frame->atoms->n_atoms, error)) {
    g_prefix_error(error, "%s: ", run->path);
    return NULL;
  }
  return bw_coordinate_label(coordinate, frame->atoms);
}

static gboolean compare(const BwPlotRequest *request, Comparison *self, GError **error)
{
  if (!parse_atoms(request, &self->coordinate, error) ||
      !(self->label = name_coordinate(request->run, &self->coordinate, error)) ||
      (request->classical_path && !(self->classical_run = open_classical(request, error))) ||
      !(self->run = measure(request, request->run, &self->coordinate, &self->n_beads, error)))
    return FALSE;
  int one;
  return !self->classical_run ||
         (self->classical = measure(request, self->classical_run, &self->coordinate, &one, error));
}

/* Drawing */

static void add_mark(BwPlot *plot, BwAccent accent, const char *what, const Comparison *self, BwBins bins,
                     BwMean mean)
{
  g_autofree char *label = bw_format_mean(mean.mean, mean.error, bw_coordinate_unit(&self->coordinate)),
                  *name = g_strdup_printf("%s, mean %s", what, label);
  bw_plot_layer_set_mark(plot, bw_plot_add_layer(plot, BW_LAYER_MARK, accent, name),
                         bw_distribution_place(self->run, bins, mean.mean), label);
}

static void add_histogram(BwPlot *plot, BwAccent accent, const char *name, BwBins bins, const double *density)
{
  int layer = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, accent, name);
  bw_plot_layer_set_histogram(plot, layer, bins.low, bins.low + bins.width * bins.n_bins, density,
                              bins.n_bins);
}

static void add_histograms(BwPlot *plot, const BwDistribution *distribution, int n_beads, BwBins bins)
{
  g_autofree double *beads = g_new(double, bins.n_bins), *centroid = g_new(double, bins.n_bins);
  g_autofree char *name = g_strdup_printf("%d beads", n_beads);
  bw_distribution_density(distribution, bins, beads, centroid);
  if (n_beads == 1) {
    add_histogram(plot, BW_ACCENT_CLASSICAL, "classical", bins, beads);
    return;
  }
  add_histogram(plot, BW_ACCENT_QUANTUM, name, bins, beads);
  add_histogram(plot, BW_ACCENT_CENTROID, "centroid", bins, centroid);
}

static void add_marks(BwPlot *plot, const Comparison *self, const BwDistribution *distribution, int n_beads,
                      BwBins bins)
{
  add_mark(plot, n_beads > 1 ? BW_ACCENT_QUANTUM : BW_ACCENT_CLASSICAL, n_beads > 1 ? "beads" : "classical",
           self, bins, bw_distribution_beads(distribution));
  if (n_beads > 1)
    add_mark(plot, BW_ACCENT_CENTROID, "centroid", self, bins, bw_distribution_centroid(distribution));
}

static BwPlot *draw(BwPlotRequest *request, const Comparison *self)
{
  const BwDistribution *const all[] = {self->run, self->classical};
  const char *kind = bw_coordinate_kind(&self->coordinate), *unit = bw_coordinate_unit(&self->coordinate);
  g_autofree char *title = g_strdup_printf("%s %s", self->label, kind),
                  *source = bw_cli_describe_run(request->run);
  g_autofree char *x_title = g_strdup_printf("%c%s (%s)", g_ascii_toupper(kind[0]), kind + 1, unit);
  g_autofree char *y_title = g_strdup_printf("Probability density (1/%s)", unit);
  BwBins bins = bw_distribution_bins(all, self->classical ? 2 : 1);
  BwPlot *plot = bw_plot_new(title, x_title, y_title);
  bw_plot_set_source(plot, source);
  add_histograms(plot, self->run, self->n_beads, bins);
  if (self->classical)
    add_histograms(plot, self->classical, 1, bins);
  add_marks(plot, self, self->run, self->n_beads, bins);
  if (self->classical)
    add_marks(plot, self, self->classical, 1, bins);
  return plot;
}

/* Words */

/* A name for machines, with the unit: "beads_angstrom". */
static char *json_name(const Comparison *self, const char *what)
{
  return g_strdup_printf("%s_%s", what, self->coordinate.n_atoms == 2 ? "angstrom" : "degrees");
}

/* `json` is the name for machines, `name` the one for people. */
static void report(BwPlotRequest *request, const Comparison *self, const char *json, const char *name,
                   BwMean mean)
{
  g_autofree char *key = json_name(self, json),
                  *text = bw_format_mean(mean.mean, mean.error, bw_coordinate_unit(&self->coordinate));
  bw_json_add_mean(request->json, key, mean.mean, mean.error);
  bw_cli_say(request, "%-10s %s", name, text);
}

static char *describe(const BwPlotRequest *request, const Comparison *self)
{
  g_autofree char *run = bw_cli_describe_run(request->run);
  g_autofree char *width =
      bw_format_fixed(bw_distribution_width(self->run), self->coordinate.n_atoms == 2 ? 3 : 1);
  return g_strdup_printf("%s · %" G_GINT64_FORMAT " frames · standard deviation %s%s", run,
                         bw_distribution_get_n(self->run), width, self->coordinate.n_atoms == 2 ? " Å" : "°");
}

/* Says everything; returns the caption. */
static char *report_all(BwPlotRequest *request, const Comparison *self)
{
  const gboolean quantum = self->n_beads > 1;
  g_autofree char *width = json_name(self, "width"), *difference_name = json_name(self, "difference");
  bw_cli_say(request, "%s %s", self->label, bw_coordinate_kind(&self->coordinate));
  bw_json_add_string(request->json, "coordinate", self->label);
  bw_json_add_int(request->json, "n_frames", bw_distribution_get_n(self->run));
  bw_json_add_int(request->json, "n_beads", self->n_beads);
  report(request, self, "beads", quantum ? "beads" : "mean", bw_distribution_beads(self->run));
  if (quantum)
    report(request, self, "centroid", "centroid", bw_distribution_centroid(self->run));
  bw_json_add_double(request->json, width, bw_distribution_width(self->run));
  if (!self->classical)
    return describe(request, self);
  BwMean difference = bw_distribution_difference(self->run, self->classical);
  report(request, self, "classical", "classical", bw_distribution_beads(self->classical));
  bw_json_add_mean(request->json, difference_name, difference.mean, difference.error);
  char *caption = bw_distribution_describe_difference(&self->coordinate, difference);
  caption[0] = g_ascii_toupper(caption[0]);
  return caption;
}

BwPlot *bw_cli_plot_coordinate(BwPlotRequest *request, GError **error)
{
  g_auto(Comparison) comparison = {0};
  if (!compare(request, &comparison, error))
    return NULL;
  g_autofree char *caption = report_all(request, &comparison);
  bw_cli_say(request, "%s", caption);
  BwPlot *plot = draw(request, &comparison);
  bw_plot_set_caption(plot, caption);
  return plot;
}
