/* The local chemical potential in a session: there when it is asked for, of the moment shown, gone when it is
 * not; and its cube is the one that the terminal writes. */
#include "small-network.h"

#include "analysis/explained.h"

static gboolean has_surface(Fixture *f)
{
  return bw_session_get_surface(f->session) != NULL;
}

static void open_water(Fixture *f)
{
  g_autofree char *model = write_model(f), *frames = write_frames(f);
  open_files(f, model, frames);
  g_assert_true(bw_session_can_probe(f->session));
}

static void test_surface(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_water(f);
  g_assert_false(has_surface(f));
  bw_session_set_probe(f->session, 8);
  g_assert_true(happens(f, has_surface));
  const BwShownSurface *shown = bw_session_get_surface(f->session);
  g_assert_cmpint(shown->surface->vertices->len, >, 100);
  g_assert_nonnull(strstr(shown->title, "O"));
  g_autoptr(BwPaintedSurface) before = bw_painted_surface_ref(shown->surface);
  bw_session_go_to(f->session, 1);
  g_assert_true(happens(f, has_second_frame));
  spend(0.7);
  g_assert_true(has_surface(f) && bw_session_get_surface(f->session)->surface != before);
  bw_session_set_probe(f->session, 0);
  g_assert_false(has_surface(f));
  bw_session_set_probe(f->session, 1); /* closed while the worker is at it */
}

/* What `explain -o` writes of that frame. */
static char *write_expected(Fixture *f)
{
  g_autofree char *model = g_build_filename(f->folder, "net.bwmodel", NULL);
  char *path = g_build_filename(f->folder, "expected.cube", NULL);
  g_autoptr(BwNetworkFile) file = bw_network_file_read(model, NULL);
  const BwFrame *frame = bw_session_get_frame(f->session);
  g_autoptr(BwExplained) explained = bw_explained_new(file, frame->atoms, &frame->cell, frame->positions);
  BwEnergyUnit unit;
  BwProbeResult result;
  g_assert_true(bw_explained_choose_unit(file, NULL, &unit, NULL));
  g_assert_true(bw_explained_write_cube(explained, 8, BW_PROBE_MARGIN, BW_PROBE_SPACING, path, &unit, NULL,
                                        NULL, &result, NULL));
  return path;
}

static gboolean has_cube(Fixture *f)
{
  g_autofree char *path = g_build_filename(f->folder, "shown.cube", NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void test_cube(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "shown.cube", NULL), *text = NULL, *known = NULL;
  gsize n, n_known;
  open_water(f);
  g_autofree char *expected = write_expected(f);
  bw_session_set_probe(f->session, 8);
  bw_session_write_cube(f->session, path); /* while the surface is worked at */
  g_assert_true(happens(f, has_cube));
  g_assert_true(happens(f, has_surface));
  g_assert_true(g_file_get_contents(path, &text, &n, NULL));
  g_assert_true(g_file_get_contents(expected, &known, &n_known, NULL));
  g_assert_cmpmem(text, n, known, n_known);
}

static void test_cancelled(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "shown.cube", NULL);
  open_water(f);
  bw_session_set_probe(f->session, 8);
  g_assert_true(happens(f, has_surface));
  bw_session_write_cube(f->session, path);
  bw_session_cancel_probe(f->session);
  spend(0.5);
  g_assert_false(has_cube(f));
  g_assert_cmpint(bw_session_get_probe(f->session), ==, 8); /* what is shown stays */
}

static void note_trouble(G_GNUC_UNUSED BwSession *session, const GError *error, char **text)
{
  g_free(*text);
  *text = g_strdup(error->message);
}

static void test_nowhere(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->folder, "not", "there.cube", NULL), *text = NULL;
  open_water(f);
  g_signal_connect(f->session, "trouble", G_CALLBACK(note_trouble), &text);
  bw_session_set_probe(f->session, 1);
  bw_session_write_cube(f->session, path);
  spend(1);
  g_assert_nonnull(text);
  g_assert_nonnull(strstr(text, "there.cube"));
}

/* Kernel models have none. */
static void test_kernel_model(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  g_assert_false(bw_session_can_probe(f->session));
  bw_session_set_probe(f->session, 6);
  spend(0.2);
  g_assert_false(has_surface(f));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/probe", test_surface);
  add("/session/probe/cube", test_cube);
  add("/session/probe/cancelled", test_cancelled);
  add("/session/probe/nowhere", test_nowhere);
  add("/session/probe/kernel-model", test_kernel_model);
  return g_test_run();
}
