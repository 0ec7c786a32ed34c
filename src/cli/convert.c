#include "cli/cli.h"
#include "cli/convert-model.h"
#include "cli/dropped.h"
#include "cli/facts.h"
#include "cli/frames.h"
#include "cli/progress.h"
#include "io/io.h"
#include "system/trajectory-slice.h"

#include <gio/gio.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_convert = {
    .name = "convert",
    .arguments = "IN OUT",
    .summary = "Write the frames or the model of a file in another format, chosen by the end of its name",
    .example = "beadwork convert run.h5 run.xyz --frames 0:1000:10\n"
               "  beadwork convert best_model.index c20.bwmodel --elements C",
    .run = run,
};

typedef struct {
  char *frames, *output_units, *elements;
  gboolean centroids;
} Options;

static void options_clear(Options *options)
{
  g_clear_pointer(&options->frames, g_free);
  g_clear_pointer(&options->output_units, g_free);
  g_clear_pointer(&options->elements, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* "FIRST:END:STEP" as Python slices: any part may be left out, negative numbers count from the end. */
static gboolean parse_slice(const char *text, gint64 n_frames, gint64 *first, gint64 *end, gint64 *stride,
                            GError **error)
{
  gint64 values[3] = {0, n_frames, 1};
  g_auto(GStrv) parts = g_strsplit(text ? text : "", ":", -1);
  guint n_parts = g_strv_length(parts);
  gboolean ok = n_parts <= 3;
  for (guint i = 0; ok && i < n_parts; i++)
    ok = !*parts[i] || g_ascii_string_to_signed(parts[i], 10, -n_frames, G_MAXINT64, &values[i], NULL);
  if (!ok || values[2] < 1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--frames %s: use FIRST:END:STEP, such as 0:1000:10", text);
  if (n_parts == 1)
    values[1] = values[0] == -1 ? n_frames : values[0] + 1;
  for (int i = 0; i < 2; i++)
    values[i] = MIN(values[i] < 0 ? values[i] + n_frames : values[i], n_frames);
  if (values[0] >= values[1])
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--frames %s: there is none of them among the %" G_GINT64_FORMAT " frames of the file",
                   text, n_frames);
  *first = values[0], *end = values[1], *stride = values[2];
  return TRUE;
}

/* Choosing frames */

static BwTrajectory *open_chosen(const char *path, const BwCommon *common, const Options *options,
                                 GError **error)
{
  gint64 first = 0, end = 0, stride = 1;
  g_autoptr(BwTrajectory) whole = bw_open_trajectory(path, &common->unit_system, error);
  if (!whole || !bw_cli_wait_for_frames(whole, error))
    return NULL;
  gint64 n_frames = bw_trajectory_get_n_frames(whole, NULL);
  if (whole->units_note)
    bw_cli_note("%s: %s", path, whole->units_note);
  if (!options->frames && !options->centroids)
    return g_steal_pointer(&whole);
  if (!parse_slice(options->frames, n_frames, &first, &end, &stride, error))
    return NULL;
  return bw_trajectory_slice(whole, first, end, stride, options->centroids);
}

/* Writing */

typedef struct {
  BwProgress *bar;
  GCancellable *cancellable;
  gint64 n_frames;
} Writing;

static void on_progress(double fraction, gpointer data)
{
  Writing *writing = data;
  if (bw_cli_interrupted)
    g_cancellable_cancel(writing->cancellable);
  bw_progress_set(writing->bar, fraction * writing->n_frames, NULL);
}

static void report(const char *file, const char *kind, gint64 n_frames, int n_beads)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "file", file);
  bw_json_add_string(json, "kind", kind);
  bw_json_add_int(json, "n_frames", n_frames);
  bw_json_add_int(json, "n_beads", n_beads);
  json_builder_end_object(json);
  bw_json_print(json);
}

static gboolean convert_frames(const char *from, const char *to, const BwCommon *common,
                               const Options *options, GError **error)
{
  BwUnitSystem output_units = {0};
  if (options->output_units &&
      !bw_cli_parse_units("--output-units", options->output_units, &output_units, error))
    return FALSE;
  const BwFormat *format = bw_format_for_writing(to, error);
  if (!format)
    return FALSE;
  g_autoptr(BwTrajectory) trajectory = open_chosen(from, common, options, error);
  if (!trajectory)
    return FALSE;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Writing writing = {.cancellable = cancellable, .n_frames = bw_trajectory_get_n_frames(trajectory, NULL)};
  g_autoptr(BwProgress) bar = bw_progress_new("writing", "frames", (double)writing.n_frames);
  writing.bar = bar;
  if (!bw_write_trajectory(to, trajectory, options->output_units ? &output_units : NULL, cancellable,
                           on_progress, &writing, error))
    return FALSE;
  bw_cli_note_dropped(to, format, trajectory);
  if (common->json)
    report(to, bw_kind_name(BW_KIND_TRAJECTORY), writing.n_frames, trajectory->n_beads);
  return TRUE;
}

static gboolean convert_model(const char *from, const char *to, const BwCommon *common,
                              const Options *options, GError **error)
{
  if (!bw_convert_model(from, to, options->elements, &common->unit_system, error))
    return FALSE;
  if (common->json)
    report(to, bw_kind_name(BW_KIND_MODEL), 0, 0);
  return TRUE;
}

static gboolean convert(const char *from, const char *to, const BwCommon *common, const Options *options,
                        GError **error)
{
  BwKind kind;
  if (!bw_cli_check_place(to, error) || !bw_cli_check_output(to, from, error) ||
      !bw_file_kind(from, NULL, &kind, error))
    return FALSE;
  return kind == BW_KIND_MODEL ? convert_model(from, to, common, options, error)
                               : convert_frames(from, to, common, options, error);
}

static int run(int argc, char **argv)
{
  g_auto(BwCommon) common = {0};
  g_auto(Options) options = {0};
  GError *error = NULL;
  const GOptionEntry entries[] = {
      {"frames", 0, 0, G_OPTION_ARG_STRING, &options.frames,
       "Only these frames, counted from 0, END excluded", "FIRST:END:STEP"},
      {"centroids", 0, 0, G_OPTION_ARG_NONE, &options.centroids,
       "The centroids of ring polymers, not their beads", NULL},
      {"output-units", 0, 0, G_OPTION_ARG_STRING, &options.output_units, "Units to write in, as in --units",
       "UNITS"},
      {"elements", 0, 0, G_OPTION_ARG_STRING, &options.elements,
       "What a checkpoint of SchNet was trained on: it does not say", "H,C,O"},
      {0},
  };
  if (!bw_cli_parse(&bw_verb_convert, entries, BW_TAKES_JSON | BW_TAKES_UNITS, &common, 2, 2, &argc, &argv,
                    &error))
    return bw_cli_fail(&bw_verb_convert, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  if (!convert(argv[1], argv[2], &common, &options, &error))
    return bw_cli_fail(&bw_verb_convert, error);
  return 0;
}
