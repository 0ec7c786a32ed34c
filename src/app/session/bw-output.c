#include "app/session/bw-output.h"

#include <string.h>

#define SUFFIX ".h5"

static const char *default_folder(void)
{
  const char *documents = g_get_user_special_dir(G_USER_DIRECTORY_DOCUMENTS);
  return documents && g_file_test(documents, G_FILE_TEST_IS_DIR) ? documents : g_get_home_dir();
}

char *bw_output_place(const char *folder, const char *stem, const char *suffix)
{
  g_autofree char *name = g_strconcat(stem, suffix, NULL);
  return g_build_filename(folder ? folder : default_folder(), name, NULL);
}

char *bw_output_suggest(const char *folder, const char *structure)
{
  for (int n = 1;; n++) {
    g_autofree char *stem = g_strdup_printf("%s-%d", structure ? structure : "run", n);
    g_autofree char *path = bw_output_place(folder, stem, SUFFIX);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&path);
  }
}

char *bw_output_rename(const char *path, const char *name)
{
  g_autofree char *stripped = g_strstrip(g_strdup(name));
  g_autofree char *folder = g_path_get_dirname(path);
  if (!*stripped || strchr(stripped, G_DIR_SEPARATOR) || *stripped == '.')
    return NULL;
  g_autofree char *old = g_path_get_basename(path);
  const char *dot = strrchr(old, '.'), *suffix = dot ? dot : "";
  g_autofree char *file =
      g_str_has_suffix(stripped, suffix) ? g_steal_pointer(&stripped) : g_strconcat(stripped, suffix, NULL);
  return g_build_filename(folder, file, NULL);
}
