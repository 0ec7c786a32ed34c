/* folder.h - a folder of a test's own, which goes with all that is in it. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Its path; remove_folder() it. */
static inline char *new_folder(void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp("beadwork-test-XXXXXX", &error);
  g_assert_no_error(error);
  return folder;
}

static inline void empty_folder(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    gboolean is_folder = g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
    if (is_folder)
      empty_folder(path);
    g_assert_cmpint(is_folder ? g_rmdir(path) : g_unlink(path), ==, 0);
  }
}

/* Frees its path too. */
static inline void remove_folder(char *folder)
{
  empty_folder(folder);
  g_assert_cmpint(g_rmdir(folder), ==, 0);
  g_free(folder);
}
