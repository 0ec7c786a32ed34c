#include "cli/plot-request.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_plot = {
    "plot",
    "RUN KIND -o PDF|SVG|PNG|CSV",
    "Draw a figure of a run: distance, angle, dihedral, energy, temperature, conserved, gyration, series",
    "beadwork plot ethanol.h5 distance --atoms 2,8 --classical classical.h5 --discard 2ps -o dilation.pdf",
    run,
};

typedef BwPlot *(*BwPlotFunc)(BwPlotRequest *request, GError **error);

static const struct {
  const char *name;
  BwPlotFunc make;
} kinds[] = {
    {"distance", bw_cli_plot_coordinate},  {"angle", bw_cli_plot_coordinate},
    {"dihedral", bw_cli_plot_coordinate},  {"energy", bw_cli_plot_quantity},
    {"temperature", bw_cli_plot_quantity}, {"conserved", bw_cli_plot_quantity},
    {"gyration", bw_cli_plot_quantity},    {"series", bw_cli_plot_series},
};

void bw_cli_say(BwPlotRequest *request, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_string_append_vprintf(request->words, format, args);
  va_end(args);
  g_string_append_c(request->words, '\n');
}

char *bw_cli_describe_run(BwTrajectory *run)
{
  g_autofree char *name = g_path_get_basename(run->path);
  g_autoptr(BwFrame) last = bw_trajectory_read(run, bw_trajectory_get_n_frames(run, NULL) - 1, NULL);
  if (last && last->n_beads != run->n_beads)
    return g_strdup_printf("%s · %d, then %d beads", name, run->n_beads, last->n_beads);
  return run->n_beads > 1 ? g_strdup_printf("%s · %d beads", name, run->n_beads) : g_steal_pointer(&name);
}

/* "0.2", "20%": a fraction; "500", "500fs", "0.5 ps": a time. */
static gboolean parse_discard(const char *text, BwDiscard *discard, GError **error)
{
  char *rest;
  double value = text ? g_ascii_strtod(text, &rest) : 0, factor = 1;
  *discard = (BwDiscard){0};
  if (!text)
    return TRUE;
  g_autofree char *unit = g_strstrip(g_strdup(rest));
  if (rest == text || !isfinite(value) || value < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--discard %s: give a fraction such as 0.2, or a time such as 2ps", text);
  if (g_str_equal(unit, "%") || (!*unit && value < 1)) {
    discard->fraction = *unit ? value / 100 : value;
    return discard->fraction < 1 || bw_fail(error, BW_ERROR_ARGUMENT, "--discard %s leaves nothing", text);
  }
  if (*unit && !bw_unit_parse_as(unit, BW_DIMENSION_TIME, "time", &factor, error)) {
    g_prefix_error(error, "--discard %s: ", text);
    return FALSE;
  }
  discard->time = value * factor;
  return TRUE;
}

/* "640x400" */
static gboolean parse_size(const char *text, double *width, double *height, GError **error)
{
  char *rest = NULL;
  if (!text)
    return TRUE;
  *width = g_ascii_strtod(text, &rest);
  rest += g_str_has_prefix(rest, "×") ? strlen("×") : strspn(rest, "xX*");
  *height = g_ascii_strtod(rest, &rest);
  if (*rest || !(*width >= 16 && *width <= 20000) || !(*height >= 16 && *height <= 20000))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--size %s: give width and height such as 640x400, from 16 to 20000", text);
  return TRUE;
}

typedef struct {
  gint64 first; /* frames before it, and before the time `start`, do not count */
  double start;
  BwFrameFunc each;
  gpointer data;
  const char *path;
  gint64 n_used;
} Walk;

static gboolean step(const BwFrame *frame, gint64 index, gpointer data, GError **error)
{
  Walk *walk = data;
  if (index < walk->first || frame->time < walk->start)
    return TRUE;
  if (!walk->each(frame, walk->n_used++, walk->data, error)) {
    g_prefix_error(error, "%s: frame %" G_GINT64_FORMAT ": ", walk->path, index);
    return FALSE;
  }
  return TRUE;
}

/* When the frames that count begin, fs. */
static gboolean find_start(BwTrajectory *trajectory, double discard, double *start, GError **error)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, error);
  if (!frame)
    return FALSE;
  *start = frame->time + discard;
  return !isnan(*start) ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, trajectory->path,
                      "frames do not say their times; give --discard as a fraction such as 0.2");
}

gboolean bw_cli_walk_frames(const BwPlotRequest *request, BwTrajectory *trajectory, BwFrameFunc each,
                            gpointer data, GError **error)
{
  Walk walk = {.start = -INFINITY, .each = each, .data = data, .path = trajectory->path};
  if (!bw_cli_wait_for_frames(trajectory, error) ||
      (request->discard.time > 0 && !find_start(trajectory, request->discard.time, &walk.start, error)))
    return FALSE;
  gint64 n = bw_trajectory_get_n_frames(trajectory, NULL);
  walk.first = (gint64)floor(request->discard.fraction * (double)n);
  if (!bw_cli_each_frame(trajectory, "reading", step, &walk, error))
    return FALSE;
  return walk.n_used > 0 ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, trajectory->path,
                      "none of its %" G_GINT64_FORMAT " frames is left after --discard", n);
}

