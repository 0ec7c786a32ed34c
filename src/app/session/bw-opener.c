#include "app/session/bw-opener.h"

#include <math.h>

#include "app/session/bw-averages.h"
#include "app/window/bw-places.h"
#include "io/network/network-file.h"

typedef struct {
  char *path;
  BwUnitSystem units;
  GPtrArray *known; /* of BwPotential */
  BwAtoms *atoms;
  gboolean alone;
} Request;

static void request_free(Request *request)
{
  g_free(request->path);
  g_ptr_array_unref(request->known);
  g_clear_pointer(&request->atoms, bw_atoms_unref);
  g_free(request);
}

void bw_opened_free(BwOpened *opened)
{
  g_free(opened->path);
  g_clear_pointer(&opened->trajectory, bw_trajectory_unref);
  g_clear_pointer(&opened->first, bw_frame_free);
  g_clear_pointer(&opened->bonds, g_array_unref);
  g_clear_pointer(&opened->potential, bw_potential_unref);
  g_clear_pointer(&opened->events, g_array_unref);
  g_clear_pointer(&opened->classical, bw_trajectory_unref);
  g_free(opened->theory);
  bw_run_info_clear(&opened->run);
  g_free(opened);
}

/* A model that ships and was made for these atoms, unless one at hand describes them. Networks describe any
 * molecule of their elements, most of which they have never seen: those a person chooses. */
static BwPotential *find_potential(const GPtrArray *known, const BwAtoms *atoms)
{
  for (guint k = 0; k < known->len; k++)
    if (bw_potential_check_atoms(known->pdata[k], atoms, NULL))
      return NULL;
  g_autoptr(GPtrArray) models = bw_places_list_models();
  for (guint i = 0; i < models->len; i++) {
    if (bw_network_file_is(models->pdata[i]))
      continue;
    g_autoptr(BwPotential) potential = bw_potential_open(models->pdata[i], NULL);
    if (potential && bw_potential_check_atoms(potential, atoms, NULL))
      return g_steal_pointer(&potential);
  }
  return NULL;
}

/* The model that a run was made with: another one that has taken its place does not count. */
static BwPotential *find_potential_of_run(const BwRunInfo *run)
{
  if (!run->model_path || !*run->model_path)
    return NULL;
  g_autoptr(BwPotential) potential = bw_potential_open(run->model_path, NULL);
  return potential && g_str_equal(potential->hash, run->model_hash) ? g_steal_pointer(&potential) : NULL;
}

static gboolean open_frames(BwOpened *opened, const char *path, const BwUnitSystem *units, GError **error)
{
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, units, error);
  if (!trajectory)
    return FALSE;
  opened->first = bw_trajectory_read(trajectory, 0, error);
  if (!opened->first)
    return FALSE;
  opened->trajectory = g_steal_pointer(&trajectory);
  return TRUE;
}

/* Whether it is there and of the model's atoms. What is wrong with such a file is of no interest here. */
static gboolean take_structure(BwOpened *opened, const char *path)
{
  if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) || !open_frames(opened, path, NULL, NULL))
    return FALSE;
  if (bw_potential_check_atoms(opened->potential, opened->first->atoms, NULL))
    return TRUE;
  g_clear_pointer(&opened->trajectory, bw_trajectory_unref);
  g_clear_pointer(&opened->first, bw_frame_free);
  return FALSE;
}

/* "models/ethanol.xyz" for "models/ethanol.npz", and for "models/ethanol-schnet.bwmodel". */
static void open_structure_beside(BwOpened *opened)
{
  const char *name = strrchr(opened->path, G_DIR_SEPARATOR);
  name = name ? name + 1 : opened->path;
  for (const char *end = strrchr(name, '.'); end && end > name; end = g_strrstr_len(name, end - name, "-")) {
    g_autofree char *path = g_strdup_printf("%.*s.xyz", (int)(end - opened->path), opened->path);
    if (take_structure(opened, path))
      return;
  }
}

/* Forces of the same atoms in many frames are reference calculations, unless someone moved them by. */
static gboolean is_labelled(const BwOpened *opened)
{
  const BwFrame *first = opened->first;
  gboolean complete;
  gint64 n_frames = bw_trajectory_get_n_frames(opened->trajectory, &complete);
  return first->n_beads == 1 && (n_frames > 1 || !complete) && bw_frame_find_forces(first) &&
         bw_frame_find_energy(first) && !bw_frame_find(first, "velocities") &&
         !bw_frame_find(first, "momenta");
}

/* Runs */

char *bw_opener_twin_path(const char *path)
{
  const char *name = strrchr(path, G_DIR_SEPARATOR);
  const char *dot = strrchr(name ? name : path, '.');
  if (!dot)
    return g_strconcat(path, "-classical", NULL);
  return g_strdup_printf("%.*s-classical%s", (int)(dot - path), path, dot);
}

/* After the last change of settings, and the time that the run takes to forget what was before. A run that is
 * shorter counts from its start. */
