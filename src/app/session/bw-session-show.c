/* What is shown: a file, or a run. */
#include "app/session/bw-session-private.h"

#define LOADER_BYTES ((gsize)128 << 20) /* of frames of a file that are kept */

void bw_session_set_frame(BwSession *self, BwFrame *frame, BwFrame *picture)
{
  g_clear_pointer(&self->frame, bw_frame_free);
  g_clear_pointer(&self->picture, bw_frame_free);
  self->frame = frame;
  self->picture = picture;
  self->numbers_due |= frame && !bw_session_is_following(self); /* the cursor in the plots moves */
  bw_session_follow_energies(self);
  bw_session_follow_probe(self);
  bw_session_follow_shares(self);
  bw_session_emit(self, BW_SIGNAL_FRAME);
}

const BwFrame *bw_session_get_frame(BwSession *self)
{
  return self->frame;
}

const BwFrame *bw_session_get_picture(BwSession *self)
{
  return self->picture ? self->picture : self->frame;
}

/* Coordinates */

BwCoordinates *bw_session_find_coordinates(BwSession *self, const BwAtoms *atoms)
{
  GListModel *entries = G_LIST_MODEL(self->entries);
  if (self->coordinates && !self->bonding && bw_atoms_equal(self->coordinates->atoms, atoms))
    return bw_coordinates_ref(self->coordinates);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(entries, i);
    BwCoordinates *known = entry->reel  ? entry->reel->coordinates
                           : entry->run ? entry->run->coordinates
                                        : NULL;
    if (known && bw_atoms_equal(known->atoms, atoms))
      return bw_coordinates_ref(known);
  }
  return NULL;
}

/* The frame (taken) and the coordinates of its atoms; NULL: nothing is shown. `anew`: it has to be looked at
 * from the start. */
static void take_frame(BwSession *self, BwFrame *frame, BwFrame *picture, BwCoordinates *coordinates,
                       gboolean anew)
{
  BwCoordinates *before = self->coordinates;
  gboolean other_atoms = !before || !coordinates || !bw_atoms_equal(before->atoms, coordinates->atoms);
  self->coordinates = coordinates ? bw_coordinates_ref(coordinates) : NULL;
  bw_session_set_frame(self, frame, picture);
  if (other_atoms)
    bw_session_select(self, NULL, 0); /* the old ones are not there any more */
  if (other_atoms || anew)
    bw_session_emit(self, BW_SIGNAL_ATOMS);
  if (before != coordinates || anew)
    bw_session_emit(self, BW_SIGNAL_SYSTEM);
  if (before)
    bw_coordinates_unref(before);
}

static void on_bonds_found(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwSession) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) bonds = bw_frame_bonds_finish(result, &error);
  if (!bonds) /* something else is shown by now */
    return;
  g_clear_object(&self->bonding);
  bw_coordinates_unref(self->coordinates);
  self->coordinates = bw_coordinates_new(self->frame->atoms, bonds);
  bw_session_emit(self, BW_SIGNAL_SYSTEM);
}

static void stop_bonding(BwSession *self)
{
  if (self->bonding)
    g_cancellable_cancel(self->bonding);
  g_clear_object(&self->bonding);
}

/* A frame of other atoms within a file: without coordinates until their bonds are known. */
static void meet_other_atoms(BwSession *self, BwFrame *frame, BwFrame *picture)
{
  BwCoordinates *known = bw_session_find_coordinates(self, frame->atoms);
  BwCoordinates *coordinates = known ? known : bw_coordinates_new(frame->atoms, NULL);
  stop_bonding(self);
  take_frame(self, frame, picture, coordinates, FALSE);
  bw_coordinates_unref(coordinates);
  if (known)
    return;
  self->bonding = g_cancellable_new();
  bw_frame_bonds_async(frame, self->bonding, on_bonds_found, g_object_ref(self));
}

/* Files */

