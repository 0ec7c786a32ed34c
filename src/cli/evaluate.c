#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/surroundings.h"
#include "io/io.h"
#include "potential/evaluated.h"

#include <math.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_evaluate = {"evaluate", "MODEL STRUCTURES -o OUT",
                                 "Energies and forces of structures by a model",
                                 "beadwork evaluate ethanol.npz dimer-scan.xyz -o predicted.xyz", run};

typedef struct {
  BwCommon common;
  BwPotential *potential;
  BwTrajectory *structures;
  BwPool *pool;
  GCancellable *cancellable;
  BwProgress *progress;
  gint64 n_done, n_outside, worst; /* frames */
  gint64 n_geometries;             /* beads count each */
  double worst_domain, seconds;
} Evaluate;

static void evaluate_clear(Evaluate *self)
{
  bw_common_clear(&self->common);
  bw_potential_unref(self->potential);
  bw_trajectory_unref(self->structures);
  bw_pool_free(self->pool);
  bw_progress_free(self->progress);
  g_clear_object(&self->cancellable);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Evaluate, evaluate_clear)

/* After each batch: the bar, Ctrl-C, and how many geometries the model has never seen the like of. */
static void on_batch(const GPtrArray *frames, gint64 first, gpointer data)
{
  Evaluate *self = data;
  for (guint i = 0; i < frames->len; i++) {
    const BwFrame *frame = frames->pdata[i];
    const BwProperty *domain = bw_frame_find(frame, "out_of_domain");
    self->n_geometries += frame->n_beads;
    if (!domain || domain->values[0] <= 1)
      continue;
    self->n_outside++;
    if (domain->values[0] > self->worst_domain) {
      self->worst_domain = domain->values[0];
      self->worst = first + i;
    }
  }
  self->n_done = first + frames->len;
  bw_progress_set(self->progress, (double)self->n_done, NULL);
  if (bw_cli_interrupted)
    g_cancellable_cancel(self->cancellable);
}

/* Formats without forces would lose what was asked for. */
static gboolean check_output(const char *path, GError **error)
{
  const BwFormat *format = bw_format_for_writing(path, error);
  if (!format)
    return FALSE;
  return g_str_equal(format->name, "npz") || g_str_has_suffix(format->name, "xyz") ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, path, "%s holds no forces; write .xyz or .npz",
                      format->description);
}

static gboolean open_all(Evaluate *self, const char *model, const char *structures, GError **error)
{
  if (!bw_cli_check_output(self->common.output, model, error) ||
      !bw_cli_check_output(self->common.output, structures, error) ||
      !check_output(self->common.output, error))
    return FALSE;
  self->potential = bw_potential_open(model, error);
  if (!self->potential)
    return FALSE;
  self->structures = bw_open_trajectory(structures, &self->common.unit_system, error);
  if (!self->structures)
    return FALSE;
  g_autoptr(BwFrame) first = bw_trajectory_read(self->structures, 0, error);
  if (!first || !bw_potential_check_atoms(self->potential, first->atoms, error))
    return FALSE;
  if (self->structures->units_note)
    bw_cli_note("%s: %s", structures, self->structures->units_note);
  if (self->potential->elements) /* a network */
    bw_cli_note_surroundings(structures, self->potential->cutoff, first->atoms, &first->cell,
                             first->positions);
  self->pool = bw_pool_new(self->common.threads, FALSE);
  self->cancellable = g_cancellable_new();
  return bw_trajectory_wait(self->structures, self->cancellable, error);
}

static gboolean evaluate(Evaluate *self, GError **error)
{
  /* npz speaks as the model does, extended XYZ always eV and Å */
  const BwUnitSystem units = {.length = self->potential->length_unit, .energy = self->potential->energy_unit};
  gboolean npz = g_str_has_suffix(self->common.output, ".npz");
  gint64 start = g_get_monotonic_time();
  gint64 n_frames = bw_trajectory_get_n_frames(self->structures, NULL);
  self->progress = bw_progress_new("evaluating", "frames", (double)n_frames);
  bw_cli_catch_interrupts();
  g_autoptr(BwTrajectory) evaluated =
      bw_evaluated_new(self->potential, self->structures, self->pool, self->cancellable, on_batch, self);
  gboolean ok = bw_write_trajectory(self->common.output, evaluated, npz ? &units : NULL, self->cancellable,
                                    NULL, NULL, error);
  g_clear_pointer(&self->progress, bw_progress_free);
  self->seconds = (double)(g_get_monotonic_time() - start) * 1e-6;
  return ok;
}

static void report(const Evaluate *self)
{
  double each = 1e6 * self->seconds / (double)MAX(1, self->n_geometries);
  if (self->n_outside > 0)
    bw_cli_note("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                " frames lie outside what the model has seen; frame %" G_GINT64_FORMAT
                " the most (%.1f times)",
                self->n_outside, self->n_done, self->worst, self->worst_domain);
  if (!self->common.json) {
    g_print("%s: %" G_GINT64_FORMAT " frames in %.3g s (%.3g µs per geometry)\n", self->common.output,
            self->n_done, self->seconds, each);
    return;
  }
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_int(builder, "n", self->n_done);
  bw_json_add_int(builder, "n_outside", self->n_outside);
  bw_json_add_double(builder, "wall_s", self->seconds);
  bw_json_add_double(builder, "us_per_geometry", each);
  bw_json_add_string(builder, "file", self->common.output);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static int run(int argc, char **argv)
{
  g_auto(Evaluate) self = {0};
  GError *error = NULL;
  if (!bw_cli_parse(&bw_verb_evaluate, NULL,
                    BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT | BW_NEEDS_OUTPUT,
                    &self.common, 2, 2, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_evaluate, error);
  if (argc == 0)
    return 0;
  if (!open_all(&self, argv[1], argv[2], &error) || !evaluate(&self, &error))
    return bw_cli_fail(&bw_verb_evaluate, error);
  report(&self);
  return 0;
}
