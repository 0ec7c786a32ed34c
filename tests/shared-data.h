/* shared-data.h - data that were not made here: they lie below $BW_SHARED, and a test does without. */
#pragma once

#include <glib.h>

/* $BW_SHARED/data/NAME; NULL where it is not there. */
static inline char *find_shared_data(const char *name)
{
  const char *shared = g_getenv("BW_SHARED");
  g_autofree char *path = g_build_filename(shared ? shared : "../shared", "data", name, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

/* The same, for a test that is skipped without it. */
static inline char *shared_data(const char *name)
{
  char *path = find_shared_data(name);
  if (!path)
    g_test_skip("the shared data are not here");
  return path;
}