static double find_begin(const BwOpened *opened)
{
  double begin = 0;
  for (guint i = 0; opened->events && i < opened->events->len; i++) {
    const BwEvent *event = &g_array_index(opened->events, BwEvent, i);
    if (event->kind == BW_EVENT_CHANGE)
      begin = event->time;
  }
  begin += bw_averages_settling_time(&opened->run.dynamics);
  return opened->end > begin ? begin : 0;
}

static void open_twin(BwOpened *opened)
{
  g_autofree char *path = bw_opener_twin_path(opened->path);
  if (opened->first->n_beads == 1 || !g_file_test(path, G_FILE_TEST_IS_REGULAR))
    return;
  g_autoptr(BwTrajectory) classical = bw_open_trajectory(path, NULL, NULL);
  g_autoptr(BwFrame) first = classical ? bw_trajectory_read(classical, 0, NULL) : NULL;
  if (first && bw_atoms_equal(first->atoms, opened->first->atoms))
    opened->classical = g_steal_pointer(&classical);
}

/* What cannot be read of it is left out: its frames can be looked at all the same. */
static void look_at_run(BwOpened *opened)
{
  if (!bw_run_info_read(opened->path, &opened->run, NULL))
    return;
  opened->has_run = TRUE;
  opened->potential = find_potential_of_run(&opened->run);
  opened->events = bw_run_read_events(opened->path, NULL);
  gint64 n_frames = bw_trajectory_get_n_frames(opened->trajectory, NULL);
  g_autoptr(BwFrame) last = bw_trajectory_read(opened->trajectory, n_frames - 1, NULL);
  opened->end = last && isfinite(last->time) ? last->time : 0;
  opened->begin = find_begin(opened);
  open_twin(opened);
}

static void look_at_frames(BwOpened *opened, const Request *request)
{
  const BwProperty *theory = bw_frame_find(opened->first, "theory");
  opened->theory = theory ? g_strdup(theory->text) : NULL;
  if (opened->kind == BW_KIND_TRAJECTORY && is_labelled(opened))
    opened->kind = BW_KIND_DATASET;
  if (opened->kind == BW_KIND_RUN)
    look_at_run(opened);
  if (!opened->has_run)
    opened->potential = find_potential(request->known, opened->first->atoms);
}

static gboolean open_any(BwOpened *opened, const Request *request, GError **error)
{
  if (!bw_file_kind(request->path, &opened->format, &opened->kind, error))
    return FALSE;
  if (opened->kind == BW_KIND_MODEL) {
    opened->potential = bw_potential_open(request->path, error);
    if (!opened->potential)
      return FALSE;
    if (request->alone &&
        (!request->atoms || !bw_potential_check_atoms(opened->potential, request->atoms, NULL)))
      open_structure_beside(opened);
    return TRUE;
  }
  if (!open_frames(opened, request->path, &request->units, error))
    return FALSE;
  look_at_frames(opened, request);
  return TRUE;
}

static void open_in_thread(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                           G_GNUC_UNUSED GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  g_autoptr(BwOpened) opened = g_new0(BwOpened, 1);
  opened->path = g_strdup(request->path);
  opened->units = request->units;
  gboolean ok = open_any(opened, request, &error);
  if (ok && opened->first)
    opened->bonds = bw_frame_bonds(opened->first);
  if (ok)
    g_task_return_pointer(task, g_steal_pointer(&opened), (GDestroyNotify)bw_opened_free);
  else
    g_task_return_error(task, error);
}

void bw_open_async(const BwOpenQuestion *question, GCancellable *cancellable, GAsyncReadyCallback ready,
                   gpointer data)
{
  g_autoptr(GTask) task = g_task_new(NULL, cancellable, ready, data);
  Request *request = g_new0(Request, 1);
  request->path = g_strdup(question->path);
  if (question->units)
    request->units = *question->units;
  request->known = g_ptr_array_ref(question->known);
  request->atoms = question->atoms ? bw_atoms_ref(question->atoms) : NULL;
  request->alone = question->alone;
  g_task_set_task_data(task, request, (GDestroyNotify)request_free);
  g_task_run_in_thread(task, open_in_thread);
}

BwOpened *bw_open_finish(GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer(G_TASK(result), error);
}

/* Bonds */

GArray *bw_frame_bonds(const BwFrame *frame)
{
  g_autofree double *centroid = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_frame_centroid(frame, centroid);
  return bw_bonds_find(frame->atoms, centroid, &frame->cell, NULL);
}

static void find_bonds_in_thread(GTask *task, G_GNUC_UNUSED gpointer source, gpointer frame,
                                 G_GNUC_UNUSED GCancellable *cancellable)
{
  g_task_return_pointer(task, bw_frame_bonds(frame), (GDestroyNotify)g_array_unref);
}

void bw_frame_bonds_async(const BwFrame *frame, GCancellable *cancellable, GAsyncReadyCallback ready,
                          gpointer data)
{
  g_autoptr(GTask) task = g_task_new(NULL, cancellable, ready, data);
  g_task_set_task_data(task, bw_frame_copy(frame), (GDestroyNotify)bw_frame_free);
  g_task_run_in_thread(task, find_bonds_in_thread);
}

GArray *bw_frame_bonds_finish(GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer(G_TASK(result), error);
}
