#include "app/bw-application.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "app/bw-graphics.h"
#include "app/window/bw-help.h"
#include "app/window/bw-places.h"
#include "app/window/bw-preferences.h"
#include "app/bw-rehearsal.h"
#include "app/bw-settings.h"
#include "app/window/bw-window.h"
#include "config.h"

struct _BwApplication {
  AdwApplication parent;
  gboolean new_window; /* the first window is an empty one */
  BwRehearsal rehearsal;
};

G_DEFINE_FINAL_TYPE(BwApplication, bw_application, ADW_TYPE_APPLICATION)

static BwWindow *present_window(GtkApplication *application)
{
  BwWindow *window = bw_window_new(application);
  bw_rehearsal_watch(&BW_APPLICATION(application)->rehearsal, GTK_WINDOW(window));
  gtk_window_present(GTK_WINDOW(window));
  return window;
}

/* Actions */

static void on_new_window(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter,
                          gpointer self)
{
  present_window(self);
}

static void on_quit(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  GList *windows = g_list_copy(gtk_application_get_windows(self));
  g_list_free_full(windows, (GDestroyNotify)gtk_window_destroy);
}

static void on_preferences(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter,
                           gpointer self)
{
  gtk_window_present(GTK_WINDOW(bw_preferences_new(gtk_application_get_active_window(self))));
}

static void on_help(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  gtk_window_present(GTK_WINDOW(bw_help_new(gtk_application_get_active_window(self))));
}

static void on_about(G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer self)
{
  adw_show_about_window(gtk_application_get_active_window(self), "application-name", "Beadwork",
                        "application-icon", BW_APP_ID, "version", BW_VERSION, "developer-name",
                        _("The Beadwork developers"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
                        _("A desktop laboratory for quantum nuclei"),
                        /* Translators: your names, one per line */
                        "translator-credits", _("translator-credits"), NULL);
}

static const GActionEntry actions[] = {
    {.name = "new-window", .activate = on_new_window},
    {.name = "preferences", .activate = on_preferences},
    {.name = "help", .activate = on_help},
    {.name = "about", .activate = on_about},
    {.name = "quit", .activate = on_quit},
};

static const struct {
  const char *action, *keys[3];
} shortcuts[] = {
    {"app.new-window", {"<Control>n"}},
    {"app.help", {"F1"}},
    {"app.preferences", {"<Control>comma"}},
    {"app.quit", {"<Control>q"}},
    {"window.close", {"<Control>w"}},
    {"win.open", {"<Control>o"}},
    {"win.open-model", {"<Control><Shift>o"}},
    {"win.choose-output", {"<Control><Shift>s"}},
    {"win.example::ethanol", {"<Control>e"}},
    {"win.show-sidebar", {"F9"}},
    {"win.show-panel", {"<Control>F9"}},
    {"win.show-plots", {"<Shift>F9"}},
    {"win.page::view", {"<Alt>1"}},
    {"win.page::simulate", {"<Alt>2"}},
    {"win.page::train", {"<Alt>3"}},
    {"win.page::analyse", {"<Alt>4"}},
    {"win.next-area", {"F6"}},
    {"win.previous-area", {"<Shift>F6"}},
    {"win.start-pause", {"F5"}},
    {"win.stop", {"<Shift>F5"}},
    {"win.step", {"F8"}},
    {"win.restart-averages", {"<Control><Shift>r"}},
    {"win.play", {"<Control>space"}},
    {"win.previous-frame", {"<Alt>Left"}},
    {"win.next-frame", {"<Alt>Right"}},
    {"win.first-frame", {"<Alt>Home"}},
    {"win.last-frame", {"<Alt>End"}},
    {"win.skip(-10)", {"<Alt>Page_Up"}},
    {"win.skip(10)", {"<Alt>Page_Down"}},
    {"win.range-begin", {"<Control>bracketleft"}},
    {"win.range-end", {"<Control>bracketright"}},
    {"win.range-all", {"<Control>backslash"}},
    {"win.fit", {"<Control>0"}},
    {"win.zoom-in", {"<Control>plus", "<Control>equal"}},
    {"win.zoom-out", {"<Control>minus"}},
    {"win.show-beads", {"<Control>1"}},
    {"win.show-springs", {"<Control>2"}},
    {"win.show-centroid", {"<Control>3"}},
    {"win.colour-by-time", {"<Control>4"}},
    {"win.show-cloud", {"<Control>5"}},
};

/* Starting */

static void bw_application_startup(GApplication *application)
{
  G_APPLICATION_CLASS(bw_application_parent_class)->startup(application);
  g_action_map_add_action_entries(G_ACTION_MAP(application), actions, G_N_ELEMENTS(actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++)
    gtk_application_set_accels_for_action(GTK_APPLICATION(application), shortcuts[i].action,
                                          shortcuts[i].keys);
  gtk_window_set_default_icon_name(BW_APP_ID);
  bw_graphics_choose_renderer(gdk_display_get_default());
  bw_settings_apply_theme();
  g_signal_connect(bw_settings_get(), "changed::theme", G_CALLBACK(bw_settings_apply_theme), NULL);
}

/* The first window opens with the example moving; later calls bring the window back. */
static void bw_application_activate(GApplication *application)
{
  BwApplication *self = BW_APPLICATION(application);
  GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(application));
  if (window) {
    gtk_window_present(window);
    return;
  }
  BwWindow *first = present_window(GTK_APPLICATION(application));
  if (!self->new_window)
    bw_window_open_example(first, "ethanol");
}

static void bw_application_open(GApplication *application, GFile **files, int n_files,
                                G_GNUC_UNUSED const char *hint)
{
  GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(application));
  if (!BW_IS_WINDOW(window))
    window = GTK_WINDOW(present_window(GTK_APPLICATION(application)));
  bw_window_open_files(BW_WINDOW(window), files, n_files);
  gtk_window_present(window);
}

