#include "app/window/bw-places.h"

#include "config.h"

/* The folder `relative` to that of the running program, or NULL. */
static char *beside_program(const char *relative)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  if (!program)
    return NULL;
  g_autofree char *folder = g_path_get_dirname(program);
  return g_build_filename(folder, relative, NULL);
}

static GStrv model_folders(void)
{
  g_autoptr(GStrvBuilder) folders = g_strv_builder_new();
  const char *named = g_getenv("BW_MODELS");
  if (named)
    g_strv_builder_add(folders, named);
  g_autofree char *source = beside_program("../../models");
  if (source)
    g_strv_builder_add(folders, source);
  g_strv_builder_add(folders, BW_DATA_DIR "/models");
  return g_strv_builder_end(folders);
}

char *bw_places_find_model(const char *name)
{
  g_auto(GStrv) folders = model_folders();
  for (int i = 0; folders[i]; i++) {
    g_autofree char *path = g_build_filename(folders[i], name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer(&path);
  }
  return NULL;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
  return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *bw_places_list_models(void)
{
  GPtrArray *models = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) folders = model_folders();
  for (int i = 0; folders[i] && models->len == 0; i++) {
    g_autoptr(GDir) folder = g_dir_open(folders[i], 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder)))
      if (g_str_has_suffix(name, ".bwmodel") || g_str_has_suffix(name, ".npz"))
        g_ptr_array_add(models, g_build_filename(folders[i], name, NULL));
  }
  g_ptr_array_sort(models, compare_paths);
  return models;
}

char *bw_places_locale(void)
{
  const char *named = g_getenv("BW_LOCALE_DIR");
  return g_strdup(named ? named : BW_LOCALE_DIR);
}
