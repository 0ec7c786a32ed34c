/* explain: what a network's energy is made of, and what a probe atom would feel around a molecule. */
#include "base/elements.h"
#include "cli/explain-private.h"
#include "cli/frames.h"
#include "cli/progress.h"
#include "cli/surroundings.h"
#include "io/io.h"
#include "potential/networks.h"
#include "render/moment.h"

#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_explain = {
    "explain",
    "MODEL STRUCTURE [-o CUBE|PNG]",
    "What a network's energy is made of; its local chemical potential",
    "beadwork explain ethanol.bwmodel ethanol.xyz -o carbon.png --probe C --units kcal",
    run,
};

static void options_clear(BwExplainOptions *o)
{
  bw_common_clear(&o->common);
  g_free(o->probe);
  g_free(o->size);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwExplainOptions, options_clear)

static gboolean parse_line(BwExplainOptions *o, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"probe", 0, 0, G_OPTION_ARG_STRING, &o->probe, "Element of the probe atom (C)", "ELEMENT"},
      {"spacing", 0, 0, G_OPTION_ARG_DOUBLE, &o->spacing, "Of a cube's points, Å (0.2)", "Å"},
      {"margin", 0, 0, G_OPTION_ARG_DOUBLE, &o->margin, "How far a cube reaches beyond the atoms, Å (4)",
       "Å"},
      {"frame", 0, 0, G_OPTION_ARG_INT64, &o->frame,
       "Which one, from 0; negative from the end (first; of runs the last)", "N"},
      {"pairs", 0, 0, G_OPTION_ARG_INT, &o->n_pairs, "How many pairs to list (12)", "N"},
      {"size", 0, 0, G_OPTION_ARG_STRING, &o->size, "Pixels of a picture, up to 16384 either way (1600x1000)",
       "WxH"},
      {"dark", 0, 0, G_OPTION_ARG_NONE, &o->dark, "A picture on dark ground", NULL},
      {"transparent", 0, 0, G_OPTION_ARG_NONE, &o->transparent, "On no ground", NULL},
      {"orthographic", 0, 0, G_OPTION_ARG_NONE, &o->orthographic, "Without perspective", NULL},
      {0},
  };
  return bw_cli_parse(&bw_verb_explain, entries,
                      BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT, &o->common, 2, 2,
                      argc, argv, error);
}

static gboolean is_cube(const BwExplainOptions *o)
{
  return g_str_has_suffix(o->common.output, ".cube") || g_str_has_suffix(o->common.output, ".cub");
}

