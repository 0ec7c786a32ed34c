/* message.h - a sentence that keeps its numbers apart from its words, so that it can also be said in another
 * language by those who know one: the library says everything in English, and marks with N_() what can be
 * translated. */
#pragma once

#include <glib.h>

typedef struct _BwMessage BwMessage;

/* As printf() writes d, i, u, x, c, e, f, g and s with flags, width and precision, and with the modifiers l,
 * ll and z; neither * nor n$. All is copied. */
BwMessage *bw_message_new(const char *format, ...) G_GNUC_PRINTF(1, 2);
BwMessage *bw_message_new_va(const char *format, va_list args) G_GNUC_PRINTF(1, 0);
BwMessage *bw_message_ref(BwMessage *message);
void bw_message_unref(BwMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwMessage, bw_message_unref)

const char *bw_message_text(const BwMessage *message); /* in English */

/* The format, and the words in it, as `translate` (gettext) has them, which gives back what it does not know.
 * The translation takes the values in the same order, or as "%2$s". New. */
char *bw_message_say(const BwMessage *message, char *(*translate)(const char *text));

/* Who wants to hear what is noticed on the way. */
typedef struct {
  void (*note)(const BwMessage *message, gpointer data); /* NULL: nobody */
  gpointer data;
} BwListener;

/* Tells a sentence, as bw_message_new() makes it; listener may be NULL. */
void bw_tell(const BwListener *listener, const char *format, ...) G_GNUC_PRINTF(2, 3);
void bw_tell_va(const BwListener *listener, const char *format, va_list args) G_GNUC_PRINTF(2, 0);
