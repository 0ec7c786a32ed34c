#include "app/bw-opener.h"

#include "app/bw-places.h"

typedef struct {
  char *path;
  BwUnitSystem units;
  BwPotential *current;
  BwAtoms *atoms;
} Request;

static void request_free(Request *request)
{
  g_free(request->path);
  g_clear_pointer(&request->current, bw_potential_unref);
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
  g_free(opened);
}

/* The model at hand, or one that ships, if it describes these atoms. */
static BwPotential *find_potential(BwPotential *current, const BwAtoms *atoms)
{
  if (current && bw_potential_check_atoms(current, atoms, NULL))
    return bw_potential_ref(current);
  g_autoptr(GPtrArray) models = bw_places_list_models();
  for (guint i = 0; i < models->len; i++) {
    g_autoptr(BwPotential) potential = bw_potential_open(models->pdata[i], NULL);
    if (potential && bw_potential_check_atoms(potential, atoms, NULL))
      return g_steal_pointer(&potential);
  }
  return NULL;
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

/* "models/ethanol.xyz" for "models/ethanol.npz". What is wrong with such a file is of no interest here. */
static void open_structure_beside(BwOpened *opened)
{
  const char *name = strrchr(opened->path, G_DIR_SEPARATOR);
  const char *dot = strrchr(name ? name : opened->path, '.');
  if (!dot)
    return;
  g_autofree char *path = g_strdup_printf("%.*s.xyz", (int)(dot - opened->path), opened->path);
  if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && open_frames(opened, path, NULL, NULL) &&
      !bw_potential_check_atoms(opened->potential, opened->first->atoms, NULL)) {
    g_clear_pointer(&opened->trajectory, bw_trajectory_unref);
    g_clear_pointer(&opened->first, bw_frame_free);
  }
}

static gboolean open_any(BwOpened *opened, const Request *request, GError **error)
{
  if (!bw_file_kind(request->path, &opened->format, &opened->kind, error))
    return FALSE;
  if (opened->kind == BW_KIND_MODEL) {
    opened->potential = bw_potential_open(request->path, error);
    if (!opened->potential)
      return FALSE;
    if (!request->atoms || !bw_potential_check_atoms(opened->potential, request->atoms, NULL))
      open_structure_beside(opened);
    return TRUE;
  }
  if (!open_frames(opened, request->path, &request->units, error))
    return FALSE;
  opened->potential = find_potential(request->current, opened->first->atoms);
  return TRUE;
}

GArray *bw_frame_bonds(const BwFrame *frame)
{
  g_autofree double *centroid = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_frame_centroid(frame, centroid);
  return bw_bonds_find(frame->atoms, centroid, &frame->cell, NULL);
}

static void open_in_thread(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                           G_GNUC_UNUSED GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  g_autoptr(BwOpened) opened = g_new0(BwOpened, 1);
  opened->path = g_strdup(request->path);
  gboolean ok = open_any(opened, request, &error);
  if (ok && opened->first)
    opened->bonds = bw_frame_bonds(opened->first);
  if (ok)
    g_task_return_pointer(task, g_steal_pointer(&opened), (GDestroyNotify)bw_opened_free);
  else
    g_task_return_error(task, error);
}

void bw_open_async(const char *path, const BwUnitSystem *units, BwPotential *current, BwAtoms *atoms,
                   GCancellable *cancellable, GAsyncReadyCallback ready, gpointer data)
{
  g_autoptr(GTask) task = g_task_new(NULL, cancellable, ready, data);
  Request *request = g_new0(Request, 1);
  request->path = g_strdup(path);
  if (units)
    request->units = *units;
  request->current = current ? bw_potential_ref(current) : NULL;
  request->atoms = atoms ? bw_atoms_ref(atoms) : NULL;
  g_task_set_task_data(task, request, (GDestroyNotify)request_free);
  g_task_run_in_thread(task, open_in_thread);
}

BwOpened *bw_open_finish(GAsyncResult *result, GError **error)
{
  g_return_val_if_fail(g_task_is_valid(result, NULL), NULL);
  return g_task_propagate_pointer(G_TASK(result), error);
}
