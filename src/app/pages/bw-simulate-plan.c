/* What the run will take, or takes: speed, time, file and memory, in one line; and whether there is room. */
#include "app/pages/bw-simulate-page-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-words.h"

#define SCOUT_DELAY 300                /* ms after the last change */
#define STALE (10 * G_USEC_PER_SEC)    /* of what is known about the disk */
#define FEWEST_BYTES_LEFT (64.0 * 1e6) /* on the disk, after the run */

gboolean bw_simulate_page_get_mission(BwSimulatePage *self, BwScoutMission *mission)
{
  BwPotential *potential = bw_session_get_potential(self->session);
  const BwFrame *frame = bw_session_get_frame(self->session);
  *mission = (BwScoutMission){.potential = potential,
                              .frame = frame,
                              .structure = bw_session_get_path(self->session),
                              .dynamics = *bw_session_get_dynamics(self->session),
                              .twin = bw_session_get_compare(self->session),
                              .n_threads = bw_session_get_n_threads(self->session),
                              .measure_speed = !bw_session_has_job(self->session)};
  mission->twin &= mission->dynamics.n_beads > 1;
  return potential && potential->path && frame && bw_potential_check_atoms(potential, frame->atoms, NULL);
}

static gboolean scout_now(gpointer data)
{
  BwSimulatePage *self = data;
  BwScoutMission mission;
  self->scouting = 0;
  if (self->session && bw_simulate_page_get_mission(self, &mission))
    bw_scout_send(self->scout, &mission);
  return G_SOURCE_REMOVE;
}

/* Nobody looks: nothing is measured. */
void bw_simulate_page_scout_soon(BwSimulatePage *self)
{
  g_clear_handle_id(&self->scouting, g_source_remove);
  if (gtk_widget_get_mapped(GTK_WIDGET(self)))
    self->scouting = g_timeout_add(SCOUT_DELAY, scout_now, self);
}

/* The disk */

typedef struct {
  GWeakRef page;
  char *folder;
} Question;

static void on_free_bytes(GObject *file, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr(BwSimulatePage) self = g_weak_ref_get(&question->page);
  g_autoptr(GFileInfo) info = g_file_query_filesystem_info_finish(G_FILE(file), result, NULL);
  if (self && self->session && g_strcmp0(self->free_folder, question->folder) == 0) {
    self->free_bytes =
        info ? (gint64)g_file_info_get_attribute_uint64(info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) : -1;
    bw_simulate_page_update_plan(self);
  }
  g_weak_ref_clear(&question->page);
  g_free(question->folder);
  g_free(question);
}

static void ask_disk(BwSimulatePage *self, const char *path)
{
  gint64 now = g_get_monotonic_time();
  g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
  gboolean other = g_strcmp0(folder, self->free_folder) != 0;
  if (other) {
    g_free(self->free_folder);
    self->free_folder = g_strdup(folder);
    self->free_bytes = -1;
  }
  if (!folder || (!other && now - self->free_time < STALE))
    return;
  self->free_time = now;
  Question *question = g_new0(Question, 1);
  g_weak_ref_init(&question->page, self);
  question->folder = g_strdup(folder);
  g_autoptr(GFile) file = g_file_new_for_path(folder);
  g_file_query_filesystem_info_async(file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, G_PRIORITY_DEFAULT, NULL,
                                     on_free_bytes, question);
}

static char *describe_room(BwSimulatePage *self, const BwPlan *plan)
{
  if (self->free_bytes < 0 || plan->file_bytes == 0 || plan->open_end ||
      (double)plan->file_bytes + FEWEST_BYTES_LEFT < (double)self->free_bytes)
    return NULL;
  g_autofree char *left = g_format_size((guint64)self->free_bytes);
  return g_strdup_printf(_("Only %s are free there: record less often, or choose another folder."), left);
}

/* The plan */

static guint64 size_of(const char *path)
{
  GStatBuf there;
  return path && g_stat(path, &there) == 0 ? (guint64)there.st_size : 0;
}

/* Of a job as it goes, of another run as a job of other beads would, otherwise as measured. */
static double find_speed(BwSimulatePage *self, const BwPlanned *planned)
{
  BwScoutMission mission;
  BwRun *job = bw_session_get_job(self->session);
  if (bw_simulate_page_is_live(self))
    return bw_run_get_status(job)->steps_per_second;
  gboolean asks = bw_simulate_page_get_mission(self, &mission);
  double measured = asks ? bw_scout_get_speed(self->scout, &mission) : NAN;
  if (isfinite(measured) || !job || bw_run_get_potential(job) != bw_session_get_potential(self->session))
    return measured;
  return bw_plan_scale_speed(bw_run_get_status(job)->steps_per_second, bw_run_get_dynamics(job)->n_beads,
                             bw_run_get_twin(job) != NULL, planned);
}

static void make_plan(BwSimulatePage *self, const BwFrame *frame, BwPlan *plan)
{
  BwPotential *potential = bw_session_get_potential(self->session);
  BwRun *run = bw_session_get_run(self->session);
  gboolean live = bw_simulate_page_is_live(self);
  BwPlanned planned = {.n_atoms = frame->atoms->n_atoms,
                       .dynamics = *bw_session_get_dynamics(self->session),
                       .length = bw_session_get_length(self->session),
                       .twin = live ? bw_run_get_twin(run) != NULL : bw_session_get_compare(self->session),
                       .recorded = bw_session_get_output(self->session) != NULL,
                       .record = *bw_session_get_record(self->session),
                       .model_bytes = size_of(potential->path)};
  planned.twin &= planned.dynamics.n_beads > 1;
  planned.steps_per_second = find_speed(self, &planned);
  bw_plan_init(plan, &planned);
  if (live && !plan->open_end) {
    plan->seconds = bw_run_get_status(run)->seconds_left;
    plan->goes_on = TRUE;
  }
}

static void show_twin(BwSimulatePage *self)
{
  BwRun *run = bw_session_get_run(self->session), *twin = run ? bw_run_get_twin(run) : NULL;
  gtk_widget_set_visible(GTK_WIDGET(self->twin_label), twin != NULL);
  if (!twin)
    return;
  g_autofree char *time = bw_words_time(bw_run_get_time(twin));
  g_autofree char *text =
      g_strdup_printf(_("Classical beside it: %s · %s"), bw_words_state(bw_run_get_state(twin)), time);
  gtk_label_set_label(self->twin_label, text);
}

static const char *describe_lack(BwSimulatePage *self)
{
  const BwPotential *potential = bw_session_get_potential(self->session);
  const BwFrame *frame = bw_session_get_frame(self->session);
  if (!frame)
    return _("Open a structure to plan a run.");
  if (!potential)
    return _("Open a model to plan a run.");
  if (!bw_potential_check_atoms(potential, frame->atoms, NULL))
    return _("Choose a model of this structure to plan a run.");
  return NULL;
}

void bw_simulate_page_update_plan(BwSimulatePage *self)
{
  BwPlan plan;
  const char *lack = describe_lack(self);
  g_autofree char *room = NULL, *text = NULL;
  ask_disk(self, bw_session_get_output(self->session));
  if (!lack) {
    make_plan(self, bw_session_get_frame(self->session), &plan);
    room = describe_room(self, &plan);
    text = bw_plan_describe(&plan);
  }
  gtk_label_set_label(self->plan_label, lack ? lack : text);
  gtk_label_set_label(self->warning_label, room ? room : "");
  gtk_widget_set_visible(GTK_WIDGET(self->warning_label), room != NULL);
  show_twin(self);
}
