/* shared-data.h - data that were not made here: they lie below $BW_SHARED, and a test does without. */
#pragma once

#include <glib.h>

/* $BW_SHARED/FOLDER/NAME; NULL where it is not there. */
static inline char *find_shared(const char *folder, const char *name)
{
  const char *shared = g_getenv("BW_SHARED");
  g_autofree char *path = g_build_filename(shared ? shared : "../shared", folder, name, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static inline char *find_shared_data(const char *name)
{
  return find_shared("data", name);
}

/* The same, for a test that is skipped without it. */
static inline char *shared_file(const char *folder, const char *name)
{
  char *path = find_shared(folder, name);
  if (!path)
    g_test_skip("the shared data are not here");
  return path;
}

static inline char *shared_data(const char *name)
{
  return shared_file("data", name);
}
