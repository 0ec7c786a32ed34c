/* sessions.h - sessions without a window, and what tests of them share: files to open, a short run of
 * ethanol, and what was told. */
#pragma once

#include "../folder.h"
#include "patience.h"

#include "app/session/bw-session.h"

struct _Fixture {
  BwSession *session;
  char *folder;
  char *trouble; /* the last; NULL: none */
  int n_finished, n_trouble;
  guint ticks; /* source */
};

static inline void on_trouble(Fixture *f, const GError *error)
{
  g_free(f->trouble);
  f->trouble = g_strdup(error->message);
  f->n_trouble++;
}

static inline void on_finished(Fixture *f, G_GNUC_UNUSED const char *path, BwEntry *entry)
{
  g_assert_true(BW_IS_ENTRY(entry));
  f->n_finished++;
}

/* As a window does. */
static inline gboolean tick(gpointer data)
{
  Fixture *f = data;
  if (bw_session_needs_ticks(f->session))
    bw_session_tick(f->session, g_get_monotonic_time());
  return G_SOURCE_CONTINUE;
}

static inline void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->session = bw_session_new(1);
  f->folder = new_folder();
  f->ticks = g_timeout_add(10, tick, f);
  g_signal_connect_swapped(f->session, "trouble", G_CALLBACK(on_trouble), f);
  g_signal_connect_swapped(f->session, "finished", G_CALLBACK(on_finished), f);
}

static inline void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_signal_handlers_disconnect_by_data(f->session, f);
  g_clear_handle_id(&f->ticks, g_source_remove);
  bw_session_close(f->session);
  g_object_add_weak_pointer(G_OBJECT(f->session), (gpointer *)&f->session);
  g_object_unref(f->session);
  WAIT_FOR(!f->session);
  remove_folder(f->folder);
  g_free(f->trouble);
}

static inline gboolean is_open(Fixture *f)
{
  g_autofree char *subtitle = bw_session_get_subtitle(f->session);
  return !g_str_has_prefix(subtitle, "opening");
}

static inline void open_files(Fixture *f, const char *first, const char *second)
{
  bw_session_open(f->session, (const char *const[]){first, second, NULL}, NULL);
  g_assert_true(happens(f, is_open));
}

static inline char *model_path(const char *name)
{
  return g_build_filename(g_getenv("BW_MODELS"), name, NULL);
}

/* Ethanol with a few beads, quick enough for a test. */
static inline void open_ethanol(Fixture *f)
{
  g_autofree char *structure = model_path("ethanol.xyz"), *model = model_path("ethanol.bwmodel");
  open_files(f, structure, model);
  g_assert_null(f->trouble);
  g_assert_true(bw_session_can_start(f->session));
  BwDynamicsSettings dynamics = *bw_session_get_dynamics(f->session);
  dynamics.n_beads = 4;
  dynamics.tau = 2;
  bw_session_set_dynamics(f->session, &dynamics);
  bw_session_set_length(f->session, 25);
}

static inline char *write_file(Fixture *f, const char *name, const char *text)
{
  char *path = g_build_filename(f->folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static inline BwEntry *get_entry(Fixture *f, guint index)
{
  g_autoptr(BwEntry) entry = g_list_model_get_item(bw_session_get_entries(f->session), index);
  g_assert_nonnull(entry);
  return entry; /* the list has it */
}

static inline guint count_entries(Fixture *f)
{
  return g_list_model_get_n_items(bw_session_get_entries(f->session));
}

static inline gboolean is_idle(Fixture *f)
{
  return !bw_session_has_job(f->session);
}

static inline gboolean runs(Fixture *f)
{
  BwRun *job = bw_session_get_job(f->session);
  return job && bw_session_get_job_state(f->session) == BW_JOB_RUNNING && bw_run_get_time(job) > 0;
}

static inline void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}