static gboolean interpret(BwExplainOptions *o, GError **error)
{
  o->element = bw_element_parse(o->probe ? o->probe : "C", FALSE, NULL);
  if (o->element == 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--probe %s: say an element, such as H, C or O", o->probe);
  if (!(o->spacing > 0 && o->spacing <= 10) || !(o->margin >= 0 && o->margin <= 100))
    return bw_fail(
        error, BW_ERROR_ARGUMENT,
        "--spacing %g --margin %g: use a spacing of more than 0 and at most 10 Å, and a margin of 0 "
        "to 100 Å",
        o->spacing, o->margin);
  if (o->n_pairs < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--pairs %d: use 0 or more", o->n_pairs);
  if (o->common.output && !is_cube(o) && !g_str_has_suffix(o->common.output, ".png"))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, o->common.output,
                        "the local chemical potential is written as .cube, or drawn as .png");
  return !o->size || bw_cli_parse_size(o->size, &o->width, &o->height, error);
}

static BwNetworkFile *open_model(const char *path, GError **error)
{
  BwKind kind;
  const BwFormat *format;
  if (bw_network_file_is(path))
    return bw_network_file_read(path, error);
  if (!bw_file_kind(path, &format, &kind, error))
    return NULL;
  if (kind == BW_KIND_MODEL)
    bw_fail_file(
        error, BW_ERROR_UNSUPPORTED, path,
        "is a kernel model, which knows a molecule's energy as a whole: energies of atoms, blocks and "
        "pairs, and local chemical potentials, take a network (beadwork train --model schnet)");
  else
    bw_fail_file(error, BW_ERROR_ARGUMENT, path, "is no model; use: beadwork explain %s",
                 bw_verb_explain.arguments);
  return NULL;
}

static void show(double fraction, gpointer data)
{
  bw_progress_set(data, fraction, NULL);
}

static gboolean write_cube(BwExplained *explained, const BwExplainOptions *o, const BwEnergyUnit *unit,
                           BwPool *pool, const BwWatch *watch, BwProbeResult *result, GError **error)
{
  return bw_explained_write_cube(explained, o->element, o->margin, o->spacing, o->common.output, unit, pool,
                                 watch, result, error);
}

/* Frames of several beads: of their centroid. */
static BwExplained *new_explained(const BwNetworkFile *file, const BwFrame *frame)
{
  g_autofree double *centroid = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_moment_find_centroid(&frame->cell, frame->positions, frame->n_beads, frame->atoms->n_atoms, centroid);
  return bw_explained_new(file, frame->atoms, &frame->cell, centroid);
}

static gpointer watch_keyboard(gpointer data)
{
  GCancellable *cancellable = data;
  while (!bw_cli_interrupted && !g_cancellable_is_cancelled(cancellable))
    g_usleep(50000);
  g_cancellable_cancel(cancellable);
  return NULL;
}

static void note_surroundings(const BwExplained *explained, const char *structure)
{
  g_autoptr(BwNetwork) network = bw_network_load(explained->file, 0, NULL);
  if (network)
    bw_cli_note_surroundings(structure, network->cutoff, explained->atoms, &explained->cell,
                             explained->positions);
}

static gboolean explain(BwExplainOptions *o, const BwNetworkFile *file, const char *structure,
                        const BwFrame *frame, gint64 index, GCancellable *cancellable, GError **error)
{
  BwEnergyUnit unit;
  if (!bw_explained_choose_unit(file, o->common.unit_system.energy, &unit, error))
    return FALSE;
  g_autoptr(BwPool) pool = bw_pool_new(o->common.threads, FALSE);
  g_autoptr(BwProgress) progress = bw_progress_new("explaining", NULL, 1);
  const BwWatch watch = {cancellable, show, progress};
  g_autoptr(BwExplained) explained = new_explained(file, frame);
  BwProbeResult result;
  if (!bw_explained_find_shares(explained, pool, &watch, error)) {
    g_prefix_error(error, "%s: ", structure);
    return FALSE;
  }
  if (o->common.output &&
      !(is_cube(o) ? write_cube : bw_explain_draw)(explained, o, &unit, pool, &watch, &result, error))
    return FALSE;
  g_clear_pointer(&progress, bw_progress_free);
  note_surroundings(explained, structure);
  if (!explained->pairs)
    bw_cli_note("the pairs are too many to leave out one after the other; they are not listed");
  bw_explain_report(explained, o, &unit, index, o->common.output ? &result : NULL);
  return TRUE;
}

static gboolean open_and_explain(BwExplainOptions *o, const char *model, const char *structure,
                                 GError **error)
{
  gint64 index;
  g_autoptr(BwNetworkFile) file = open_model(model, error);
  if (!file || (o->common.output && (!bw_cli_check_output(o->common.output, model, error) ||
                                     !bw_cli_check_output(o->common.output, structure, error))))
    return FALSE;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(structure, &o->common.unit_system, error);
  g_autoptr(BwFrame) frame =
      trajectory ? bw_cli_read_frame(trajectory, structure, o->frame, &index, error) : NULL;
  if (!frame)
    return FALSE;
  if (trajectory->units_note)
    bw_cli_note("%s: %s", structure, trajectory->units_note);
  if (frame->n_beads > 1)
    bw_cli_note("%s: its %d beads are explained by their centroid", structure, frame->n_beads);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  bw_cli_catch_interrupts();
  GThread *keyboard = g_thread_new("keyboard", watch_keyboard, cancellable);
  gboolean ok = explain(o, file, structure, frame, index, cancellable, error);
  g_cancellable_cancel(cancellable);
  g_thread_join(keyboard);
  if (!ok && g_error_matches(*error, BW_ERROR, BW_ERROR_CANCELLED)) {
    g_clear_error(error);
    return bw_fail(error, BW_ERROR_CANCELLED, "stopped before it was done: nothing was written");
  }
  return ok;
}

static int run(int argc, char **argv)
{
  g_auto(BwExplainOptions) o = {.frame = BW_ANY_FRAME,
                                .spacing = BW_PROBE_SPACING,
                                .margin = BW_PROBE_MARGIN,
                                .n_pairs = 12,
                                .width = 1600,
                                .height = 1000};
  GError *error = NULL;
  if (!parse_line(&o, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_explain, error);
  if (argc == 0)
    return 0;
  if (!interpret(&o, &error) || !open_and_explain(&o, argv[1], argv[2], &error))
    return bw_cli_fail(&bw_verb_explain, error);
  return 0;
}
