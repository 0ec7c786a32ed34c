/* atspi.h - what a screen reader does: it finds what a program shows by role and name, and acts on it. Over
 * the accessibility bus, so that program and test are two processes.
 *
 * Paths name what was found; they are to be freed with g_free(). Roles and names are patterns with * and ?;
 * roles are those of AT-SPI ("push button", "slider"). */
#pragma once

#include <gio/gio.h>

typedef struct {
  GDBusConnection *connection;
  char *program; /* name on the bus */
} Atspi;

/* Of the session bus that the environment names. NULL: there is none, or no accessibility bus. */
Atspi *atspi_new(GError **error);
void atspi_free(Atspi *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Atspi, atspi_free)

/* Waits up to some seconds until a program of that process shows a window. */
gboolean atspi_meet(Atspi *self, guint pid, double seconds);

/* The first that is shown below `root` (NULL: the program), depth first; NULL: none now. */
char *atspi_find(Atspi *self, const char *root, const char *role, const char *name);
/* The same, waited for; ends the test when it does not come within a minute. */
char *atspi_expect(Atspi *self, const char *root, const char *role, const char *name);

char *atspi_get_name(Atspi *self, const char *path);
char *atspi_get_description(Atspi *self, const char *path);
char *atspi_get_text(Atspi *self, const char *path);
/* One of AtspiStateType by its number. */
enum { ATSPI_CHECKED = 4, ATSPI_PRESSED = 20, ATSPI_SENSITIVE = 24 };
gboolean atspi_has_state(Atspi *self, const char *path, guint state);
double atspi_get_value(Atspi *self, const char *path);

/* FALSE: it has no such action, takes no value or no text. `action` NULL: its first one. */
gboolean atspi_act(Atspi *self, const char *path, const char *action);
gboolean atspi_set_value(Atspi *self, const char *path, double value);
gboolean atspi_set_text(Atspi *self, const char *path, const char *text);

/* Everything that is shown, one line each: for the message of a test that found something else. */
char *atspi_describe(Atspi *self, const char *root);
