/* The list of what is open. */
#include "app/session/bw-session-private.h"

GListModel *bw_session_get_entries(BwSession *self)
{
  return G_LIST_MODEL(self->entries);
}

BwEntry *bw_session_find_entry(BwSession *self, BwEntryMatches matches, gconstpointer what)
{
  GListModel *entries = G_LIST_MODEL(self->entries);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    if (matches(entry, what))
      return entry; /* the list has a reference */
  }
  return NULL;
}

static gboolean has_path(const BwEntry *entry, gconstpointer what)
{
  if (!entry->path)
    return FALSE;
  g_autofree char *path = g_canonicalize_filename(entry->path, NULL);
  return g_str_equal(path, what);
}

BwEntry *bw_session_find_path(BwSession *self, const char *path)
{
  g_autofree char *canonical = g_canonicalize_filename(path, NULL);
  return bw_session_find_entry(self, has_path, canonical);
}

static gboolean has_run(const BwEntry *entry, gconstpointer what)
{
  return entry->run == what;
}

BwEntry *bw_session_find_run(BwSession *self, BwRun *run)
{
  return run ? bw_session_find_entry(self, has_run, run) : NULL;
}

static gboolean has_potential(const BwEntry *entry, gconstpointer what)
{
  const BwPotential *potential = what;
  return entry->potential && (entry->potential == potential ||
                              (*potential->hash && g_str_equal(entry->potential->hash, potential->hash)));
}

BwEntry *bw_session_find_model(BwSession *self, BwPotential *potential)
{
  return potential ? bw_session_find_entry(self, has_potential, potential) : NULL;
}

void bw_session_add_entry(BwSession *self, BwEntry *entry)
{
  g_list_store_insert_sorted(self->entries, entry, bw_entry_compare, NULL);
  g_object_unref(entry);
}

BwEntry *bw_session_add_reel(BwSession *self, BwOpened *opened)
{
  BwAtoms *atoms = opened->first->atoms;
  BwCoordinates *coordinates = bw_session_find_coordinates(self, atoms);
  if (coordinates)
    bw_coordinates_add_bonds(coordinates, opened->bonds);
  else
    coordinates = bw_coordinates_new(atoms, opened->bonds);
  BwReel *reel = bw_reel_new(opened, coordinates);
  BwEntry *entry = bw_session_find_path(self, bw_reel_get_path(reel));
  bw_coordinates_unref(coordinates);
  if (!entry) {
    entry = bw_entry_new_reel(reel);
    bw_session_add_entry(self, entry);
    return entry;
  }
  gboolean is_shown = entry->reel && entry->reel == self->reel;
  if (is_shown)
    bw_session_let_go(self);
  bw_session_forget_dataset(self, entry);
  bw_entry_set_reel(entry, reel);
  if (is_shown)
    bw_session_show_reel(self, entry);
  return entry;
}

BwEntry *bw_session_add_model(BwSession *self, BwPotential *potential)
{
  BwEntry *entry = bw_session_find_model(self, potential);
  if (entry)
    return entry;
  entry = potential->path ? bw_session_find_path(self, potential->path) : NULL;
  if (entry && entry->kind == BW_ENTRY_MODEL) { /* the file holds another model by now */
    bw_entry_set_potential(entry, potential);
    return entry;
  }
  entry = bw_entry_new_model(potential);
  bw_session_add_entry(self, entry);
  return entry;
}

GPtrArray *bw_session_list_models(BwSession *self)
{
  GPtrArray *models = g_ptr_array_new_with_free_func((GDestroyNotify)bw_potential_unref);
  GListModel *entries = G_LIST_MODEL(self->entries);
  if (self->potential)
    g_ptr_array_add(models, bw_potential_ref(self->potential));
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    if (entry->potential)
      g_ptr_array_add(models, bw_potential_ref(entry->potential));
  }
  return models;
}

void bw_session_update_entries(BwSession *self)
{
  GListModel *entries = G_LIST_MODEL(self->entries);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    bw_entry_update(entry);
    if (entry->kind == BW_ENTRY_TRAINING)
      bw_entry_set_shown(entry, entry->training == self->training);
    if (entry->kind == BW_ENTRY_MODEL)
      bw_entry_set_shown(entry, self->potential && has_potential(entry, self->potential));
  }
}

/* What a person can do with one of them */

void bw_session_show_entry(BwSession *self, BwEntry *entry)
{
  if (entry->potential)
    bw_session_set_potential(self, entry->potential);
  else if (entry->training)
    bw_session_show_training(self, entry);
  else if (entry != self->shown || entry->run)
    bw_session_show(self, entry);
}

/* The newest of those that are left and can be shown. */
static BwEntry *find_other(BwSession *self, const BwEntry *gone)
{
  BwEntry *newest = NULL;
  GListModel *entries = G_LIST_MODEL(self->entries);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    if (entry != gone && (entry->run || entry->reel) && (!newest || entry->serial > newest->serial))
      newest = entry;
  }
  return newest;
}

void bw_session_remove_entry(BwSession *self, BwEntry *entry)
{
  guint position;
  g_autoptr(BwEntry) kept = g_object_ref(entry);
  if (!g_list_store_find(self->entries, entry, &position))
    return;
  if (entry == self->shown)
    bw_session_show(self, find_other(self, entry));
  if (entry->potential && self->potential && has_potential(entry, self->potential))
    bw_session_set_potential(self, NULL);
  bw_session_forget_dataset(self, entry);
  g_list_store_remove(self->entries, position);
  if (entry->training)
    bw_session_forget_training(self, entry->training);
  if (entry->run)
    bw_session_forget_run(self, entry->run);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

gboolean bw_session_can_reuse_entry(G_GNUC_UNUSED BwSession *self, BwEntry *entry)
{
  return entry->run || (entry->reel && entry->reel->opened->has_run);
}

/* A run is shown, unless it goes on: then settings would be its own. */
void bw_session_reuse_entry(BwSession *self, BwEntry *entry)
{
  if (entry->run) {
    self->record = entry->run->record;
    self->compare = entry->run->twin != NULL;
    bw_session_take_settings(self, &entry->run->dynamics, entry->run->length, entry->run->potential);
  } else if (entry->reel && entry->reel->opened->has_run) {
    const BwRunInfo *run = &entry->reel->opened->run;
    double length = run->dynamics.timestep * (double)run->n_steps;
    double checkpoint_seconds = self->record.checkpoint_seconds;
    self->record = run->record;
    self->record.checkpoint_seconds = checkpoint_seconds; /* is in no file */
    bw_session_take_settings(self, &run->dynamics, length, entry->reel->opened->potential);
  }
}
