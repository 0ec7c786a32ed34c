/* beadwork simulate: a run from a structure and a model, or a run that goes on. */
#include "base/pool.h"
#include "cli/advised.h"
#include "cli/cli.h"
#include "cli/isotopes.h"
#include "cli/progress.h"
#include "cli/resumed.h"
#include "engine/engine.h"
#include "engine/run-summary.h"
#include "io/io.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_simulate = {
    "simulate",
    "--model MODEL --structure FILE -o RUN.h5",
    "Run classical or ring-polymer dynamics",
    "beadwork simulate --model models/ethanol.npz --structure ethanol.xyz --beads 32 --temperature 300 \\\n"
    "    --timestep 0.25 --steps 40000 --seed 1 -o ethanol.h5\n"
    "  beadwork simulate --resume --steps 80000 -o ethanol.h5",
    run,
};

/* What was asked for. */
typedef struct {
  BwCommon common;
  BwRunSpec spec;
  char *model, *structure, *isotopes, *thermostat, *splitting, *precision;
  gint64 seed;
  int frame;
  double discard;
  gboolean no_guard, keep_com;
} Wishes;

static void clear_wishes(Wishes *wishes)
{
  bw_common_clear(&wishes->common);
  g_free(wishes->model);
  g_free(wishes->structure);
  g_free(wishes->isotopes);
  g_free(wishes->thermostat);
  g_free(wishes->splitting);
  g_free(wishes->precision);
  g_clear_pointer(&wishes->spec.potential, bw_potential_unref);
  g_clear_pointer(&wishes->spec.atoms, bw_atoms_unref);
  g_clear_pointer((BwCell **)&wishes->spec.cell, g_free);
  g_clear_pointer((double **)&wishes->spec.positions, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wishes, clear_wishes)

static void init_wishes(Wishes *wishes)
{
  *wishes = (Wishes){.seed = 1, .discard = 0.1};
  bw_dynamics_settings_init(&wishes->spec.dynamics);
  bw_record_settings_init(&wishes->spec.record);
  bw_guard_settings_init(&wishes->spec.guard);
}

static gboolean parse(Wishes *w, int *argc, char ***argv, GError **error)
{
  BwDynamicsSettings *d = &w->spec.dynamics;
  BwRecordSettings *r = &w->spec.record;
  const GOptionEntry entries[] = {
      {"model", 'm', 0, G_OPTION_ARG_FILENAME, &w->model,
       "Model file, or harmonic:…, morse:…, lennard-jones:…", "MODEL"},
      {"structure", 's', 0, G_OPTION_ARG_FILENAME, &w->structure,
       "Where the atoms begin: any file with frames", "FILE"},
      {"frame", 0, 0, G_OPTION_ARG_INT, &w->frame, "Which frame of it, from 0; negative: from the end", "N"},
      {"beads", 'P', 0, G_OPTION_ARG_INT, &d->n_beads, "Beads per atom, 1: classical (32)", "P"},
      {"temperature", 'T', 0, G_OPTION_ARG_DOUBLE, &d->temperature, "K (300)", "K"},
      {"timestep", 0, 0, G_OPTION_ARG_DOUBLE, &d->timestep, "fs (0.25)", "FS"},
      {"steps", 'n', 0, G_OPTION_ARG_INT64, &w->spec.n_steps, "How many in all; 0: until Ctrl-C", "N"},
      {"thermostat", 0, 0, G_OPTION_ARG_STRING, &w->thermostat,
       "none, langevin, svr, pile-l or pile-g (pile-l; langevin with 1 bead)", "NAME"},
      {"tau", 0, 0, G_OPTION_ARG_DOUBLE, &d->tau,
       "Relaxation time of the thermostat, of PILE's centroid, fs (100)", "FS"},
      {"pile-lambda", 0, 0, G_OPTION_ARG_DOUBLE, &d->pile_lambda,
       "Friction of PILE's other modes: 1 samples best, 0.5 is TRPMD (1)", "X"},
      {"splitting", 0, 0, G_OPTION_ARG_STRING, &w->splitting, "baoab or obabo (baoab)", "NAME"},
      {"keep-com", 0, 0, G_OPTION_ARG_NONE, &w->keep_com, "Let the centre of mass move", NULL},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &w->seed, "Of the random numbers (1); the same seed, the same run",
       "N"},
      {"isotopes", 0, 0, G_OPTION_ARG_STRING, &w->isotopes,
       "H=D for all hydrogens, 8=D for atom 8, 8=2.5 for 2.5 amu; several with commas", "LIST"},
      {"resume", 0, 0, G_OPTION_ARG_NONE, &w->spec.resume,
       "Go on with the run in the file of -o, with its own settings, up to --steps in all", NULL},
      {"overwrite", 0, 0, G_OPTION_ARG_NONE, &w->spec.replace, "Replace an existing file", NULL},
      {"stride", 0, 0, G_OPTION_ARG_INT, &r->position_stride, "Steps between positions in the file (20)",
       "N"},
      {"momentum-stride", 0, 0, G_OPTION_ARG_INT, &r->momentum_stride, "… between momenta; 0: none (0)", "N"},
      {"force-stride", 0, 0, G_OPTION_ARG_INT, &r->force_stride, "… between forces; 0: none (0)", "N"},
      {"estimate-stride", 0, 0, G_OPTION_ARG_INT, &r->estimate_stride,
       "… between energies and other estimates; 0: none (1)", "N"},
      {"precision", 0, 0, G_OPTION_ARG_STRING, &w->precision,
       "single or double positions, momenta and forces in the file (double)", "NAME"},
      {"compress", 0, 0, G_OPTION_ARG_INT, &r->compression, "0 (none) to 9 (0)", "LEVEL"},
      {"checkpoint", 0, 0, G_OPTION_ARG_DOUBLE, &r->checkpoint_seconds,
       "Seconds between checkpoints: what a crash can cost (2)", "S"},
      {"no-guard", 0, 0, G_OPTION_ARG_NONE, &w->no_guard, "Do not stop a run that leaves the physical world",
       NULL},
      {"discard", 0, 0, G_OPTION_ARG_DOUBLE, &w->discard,
       "The part of the run that its means leave out, to forget the start (0.1)", "0…1"},
      {0},
  };
  return bw_cli_parse(&bw_verb_simulate, entries,
                      BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT | BW_NEEDS_OUTPUT,
                      &w->common, 0, 0, argc, argv, error);
}