static BwPlotFunc find_kind(const char *name, GError **error)
{
  g_autoptr(GString) all = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    if (g_str_equal(kinds[i].name, name))
      return kinds[i].make;
    g_string_append_printf(all, "%s%s", i ? ", " : "", kinds[i].name);
  }
  bw_fail(error, BW_ERROR_ARGUMENT, "there is no plot \"%s\"; there are %s", name, all->str);
  return NULL;
}

/* Pictures are laid out at a size at which their type is read, and scaled up from there: pixels for PNG,
 * points and the type of a journal's column for what goes to print. */
static gboolean export(const BwPlotRequest *request, BwPlot *plot, GError **error)
{
  const char *path = request->common.output;
  gboolean pixels = strlen(path) > 4 && g_ascii_strcasecmp(path + strlen(path) - 4, ".png") == 0;
  double width = pixels ? 1280 : 340, height = pixels ? 800 : 225;
  const BwPlotTheme *theme = pixels ? &bw_plot_theme_light : &bw_plot_theme_print;
  if (!parse_size(request->size, &width, &height, error))
    return FALSE;
  double scale = pixels ? MAX(1, width / 640) : 1;
  return bw_plot_export(plot, path, width / scale, height / scale, scale,
                        request->dark ? &bw_plot_theme_dark : theme, error);
}

static gboolean perform(BwPlotRequest *request, GError **error)
{
  double unused;
  BwPlotFunc make = find_kind(request->kind, error);
  if (!make)
    return FALSE;
  if (!request->common.output && !request->common.json)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "say where the figure goes with -o FILE.pdf, .svg, .png or .csv");
  if (!parse_discard(request->discard_text, &request->discard, error) ||
      !parse_size(request->size, &unused, &unused, error))
    return FALSE;
  request->run = bw_open_trajectory(request->path, &request->common.unit_system, error);
  if (!request->run)
    return FALSE;
  if (request->run->units_note)
    bw_cli_note("%s: %s", request->path, request->run->units_note);
  json_builder_begin_object(request->json);
  bw_json_add_string(request->json, "kind", request->kind);
  bw_json_add_string(request->json, "file", request->common.output);
  g_autoptr(BwPlot) plot = make(request, error);
  if (!plot || (request->common.output && !export(request, plot, error)))
    return FALSE;
  json_builder_end_object(request->json);
  if (request->common.json)
    bw_json_print(request->json);
  else
    g_print("%s", request->words->str);
  return TRUE;
}

static void clear_request(BwPlotRequest *request)
{
  bw_common_clear(&request->common);
  g_free(request->atoms);
  g_free(request->classical_path);
  g_free(request->key);
  g_free(request->discard_text);
  g_free(request->size);
  g_clear_pointer(&request->run, bw_trajectory_unref);
  g_object_unref(request->json);
  g_string_free(request->words, TRUE);
}

static int run(int argc, char **argv)
{
  BwPlotRequest request = {.json = json_builder_new(), .words = g_string_new(NULL)};
  const GOptionEntry entries[] = {
      {"atoms", 0, 0, G_OPTION_ARG_STRING, &request.atoms,
       "The atoms of a distance (2), angle (3) or dihedral (4), counted from 0", "I,J[,K[,L]]"},
      {"classical", 0, 0, G_OPTION_ARG_FILENAME, &request.classical_path,
       "A run with one bead to compare a coordinate with", "RUN"},
      {"key", 0, 0, G_OPTION_ARG_STRING, &request.key, "The quantity of a series, as the file names it",
       "NAME"},
      {"discard", 0, 0, G_OPTION_ARG_STRING, &request.discard_text,
       "Leave out the beginning: a fraction (0.2, 20%) or a time (500, 2ps)", "START"},
      {"size", 0, 0, G_OPTION_ARG_STRING, &request.size, "In pixels (PNG) or points (PDF, SVG)", "WxH"},
      {"dark", 0, 0, G_OPTION_ARG_NONE, &request.dark, "Light on dark, for slides", NULL},
      {0},
  };
  GError *error = NULL;
  int status = 0;
  bw_cli_catch_interrupts();
  if (!bw_cli_parse(&bw_verb_plot, entries, BW_TAKES_OUTPUT | BW_TAKES_JSON | BW_TAKES_UNITS, &request.common,
                    2, 2, &argc, &argv, &error)) {
    status = bw_cli_fail(&bw_verb_plot, error);
  } else if (argc > 0) {
    request.path = argv[1];
    request.kind = argv[2];
    if (!perform(&request, &error))
      status = bw_cli_fail(&bw_verb_plot, error);
  }
  clear_request(&request);
  return status;
}
