#include "app/bw-settings.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "base/units.h"
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#define COMPILED_SCHEMA "/org/beadwork/Beadwork/gschemas.compiled"

/* GSettings reads compiled schemas from a folder only, so the copy inside the program makes a detour through
 * a temporary one, which is gone again once it has been mapped. */
static GSettingsSchema *embedded_schema(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("beadwork-XXXXXX", &error);
  g_autofree char *path = folder ? g_build_filename(folder, "gschemas.compiled", NULL) : NULL;
  g_autoptr(GBytes) bytes = g_resources_lookup_data(COMPILED_SCHEMA, 0, NULL);
  GSettingsSchema *schema = NULL;
  if (path && g_file_set_contents(path, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error)) {
    GSettingsSchemaSource *source = g_settings_schema_source_new_from_directory(folder, NULL, TRUE, &error);
    if (source) {
      schema = g_settings_schema_source_lookup(source, BW_APP_ID, FALSE);
      g_settings_schema_source_unref(source);
    }
  }
  if (path)
    g_unlink(path);
  if (folder)
    g_rmdir(folder);
  if (!schema)
    g_error("no settings schema installed, and no room for a temporary one: %s", error->message);
  return schema;
}

GSettings *bw_settings_get(void)
{
  static GSettings *settings;
  if (settings)
    return settings;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default();
  g_autoptr(GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup(source, BW_APP_ID, TRUE) : NULL;
  if (schema)
    return settings = g_settings_new_full(schema, NULL, NULL);
  schema = embedded_schema();
  g_autoptr(GSettingsBackend) memory = g_memory_settings_backend_new();
  return settings = g_settings_new_full(schema, memory, NULL);
}

typedef struct {
  const char *name;
  double worth; /* in the unit used inside */
} DisplayUnit;

/* Units stand in the order of the setting's values. */
static const char *get_unit(const char *key, const DisplayUnit *units, double *per_internal)
{
  const DisplayUnit *unit = &units[g_settings_get_enum(bw_settings_get(), key)];
  *per_internal = 1 / unit->worth;
  return unit->name;
}

const char *bw_settings_get_energy_unit(double *per_ev)
{
  static const DisplayUnit units[] = {
      {"eV", 1}, {"kcal/mol", BW_KCAL_PER_MOL}, {"kJ/mol", BW_KJ_PER_MOL}, {"hartree", BW_HARTREE}};
  return get_unit("energy-unit", units, per_ev);
}

const char *bw_settings_get_length_unit(double *per_angstrom)
{
  static const DisplayUnit units[] = {{"Å", 1}, {"bohr", BW_BOHR}};
  return get_unit("length-unit", units, per_angstrom);
}

char *bw_settings_get_folder(void)
{
  static const char *const keys[] = {"default-folder", "last-folder"};
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    g_autofree char *folder = g_settings_get_string(bw_settings_get(), keys[i]);
    if (*folder && g_file_test(folder, G_FILE_TEST_IS_DIR))
      return g_steal_pointer(&folder);
  }
  return NULL;
}

void bw_settings_apply_theme(void)
{
  static const AdwColorScheme schemes[] = {ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                           ADW_COLOR_SCHEME_FORCE_DARK};
  int theme = g_settings_get_enum(bw_settings_get(), "theme");
  adw_style_manager_set_color_scheme(adw_style_manager_get_default(), schemes[theme]);
}