static void on_frame_ready(BwFrame *frame, BwFrame *picture, gint64 index, const GError *error, gpointer data)
{
  BwSession *self = data;
  if (!frame) {
    bw_session_play(self, FALSE);
    bw_session_emit_trouble(self, error);
    return;
  }
  if (bw_atoms_equal(self->coordinates->atoms, frame->atoms))
    bw_session_set_frame(self, frame, picture);
  else
    meet_other_atoms(self, frame, picture);
  if (index == bw_session_get_position(self) || bw_session_is_playing(self))
    bw_session_emit(self, BW_SIGNAL_TIMELINE); /* with the time of this frame */
}

void bw_session_let_go(BwSession *self)
{
  stop_bonding(self);
  bw_session_release(self);
  g_clear_pointer(&self->loader, bw_frame_loader_free);
  if (self->shown)
    bw_entry_set_shown(self->shown, FALSE);
  g_clear_object(&self->shown);
  self->reel = NULL;
  self->run = NULL;
  bw_playback_begin(self->playback, 0);
  bw_superposition_init(&self->turned);
  self->following = FALSE;
}

static void take_hold(BwSession *self, BwEntry *entry)
{
  bw_session_let_go(self);
  self->shown = g_object_ref(entry);
  bw_entry_set_shown(entry, TRUE);
}

static void tell_all(BwSession *self)
{
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
  bw_session_emit(self, BW_SIGNAL_JOB);
  bw_session_refresh_numbers(self);
}

/* Its first frame at once, where one was before as soon as that is read. */
void bw_session_show_reel(BwSession *self, BwEntry *entry)
{
  BwReel *reel = entry->reel;
  take_hold(self, entry);
  if (bw_entry_can_train(entry))
    bw_session_choose_dataset(self, entry);
  self->reel = reel;
  self->loader = bw_frame_loader_new(reel->opened->trajectory, LOADER_BYTES, on_frame_ready, self);
  bw_playback_begin(self->playback, bw_trajectory_get_n_frames(reel->opened->trajectory, NULL));
  take_frame(self, bw_frame_copy(reel->opened->first), NULL, reel->coordinates, TRUE);
  bw_reel_survey(reel);
  bw_session_keep_beating(self);
  if (reel->position > 0 || bw_filter_is_on(&self->filter))
    bw_session_go_to(self, reel->position);
  tell_all(self);
}

/* Runs */

/* The history may have forgotten every other moment: then the one that is shown is elsewhere in it. */
void bw_session_show_newest(BwSession *self)
{
  bw_session_set_n_frames(self, MAX(1, bw_history_get_n(self->run->history)));
  if (!self->following)
    return;
  bw_playback_go_to(self->playback, G_MAXINT64);
  bw_session_show_moment(self);
}

static void show_run(BwSession *self, BwEntry *entry)
{
  take_hold(self, entry);
  self->run = entry->run;
  self->following = TRUE;
  bw_playback_begin(self->playback, MAX(1, bw_history_get_n(self->run->history)));
  bw_playback_go_to(self->playback, G_MAXINT64);
  take_frame(self, bw_frame_copy(self->run->newest), NULL, self->run->coordinates, FALSE);
  if (bw_filter_is_on(&self->filter))
    bw_session_show_moment(self);
  bw_run_watch(self->run);
  tell_all(self);
}

void bw_session_show(BwSession *self, BwEntry *entry)
{
  if (entry && entry->run) {
    show_run(self, entry);
  } else if (entry && entry->reel) {
    bw_session_show_reel(self, entry);
  } else if (!entry) {
    bw_session_let_go(self);
    take_frame(self, NULL, NULL, NULL, TRUE);
    tell_all(self);
  }
}

BwEntry *bw_session_get_shown_entry(BwSession *self)
{
  return self->shown;
}

BwRun *bw_session_get_run(BwSession *self)
{
  return self->run;
}

gboolean bw_session_shows_run(BwSession *self)
{
  return self->run != NULL;
}

const char *bw_session_get_path(BwSession *self)
{
  if (self->run)
    return self->run->structure_path;
  return self->reel ? bw_reel_get_path(self->reel) : NULL;
}
