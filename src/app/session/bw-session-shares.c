/* What the energy of what is shown is made of, once that rests. */
#include "app/session/bw-session-private.h"

enum { REST = 250 }; /* ms without another frame */

/* What cannot be had is not asked for again and again. */
static void on_ready(BwExplained *explained, const GError *error, gpointer data)
{
  BwSession *self = data;
  g_clear_pointer(&self->explained, bw_explained_free);
  self->explained = explained;
  if (error) {
    self->wants_shares = FALSE;
    bw_session_emit_trouble(self, error);
  }
  bw_session_emit(self, BW_SIGNAL_SHARES);
}

static gboolean on_rested(gpointer data)
{
  BwSession *self = data;
  self->shares_rest = 0;
  if (!self->shares)
    self->shares = bw_shares_new(self->n_threads, on_ready, self);
  bw_shares_ask(self->shares, self->potential, bw_session_get_picture(self));
  return G_SOURCE_REMOVE;
}

void bw_session_follow_shares(BwSession *self)
{
  gboolean known = self->explained || bw_shares_is_busy(self->shares);
  g_clear_handle_id(&self->shares_rest, g_source_remove);
  g_clear_pointer(&self->explained, bw_explained_free);
  if (self->shares)
    bw_shares_cancel(self->shares);
  if (self->wants_shares && bw_session_can_show_energies(self))
    self->shares_rest = g_timeout_add(REST, on_rested, self);
  if (known)
    bw_session_emit(self, BW_SIGNAL_SHARES);
}

void bw_session_stop_shares(BwSession *self)
{
  g_clear_handle_id(&self->shares_rest, g_source_remove);
  g_clear_pointer(&self->shares, bw_shares_free);
  g_clear_pointer(&self->explained, bw_explained_free);
}

gboolean bw_session_get_wants_shares(BwSession *self)
{
  return self->wants_shares;
}

void bw_session_set_wants_shares(BwSession *self, gboolean wants)
{
  if (wants == self->wants_shares)
    return;
  self->wants_shares = wants;
  bw_session_follow_shares(self);
  bw_session_emit(self, BW_SIGNAL_SHARES);
}

const BwExplained *bw_session_get_shares(BwSession *self)
{
  return self->explained;
}
