#include "atspi.h"

#include <string.h>

#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define ROOT "/org/a11y/atspi/accessible/root"
#define MOST_DEEP 60

enum { REPLY_MS = 20000, PATIENCE_S = 60 };

static GVariant *call(Atspi *self, const char *bus, const char *path, const char *interface,
                      const char *method, GVariant *arguments, const char *type)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer =
      g_dbus_connection_call_sync(self->connection, bus, path, interface, method, arguments,
                                  G_VARIANT_TYPE(type), G_DBUS_CALL_FLAGS_NONE, REPLY_MS, NULL, &error);
  if (!answer)
    g_debug("%s %s.%s: %s", path, interface, method, error->message);
  return answer;
}

static GVariant *get_property(Atspi *self, const char *bus, const char *path, const char *interface,
                              const char *name)
{
  g_autoptr(GVariant) answer = call(self, bus, path, "org.freedesktop.DBus.Properties", "Get",
                                    g_variant_new("(ss)", interface, name), "(v)");
  GVariant *value = NULL;
  if (answer)
    g_variant_get(answer, "(v)", &value);
  return value;
}

static char *get_string(Atspi *self, const char *bus, const char *path, const char *interface,
                        const char *name)
{
  g_autoptr(GVariant) value = get_property(self, bus, path, interface, name);
  return g_strdup(
      value && g_variant_is_of_type(value, G_VARIANT_TYPE_STRING) ? g_variant_get_string(value, NULL) : "");
}

/* The bus */

static char *find_address(GError **error)
{
  g_autoptr(GDBusConnection) session = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, error);
  g_autoptr(GVariant) answer = NULL;
  char *address = NULL;
  if (session)
    answer = g_dbus_connection_call_sync(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                         "GetAddress", NULL, G_VARIANT_TYPE("(s)"), G_DBUS_CALL_FLAGS_NONE,
                                         REPLY_MS, NULL, error);
  if (answer)
    g_variant_get(answer, "(s)", &address);
  return address;
}

Atspi *atspi_new(GError **error)
{
  g_autofree char *address = find_address(error);
  g_autoptr(GDBusConnection) connection = NULL;
  if (address)
    connection = g_dbus_connection_new_for_address_sync(address,
                                                        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                        NULL, NULL, error);
  if (!connection)
    return NULL;
  Atspi *self = g_new0(Atspi, 1);
  self->connection = g_steal_pointer(&connection);
  return self;
}

void atspi_free(Atspi *self)
{
  g_object_unref(self->connection);
  g_free(self->program);
  g_free(self);
}

static guint pid_of(Atspi *self, const char *bus)
{
  g_autoptr(GVariant) answer =
      call(self, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
           "GetConnectionUnixProcessID", g_variant_new("(s)", bus), "(u)");
  guint pid = 0;
  if (answer)
    g_variant_get(answer, "(u)", &pid);
  return pid;
}

/* a(so) of what is below. */
static GVariant *get_children(Atspi *self, const char *bus, const char *path)
{
  g_autoptr(GVariant) answer = call(self, bus, path, ACCESSIBLE, "GetChildren", NULL, "(a(so))");
  return answer ? g_variant_get_child_value(answer, 0) : g_variant_new("a(so)", NULL);
}

static gboolean meet_now(Atspi *self, guint pid)
{
  g_autoptr(GVariant) programs = get_children(self, "org.a11y.atspi.Registry", ROOT);
  GVariantIter iter;
  const char *bus, *path;
  g_variant_iter_init(&iter, programs);
  while (g_variant_iter_next(&iter, "(&s&o)", &bus, &path)) {
    if (pid_of(self, bus) != pid)
      continue;
    g_autoptr(GVariant) windows = get_children(self, bus, path);
    g_free(self->program);
    self->program = g_strdup(bus);
    return g_variant_n_children(windows) > 0;
  }
  return FALSE;
}

gboolean atspi_meet(Atspi *self, guint pid, double seconds)
{
  gint64 end = g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC);
  while (!meet_now(self, pid)) {
    if (g_get_monotonic_time() > end)
      return FALSE;
    g_usleep(100000);
  }
  return TRUE;
}

/* The tree */

static char *get_role(Atspi *self, const char *path)
{
  g_autoptr(GVariant) answer = call(self, self->program, path, ACCESSIBLE, "GetRoleName", NULL, "(s)");
  char *role = NULL;
  if (answer)
    g_variant_get(answer, "(s)", &role);
  return role ? role : g_strdup("");
}

char *atspi_get_name(Atspi *self, const char *path)
{
  return get_string(self, self->program, path, ACCESSIBLE, "Name");
}

char *atspi_get_description(Atspi *self, const char *path)
{
  return get_string(self, self->program, path, ACCESSIBLE, "Description");
}

typedef gboolean (*Visitor)(Atspi *self, const char *path, int depth,
                            gpointer data); /* TRUE: that is enough */

static gboolean walk(Atspi *self, const char *path, int depth, Visitor visit, gpointer data)
{
  if (visit(self, path, depth, data))
    return TRUE;
  g_autoptr(GVariant) children = get_children(self, self->program, path);
  GVariantIter iter;
  const char *bus, *child;
  g_variant_iter_init(&iter, children);
  while (depth < MOST_DEEP && g_variant_iter_next(&iter, "(&s&o)", &bus, &child))
    if (walk(self, child, depth + 1, visit, data))
      return TRUE;
  return FALSE;
}