/* A run is begun, replaced or gone on with; which, depends on what is there. */
static gboolean look_at_output(Wishes *w, GError **error)
{
  const char *output = w->common.output;
  const gboolean there = g_file_test(output, G_FILE_TEST_EXISTS);
  const BwFormat *format = bw_format_for_writing(output, NULL);
  if (!w->spec.resume && format && !(format->kinds & BW_KIND_RUN))
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, output,
        "a run is an HDF5 file; name it .h5, and write its frames as %s with beadwork convert "
        "afterwards",
        format->description);
  if (there && !w->spec.resume && !w->spec.replace)
    return bw_fail_file(error, BW_ERROR_FILE, output,
                        "is there already; go on with it with --resume, or replace it with --overwrite");
  if (w->spec.resume && w->spec.replace)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--resume goes on with a run, --overwrite replaces it; say one");
  if (there || !w->spec.resume)
    return TRUE;
  if (!w->model || !w->structure)
    return bw_fail_file(error, BW_ERROR_FILE, output,
                        "there is no such run to go on with; begin it with --model and --structure");
  bw_cli_note("%s is not there yet: the run begins", output);
  w->spec.resume = FALSE;
  return TRUE;
}

/* Names, and what follows from them. */
static gboolean understand(Wishes *w, GError **error)
{
  BwRunSpec *spec = &w->spec;
  if (!spec->resume && (!w->model || !w->structure))
    return bw_fail(error, BW_ERROR_ARGUMENT, "say --model and --structure; see beadwork simulate --help");
  if (spec->n_steps < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--steps %" G_GINT64_FORMAT ": use a number of steps",
                   spec->n_steps);
  if (!(w->discard >= 0 && w->discard < 1))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--discard %g: use a part of the run, from 0 to below 1",
                   w->discard);
  if (spec->dynamics.n_beads == 1)
    spec->dynamics.thermostat = BW_THERMOSTAT_LANGEVIN;
  if ((w->thermostat && !bw_thermostat_parse(w->thermostat, &spec->dynamics.thermostat, error)) ||
      (w->splitting && !bw_splitting_parse(w->splitting, &spec->dynamics.splitting, error)))
    return FALSE;
  spec->record.single_precision = w->precision && g_str_equal(w->precision, "single");
  if (w->precision && !spec->record.single_precision && !g_str_equal(w->precision, "double"))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--precision %s: use single or double", w->precision);
  if (w->no_guard)
    spec->guard = (BwGuardSettings){0};
  spec->dynamics.remove_com = !w->keep_com;
  spec->dynamics.seed = (guint64)w->seed;
  spec->model_path = w->model;
  spec->structure_path = w->structure;
  spec->output = w->common.output;
  return TRUE;
}

