#include "app/bw-rehearsal.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/bw-frame-meter.h"
#include "app/bw-screenshot.h"
#include "app/bw-settings.h"
#include "base/error.h"

#define STILL G_USEC_PER_SEC /* µs without a frame */
#define STEP 100             /* ms between steps */
#define PATIENCE 60          /* s until a step is given up */

void bw_rehearsal_add_options(GApplication *application)
{
  static const GOptionEntry options[] = {
      {"exit-after-startup", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
      {"screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, "FILE.png"},
      {"when-still", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
      {"measure-frames", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, "SECONDS"},
      {"size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, "WxH"},
      {"after", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, "SECONDS"},
      {"do", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, "ID|ID=N|ID?"},
      {"dark", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
      {NULL}};
  g_application_add_main_option_entries(application, options);
}

gboolean bw_rehearsal_parse(BwRehearsal *self, GVariantDict *options, GError **error)
{
  const char *size = NULL;
  self->after = 3;
  g_variant_dict_lookup(options, "exit-after-startup", "b", &self->exit_after_startup);
  g_variant_dict_lookup(options, "screenshot", "^ay", &self->screenshot);
  g_variant_dict_lookup(options, "when-still", "b", &self->when_still);
  g_variant_dict_lookup(options, "measure-frames", "d", &self->measure);
  g_variant_dict_lookup(options, "after", "d", &self->after);
  g_variant_dict_lookup(options, "do", "^as", &self->steps);
  self->next_step = self->steps;
  g_variant_dict_lookup(options, "dark", "b", &self->dark);
  if (g_variant_dict_lookup(options, "size", "&s", &size) &&
      (sscanf(size, "%dx%d", &self->width, &self->height) != 2 || self->width < 1 || self->height < 1))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--size %s: write it as 1280x800", size);
  self->active = self->exit_after_startup || self->screenshot || self->measure > 0;
  if (self->active)
    g_settings_delay(bw_settings_get()); /* what is shown here is not remembered */
  return TRUE;
}

/* Seconds since the process began: what a person waits, the loading of libraries included. */
static double process_age(void)
{
  g_autofree char *stat = NULL;
  unsigned long long begun = 0;
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  if (g_file_get_contents("/proc/self/stat", &stat, NULL, NULL)) {
    const char *fields = strrchr(stat, ')'); /* the name before it may hold anything */
    if (fields)
      sscanf(fields + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
             &begun);
  }
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec - (double)begun / (double)sysconf(_SC_CLK_TCK);
}

static BwRehearsal *of_window(gpointer window)
{
  return g_object_get_data(G_OBJECT(window), "bw-rehearsal");
}

static gboolean take_screenshot(gpointer window)
{
  g_autoptr(GError) error = NULL;
  if (!bw_screenshot_save(GTK_WIDGET(window), of_window(window)->screenshot, &error))
    g_printerr("beadwork: %s\n", error->message);
  gtk_window_destroy(GTK_WINDOW(window));
  return G_SOURCE_REMOVE;
}

static gboolean look_whether_still(gpointer window)
{
  BwRehearsal *self = of_window(window);
  if (g_get_monotonic_time() - self->last_frame < STILL)
    return G_SOURCE_CONTINUE;
  return take_screenshot(window);
}

static gboolean report_frames(gpointer window)
{
  BwFrameTimes times = bw_frame_meter_finish(of_window(window)->meter);
  g_print("frame-median %.2f frame-worst %.2f frame-99 %.2f work-median %.2f work-worst %.2f frames %d\n",
          times.median, times.worst, times.worst_but_few, times.work_median, times.work_worst, times.n);
  gtk_window_destroy(GTK_WINDOW(window));
  return G_SOURCE_REMOVE;
}

/* What is to be seen or measured has begun by now. */
static gboolean begin(gpointer window)
{
  BwRehearsal *self = of_window(window);
  if (self->measure > 0) {
    self->meter = bw_frame_meter_new(gtk_widget_get_frame_clock(GTK_WIDGET(window)));
    g_timeout_add((guint)(1000 * self->measure), report_frames, window);
  } else if (self->when_still) {
    g_timeout_add(STILL / 10000, look_whether_still, window);
  } else {
    take_screenshot(window);
  }
  return G_SOURCE_REMOVE;
}

/* Steps: ID presses a button or opens a row, ID=N chooses an item of a list, ID? only waits; each as soon as
 * the widget of that id in a template can be used. OUTER/ID is the one in OUTER, where templates share an id.
 */

static GtkWidget *find_usable(GtkWidget *widget, const char *id)
{
  GtkWidget *found = NULL;
  if (!gtk_widget_get_mapped(widget))
    return NULL;
  if (g_strcmp0(gtk_buildable_get_buildable_id(GTK_BUILDABLE(widget)), id) == 0)
    return gtk_widget_is_sensitive(widget) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_usable(child, id);
  return found;
}

static gboolean do_step(GtkWidget *window, const char *step)
{
  gsize length = strcspn(step, "=?");
  g_autofree char *path = g_strndup(step, length);
  g_auto(GStrv) ids = g_strsplit(path, "/", -1);
  GtkWidget *widget = window;
  for (char **id = ids; *id && widget; id++)
    widget = find_usable(widget, *id);
  if (widget && step[length] == '=')
    g_object_set(widget, "selected", (guint)g_ascii_strtoull(step + length + 1, NULL, 10), NULL);
  else if (widget && GTK_IS_BUTTON(widget) && step[length] != '?')
    g_signal_emit_by_name(widget, "clicked");
  else if (widget && ADW_IS_EXPANDER_ROW(widget))
    adw_expander_row_set_expanded(ADW_EXPANDER_ROW(widget), TRUE);
  return widget != NULL;
}

static gboolean do_steps(gpointer window)
{
  BwRehearsal *self = of_window(window);
  gint64 now = g_get_monotonic_time();
  if (do_step(window, *self->next_step)) {
    self->next_step++;
    self->step_began = now;
  }
  if (*self->next_step && now - self->step_began < PATIENCE * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  if (*self->next_step) {
    g_printerr("beadwork: --do %s: there is nothing of that name that can be used\n", *self->next_step);
    gtk_window_destroy(GTK_WINDOW(window));
    return G_SOURCE_REMOVE;
  }
  g_timeout_add((guint)(1000 * self->after), begin, window);
  return G_SOURCE_REMOVE;
}

static void on_frame(G_GNUC_UNUSED GdkFrameClock *clock, GtkWindow *window)
{
  BwRehearsal *self = of_window(window);
  gboolean first = self->last_frame == 0;
  self->last_frame = g_get_monotonic_time();
  if (first && self->exit_after_startup) {
    g_print("first-frame %.3f\n", process_age());
    gtk_window_destroy(window);
  } else if (first && self->steps) {
    self->step_began = self->last_frame;
    g_timeout_add(STEP, do_steps, window);
  } else if (first) {
    g_timeout_add((guint)(1000 * self->after), begin, window);
  }
}

static void on_map(GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock(window);
  g_signal_connect_object(clock, "after-paint", G_CALLBACK(on_frame), window, 0);
}

void bw_rehearsal_watch(BwRehearsal *self, GtkWindow *window)
{
  if (!self->active)
    return;
  g_object_set_data(G_OBJECT(window), "bw-rehearsal", self);
  /* As on a GNOME desktop, whatever this one is. */
  if (self->screenshot)
    g_object_set(gtk_settings_get_default(), "gtk-font-name", "Cantarell 11", NULL);
  if (self->dark)
    adw_style_manager_set_color_scheme(adw_style_manager_get_default(), ADW_COLOR_SCHEME_FORCE_DARK);
  if (self->width > 0)
    gtk_window_set_default_size(window, self->width, self->height);
  g_signal_connect(window, "map", G_CALLBACK(on_map), NULL);
}