typedef struct {
  const char *role, *name;
  char *found;
} Search;

static gboolean is_sought(Atspi *self, const char *path, G_GNUC_UNUSED int depth, gpointer data)
{
  Search *search = data;
  g_autofree char *role = get_role(self, path);
  if (!g_pattern_match_simple(search->role, role))
    return FALSE;
  g_autofree char *name = atspi_get_name(self, path);
  if (!g_pattern_match_simple(search->name, name))
    return FALSE;
  search->found = g_strdup(path);
  return TRUE;
}

char *atspi_find(Atspi *self, const char *root, const char *role, const char *name)
{
  Search search = {role, name, NULL};
  walk(self, root ? root : ROOT, 0, is_sought, &search);
  return search.found;
}

static gboolean describe_one(Atspi *self, const char *path, int depth, gpointer data)
{
  g_autofree char *role = get_role(self, path), *name = atspi_get_name(self, path),
                  *description = atspi_get_description(self, path), *text = atspi_get_text(self, path);
  g_string_append_printf(data, "%*s%s \"%s\"", 2 * depth, "", role, name);
  if (*description)
    g_string_append_printf(data, " (%s)", description);
  if (*text && !g_str_equal(text, name))
    g_string_append_printf(data, " = \"%s\"", text);
  g_string_append_c(data, '\n');
  return FALSE;
}

char *atspi_describe(Atspi *self, const char *root)
{
  GString *text = g_string_new(NULL);
  walk(self, root ? root : ROOT, 0, describe_one, text);
  return g_string_free(text, FALSE);
}

char *atspi_expect(Atspi *self, const char *root, const char *role, const char *name)
{
  gint64 end = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;
  char *found;
  while (!(found = atspi_find(self, root, role, name)) && g_get_monotonic_time() < end)
    g_usleep(100000);
  if (!found) {
    g_autofree char *all = atspi_describe(self, NULL);
    g_printerr("%s", all);
    g_error("no %s \"%s\"", role, name);
  }
  return found;
}

/* One of them */

char *atspi_get_text(Atspi *self, const char *path)
{
  g_autoptr(GVariant) answer =
      call(self, self->program, path, "org.a11y.atspi.Text", "GetText", g_variant_new("(ii)", 0, -1), "(s)");
  char *text = NULL;
  if (answer)
    g_variant_get(answer, "(s)", &text);
  return text ? text : g_strdup("");
}

gboolean atspi_has_state(Atspi *self, const char *path, guint state)
{
  g_autoptr(GVariant) answer = call(self, self->program, path, ACCESSIBLE, "GetState", NULL, "(au)");
  g_autoptr(GVariant) bits = answer ? g_variant_get_child_value(answer, 0) : NULL;
  guint32 word = 0;
  if (bits && state / 32 < g_variant_n_children(bits))
    g_variant_get_child(bits, state / 32, "u", &word);
  return word >> state % 32 & 1;
}

double atspi_get_value(Atspi *self, const char *path)
{
  g_autoptr(GVariant) value = get_property(self, self->program, path, "org.a11y.atspi.Value", "CurrentValue");
  return value ? g_variant_get_double(value) : 0;
}

gboolean atspi_set_value(Atspi *self, const char *path, double value)
{
  g_autoptr(GVariant) answer =
      call(self, self->program, path, "org.freedesktop.DBus.Properties", "Set",
           g_variant_new("(ssv)", "org.a11y.atspi.Value", "CurrentValue", g_variant_new_double(value)), "()");
  return answer != NULL;
}

gboolean atspi_set_text(Atspi *self, const char *path, const char *text)
{
  g_autoptr(GVariant) answer = call(self, self->program, path, "org.a11y.atspi.EditableText",
                                    "SetTextContents", g_variant_new("(s)", text), "(b)");
  gboolean done = FALSE;
  if (answer)
    g_variant_get(answer, "(b)", &done);
  return done;
}

/* GetActions gives translated names: the plain ones are asked for one by one. */
static int find_action(Atspi *self, const char *path, const char *action)
{
  g_autoptr(GVariant) n = get_property(self, self->program, path, "org.a11y.atspi.Action", "NActions");
  for (int i = 0; n && i < g_variant_get_int32(n); i++) {
    g_autoptr(GVariant) answer =
        call(self, self->program, path, "org.a11y.atspi.Action", "GetName", g_variant_new("(i)", i), "(s)");
    const char *name = "";
    if (answer)
      g_variant_get(answer, "(&s)", &name);
    if (!action || g_str_equal(name, action))
      return i;
  }
  return -1;
}

typedef struct {
  const char *action;
  gboolean done;
} Deed;

static gboolean do_it(Atspi *self, const char *path, G_GNUC_UNUSED int depth, gpointer data)
{
  Deed *deed = data;
  int index = find_action(self, path, deed->action);
  if (index < 0)
    return FALSE;
  g_autoptr(GVariant) answer = call(self, self->program, path, "org.a11y.atspi.Action", "DoAction",
                                    g_variant_new("(i)", index), "(b)");
  if (answer)
    g_variant_get(answer, "(b)", &deed->done);
  return TRUE;
}

gboolean atspi_act(Atspi *self, const char *path, const char *action)
{
  Deed deed = {action, FALSE};
  walk(self, path, 0, do_it, &deed);
  return deed.done;
}