static int bw_application_handle_local_options(GApplication *application, GVariantDict *options)
{
  BwApplication *self = BW_APPLICATION(application);
  g_autoptr(GError) error = NULL;
  if (!g_variant_dict_lookup(options, "new-window", "b", &self->new_window))
    self->new_window = FALSE;
  if (!bw_rehearsal_parse(&self->rehearsal, options, &error)) {
    g_printerr("beadwork: %s\n", error->message);
    return 2;
  }
  if (self->rehearsal.active)
    g_application_set_flags(application, g_application_get_flags(application) | G_APPLICATION_NON_UNIQUE);
  if (!g_application_register(application, NULL, &error)) {
    g_printerr("beadwork: %s\n", error->message);
    return 1;
  }
  if (self->new_window && g_application_get_is_remote(application)) {
    g_action_group_activate_action(G_ACTION_GROUP(application), "new-window", NULL);
    return 0;
  }
  return -1;
}

static void bw_application_class_init(BwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS(klass);
  application_class->startup = bw_application_startup;
  application_class->activate = bw_application_activate;
  application_class->open = bw_application_open;
  application_class->handle_local_options = bw_application_handle_local_options;
}

static void bw_application_init(BwApplication *self)
{
  static const GOptionEntry options[] = {
      {"new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL}, {NULL}};
  g_application_add_main_option_entries(G_APPLICATION(self), options);
  bw_rehearsal_add_options(G_APPLICATION(self));
}

BwApplication *bw_application_new(GApplicationFlags flags)
{
  return g_object_new(BW_TYPE_APPLICATION, "application-id", BW_APP_ID, "resource-base-path",
                      "/org/beadwork/Beadwork", "flags", flags | G_APPLICATION_HANDLES_OPEN, NULL);
}

/* Threads may still be reading a file or drawing a picture that nobody waits for any more: the libraries they
 * are in are not taken down under them, as exit() would. */
G_NORETURN static void leave(int status)
{
  fflush(NULL);
  _exit(status);
}

int bw_application_main(int argc, char **argv)
{
  g_autofree char *locale = bw_places_locale();
  bindtextdomain(GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
  textdomain(GETTEXT_PACKAGE);
  g_set_application_name("Beadwork");
  if (!gtk_init_check()) {
    g_printerr("beadwork: there is no display to open a window on; the verbs work without one "
               "(beadwork --help)\n");
    return 1;
  }
  BwApplication *application = bw_application_new(G_APPLICATION_DEFAULT_FLAGS);
  int status = g_application_run(G_APPLICATION(application), argc, argv);
  g_object_unref(application);
  leave(status);
}