/* The structure */

static BwFrame *read_frame(const Wishes *w, GError **error)
{
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(w->structure, &w->common.unit_system, error);
  if (!trajectory)
    return NULL;
  if (trajectory->units_note)
    bw_cli_note("%s: %s", w->structure, trajectory->units_note);
  if (w->frame != 0 && !bw_trajectory_wait(trajectory, NULL, error))
    return NULL;
  return bw_trajectory_read(
      trajectory, w->frame < 0 ? bw_trajectory_get_n_frames(trajectory, NULL) + w->frame : w->frame, error);
}

/* Beads as they are in the file, if their number is right; otherwise all of them begin at the centroid. */
static gboolean take_structure(Wishes *w, GError **error)
{
  g_autoptr(BwFrame) frame = read_frame(w, error);
  if (!frame)
    return FALSE;
  const gsize n = (gsize)frame->atoms->n_atoms * 3;
  const gboolean same_beads = frame->n_beads == w->spec.dynamics.n_beads;
  double *positions = g_new(double, same_beads ? n * frame->n_beads : n);
  if (same_beads)
    memcpy(positions, frame->positions, sizeof(double) * n * frame->n_beads);
  else
    bw_frame_centroid(frame, positions);
  if (!same_beads && frame->n_beads > 1)
    bw_cli_note("%s has %d beads; all %d begin at their centroids", w->structure, frame->n_beads,
                w->spec.dynamics.n_beads);
  w->spec.positions = positions;
  w->spec.n_given_beads = same_beads ? frame->n_beads : 1;
  if (bw_cell_is_periodic(&frame->cell))
    w->spec.cell = g_memdup2(&frame->cell, sizeof frame->cell);
  w->spec.atoms =
      w->isotopes ? bw_atoms_with_isotopes(frame->atoms, w->isotopes, error) : bw_atoms_ref(frame->atoms);
  return w->spec.atoms != NULL;
}

/* The run */

typedef struct {
  BwProgress *bar;
  gboolean waits;
} Watch;

static void watch(BwEngine *engine, gpointer data)
{
  Watch *self = data;
  BwJobStatus status;
  bw_engine_drain_samples(engine, NULL, NULL);
  bw_engine_get_status(engine, &status);
  if (status.state != BW_JOB_STARTING && !self->bar)
    self->bar = bw_progress_new("simulate", "steps", status.n_steps);
  if (status.state == BW_JOB_WAITING && !self->waits)
    bw_cli_note("%s", status.error->message);
  self->waits = status.state == BW_JOB_WAITING;
  if (self->bar)
    bw_progress_set(self->bar, status.step, self->waits ? "waiting for room on the disk" : NULL);
  bw_job_status_clear(&status);
}

/* What one session did, and how it ended. */
typedef struct {
  BwJobStatus status;
  gint64 steps_done;
  double wall;
} Session;

static gboolean simulate(Wishes *w, Session *session, GError **error)
{
  Watch self = {0};
  const int n_threads = w->common.threads > 0 ? w->common.threads : bw_n_processors();
  g_autoptr(BwEngine) engine = bw_engine_new(n_threads, FALSE, NULL, NULL);
  const gint64 start = g_get_monotonic_time();
  bw_cli_catch_interrupts();
  if (!bw_engine_start_run(engine, &w->spec, error))
    return FALSE;
  bw_engine_wait(engine, &bw_cli_interrupted, watch, &self);
  session->wall = (g_get_monotonic_time() - start) * 1e-6;
  bw_engine_get_status(engine, &session->status);
  session->steps_done = session->status.step - session->status.first_step;
  bw_progress_free(self.bar);
  if (session->status.state != BW_JOB_FAILED) {
    if (w->spec.resume)
      bw_cli_note_resumed(&w->spec.dynamics, &session->status);
    return TRUE;
  }
  g_propagate_error(error, g_steal_pointer(&session->status.error));
  return FALSE;
}

