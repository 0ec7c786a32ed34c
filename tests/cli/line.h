/* line.h - runs a verb as it is typed in a folder: BW_PROGRAM names the program. */
#pragma once

#include <glib.h>
#include <sys/wait.h>

/* Its exit status; what it says and complains (NULL: of no interest) are new. */
static inline int call_line(const char *folder, const char *arguments, char **output, char **message)
{
  g_autofree char *line = g_strconcat(g_getenv("BW_PROGRAM"), " ", arguments, NULL);
  g_autofree char *out = NULL, *err = NULL;
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  int status;
  g_assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
  g_spawn_sync(folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error(error);
  g_assert_true(WIFEXITED(status)); /* no signal ended it */
  if (output)
    *output = g_steal_pointer(&out);
  if (message)
    *message = g_steal_pointer(&err);
  return WEXITSTATUS(status);
}
