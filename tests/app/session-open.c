/* What is open in a session: entries, what is shown of them, and models that fit. */
#include "sessions.h"

static void test_entries(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *labelled = write_file(
      f, "water.xyz",
      "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=-1 theory=\"PBE\"\nO 0 0 0 0 0 1\nH 0 0 1 0 0 -1\n"
      "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=-1 theory=\"PBE\"\nO 0 0 0 0 0 1\nH 0 0 1 0 0 "
      "-1\n");
  open_ethanol(f);
  g_assert_cmpuint(count_entries(f), ==, 2);
  g_assert_cmpstr(bw_entry_get_title(get_entry(f, 0)), ==, "ethanol");
  g_assert_cmpstr(bw_entry_get_detail(get_entry(f, 0)), ==, "1 frame · 9 atoms");
  g_assert_true(bw_entry_is_shown(get_entry(f, 0)));
  g_assert_cmpint(bw_entry_get_kind(get_entry(f, 1)), ==, BW_ENTRY_MODEL);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  g_assert_true(g_str_has_prefix(bw_entry_get_detail(get_entry(f, 1)), "sGDML · C₂H₆O · 0."));
  g_assert_true(g_str_has_suffix(bw_entry_get_detail(get_entry(f, 1)), " kcal/mol/Å"));

  open_files(f, labelled, NULL);
  g_assert_cmpuint(count_entries(f), ==, 3);
  BwEntry *dataset = get_entry(f, 1); /* after structures, before models */
  g_assert_cmpint(bw_entry_get_kind(dataset), ==, BW_ENTRY_DATASET);
  g_assert_cmpstr(bw_entry_get_detail(dataset), ==, "2 calculations · 2 atoms · PBE");
  g_assert_true(bw_entry_is_shown(dataset));
  g_assert_false(bw_entry_is_shown(get_entry(f, 0)));

  open_files(f, labelled, NULL); /* the same once more */
  g_assert_cmpuint(count_entries(f), ==, 3);
  bw_session_show_entry(f->session, get_entry(f, 0));
  g_assert_cmpint(bw_session_get_frame(f->session)->atoms->n_atoms, ==, 9);
  bw_session_remove_entry(f->session, get_entry(f, 0));
  g_assert_cmpuint(count_entries(f), ==, 2);
  g_assert_true(bw_entry_is_shown(dataset)); /* it is the newest that is left */
  bw_session_remove_entry(f->session, get_entry(f, 1));
  g_assert_null(bw_session_get_potential(f->session));
  bw_session_remove_entry(f->session, dataset);
  g_assert_null(bw_session_get_frame(f->session));
  g_assert_true(g_file_test(labelled, G_FILE_TEST_EXISTS));
}

/* All become entries, the first is shown. */
static void test_several(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *first = model_path("ethanol.xyz"), *second = model_path("malonaldehyde.xyz");
  open_files(f, first, second);
  g_assert_cmpint(bw_session_get_frame(f->session)->atoms->numbers[2], ==, 8);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  g_assert_cmpstr(bw_entry_get_title(get_entry(f, 0)), ==, "malonaldehyde"); /* the newest first */
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "ethanol"));
}

/* What does not fit is said, and not replaced. */
static void test_misfit(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *model = model_path("malonaldehyde.bwmodel"), *structure = model_path("ethanol.xyz");
  open_files(f, model, structure);
  g_assert_cmpint(f->n_trouble, ==, 1);
  g_assert_nonnull(strstr(f->trouble, "C3H4O2"));
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "malonaldehyde"));
  open_files(f, structure, model);
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_autofree char *other = model_path("malonaldehyde.xyz");
  bw_session_open(f->session, (const char *const[]){structure, other, model, NULL}, NULL);
  g_assert_true(happens(f, is_open)); /* it is the model of the other one */
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_assert_true(bw_entry_is_shown(get_entry(f, 1)));
  open_files(f, structure, NULL); /* alone it finds a model that fits */
  g_assert_cmpint(f->n_trouble, ==, 2);
  g_assert_nonnull(strstr(bw_session_get_potential(f->session)->path, "ethanol"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/entries", test_entries);
  add("/session/several", test_several);
  add("/session/misfit", test_misfit);
  return g_test_run();
}