/* What came out */

static void print_json(const Wishes *w, const Session *session, const BwRunSummary *s)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_int(builder, "steps", s->step);
  bw_json_add_double(builder, "time_ps", s->time / 1000);
  bw_json_add_double(builder, "discarded_ps", s->discarded / 1000);
  bw_json_add_int(builder, "steps_done", session->steps_done);
  bw_json_add_double(builder, "wall_s", session->wall);
  bw_json_add_double(builder, "steps_per_s", session->steps_done / session->wall);
  bw_json_add_mean(builder, "temperature_K", s->temperature.mean, s->temperature.error);
  bw_json_add_mean(builder, "kinetic_cv_eV", s->kinetic_cv.mean, s->kinetic_cv.error);
  bw_json_add_mean(builder, "kinetic_td_eV", s->kinetic_td.mean, s->kinetic_td.error);
  bw_json_add_mean(builder, "potential_eV", s->potential.mean, s->potential.error);
  bw_json_add_mean(builder, "radius_of_gyration_A", s->radius_of_gyration.mean, s->radius_of_gyration.error);
  bw_json_add_double(builder, "conserved_drift_eV_per_ps", s->conserved_drift);
  bw_json_add_string(builder, "file", w->common.output);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static void print_mean(const char *name, const BwMean *mean, const char *unit)
{
  printf("  %-24s %12.5g ± %-9.2g %s\n", name, mean->mean, mean->error, unit);
}

static void print_text(const Wishes *w, const Session *session, const BwRunSummary *s)
{
  const double rate = session->steps_done / session->wall;
  if (isnan(s->time)) {
    printf("%s: step %" G_GINT64_FORMAT "; %.4g steps/s; no estimates were recorded\n", w->common.output,
           s->step, rate);
    return;
  }
  printf("%s: step %" G_GINT64_FORMAT ", %.4g ps; %.4g steps/s\n", w->common.output, s->step, s->time / 1000,
         rate);
  print_mean("temperature", &s->temperature, "K");
  print_mean("kinetic, centroid virial", &s->kinetic_cv, "eV");
  print_mean("kinetic, primitive", &s->kinetic_td, "eV");
  print_mean("potential", &s->potential, "eV");
  print_mean("radius of gyration", &s->radius_of_gyration, "Å");
  printf("  %-24s %12.2g             eV/ps\n", "conserved: drift", s->conserved_drift);
  printf("means leave out the first %.4g ps\n", s->discarded / 1000);
}

static gboolean report(const Wishes *w, const Session *session, GError **error)
{
  BwRunSummary summary;
  if (!bw_run_summary_read(w->common.output, w->discard, &summary, error))
    return FALSE;
  (w->common.json ? print_json : print_text)(w, session, &summary);
  return TRUE;
}

static int run(int argc, char **argv)
{
  GError *error = NULL;
  g_auto(Wishes) wishes;
  Session session = {0};
  init_wishes(&wishes);
  if (!parse(&wishes, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_simulate, error);
  if (argc == 0)
    return 0;
  gboolean done =
      look_at_output(&wishes, &error) && understand(&wishes, &error) &&
      (wishes.spec.resume || (take_structure(&wishes, &error) && bw_cli_note_advice(&wishes.spec, &error))) &&
      simulate(&wishes, &session, &error) && report(&wishes, &session, &error);
  const gboolean stopped = session.status.state == BW_JOB_STOPPED;
  bw_job_status_clear(&session.status);
  if (!done)
    return bw_cli_fail(&bw_verb_simulate, error);
  if (stopped && wishes.spec.n_steps > 0)
    bw_cli_note(
        "stopped; everything is saved. Go on with beadwork simulate --resume --steps %" G_GINT64_FORMAT
        " -o %s",
        wishes.spec.n_steps, wishes.common.output);
  return stopped && wishes.spec.n_steps > 0 ? 1 : 0;
}
