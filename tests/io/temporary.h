/* temporary.h - files for one test, in a folder that goes away with it. */
#pragma once

#include "../folder.h"

#include <stdio.h>
#include <string.h>

static char *temporary_folder;

static inline void temporary_begin(void)
{
  temporary_folder = new_folder();
}

static inline void temporary_end(void)
{
  g_clear_pointer(&temporary_folder, remove_folder);
}

static inline char *temporary_path(const char *name)
{
  return g_build_filename(temporary_folder, name, NULL);
}

/* length −1: a string. */
static inline char *temporary_file(const char *name, const char *content, gssize length)
{
  char *path = temporary_path(name);
  FILE *file = g_fopen(path, "wb");
  g_assert_nonnull(file);
  fwrite(content, 1, length < 0 ? strlen(content) : (gsize)length, file);
  fclose(file);
  return path;
}
