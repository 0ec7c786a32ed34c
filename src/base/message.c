#include "base/message.h"

#include <string.h>

enum { MAX_VALUES = 12 };

typedef enum { NOTHING, INTEGER, NUMBER, TEXT } Kind;

typedef struct {
  Kind kind;
  gint64 integer;
  double number;
  char *text;
} Value;

struct _BwMessage {
  gatomicrefcount refs;
  char *format, *text;
  Value values[MAX_VALUES];
  int n_values;
};

/* What stands between a percent sign and the end of its conversion. */
typedef struct {
  const char *start, *end; /* in the format: the % and what follows the conversion */
  int position;            /* from 0; −1: the next one */
  char flags[24];          /* flags, width and precision */
  int n_longs;             /* l, ll; z counts as l */
  char conversion;
} Spec;

/* The next one at or after `at`; FALSE: there is none. */
static gboolean find_spec(const char *at, Spec *spec)
{
  const char *percent = strchr(at, '%');
  if (!percent)
    return FALSE;
  *spec = (Spec){.start = percent, .position = -1};
  const char *c = percent + 1;
  gsize digits = strspn(c, "0123456789"), n = 0;
  if (digits > 0 && c[digits] == '$') {
    spec->position = (int)g_ascii_strtoll(c, NULL, 10) - 1;
    c += digits + 1;
  }
  for (; *c && strchr("-+ #0123456789.", *c); c++)
    if (n + 1 < sizeof spec->flags)
      spec->flags[n++] = *c;
  for (; *c == 'l' || *c == 'z'; c++)
    spec->n_longs++;
  spec->conversion = *c;
  spec->end = *c ? c + 1 : c;
  return TRUE;
}

static Kind kind_of(char conversion)
{
  switch (conversion) {
  case 's':
    return TEXT;
  case 'e':
  case 'f':
  case 'g':
    return NUMBER;
  case 'd':
  case 'i':
  case 'u':
  case 'x':
  case 'c':
    return INTEGER;
  default:
    return NOTHING;
  }
}

static gint64 take_integer(const Spec *spec, va_list *args)
{
  gboolean is_signed = spec->conversion == 'd' || spec->conversion == 'i' || spec->conversion == 'c';
  if (spec->n_longs > 1)
    return va_arg(*args, long long);
  if (spec->n_longs == 1)
    return is_signed ? va_arg(*args, long) : (gint64)va_arg(*args, unsigned long);
  return is_signed ? va_arg(*args, int) : (gint64)va_arg(*args, unsigned int);
}

static void take_value(BwMessage *self, const Spec *spec, va_list *args)
{
  g_return_if_fail(self->n_values < MAX_VALUES);
  Value *value = &self->values[self->n_values++];
  value->kind = kind_of(spec->conversion);
  if (value->kind == TEXT)
    value->text = g_strdup(va_arg(*args, const char *));
  else if (value->kind == NUMBER)
    value->number = va_arg(*args, double);
  else if (value->kind == INTEGER)
    value->integer = take_integer(spec, args);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* made from conversions that were checked before */

static void add_value(GString *text, const Spec *spec, const Value *value,
                      char *(*translate)(const char *text))
{
  char format[40];
  gboolean is_letter = spec->conversion == 'c';
  const char *modifier = value->kind == INTEGER && !is_letter ? G_GINT64_MODIFIER : "";
  g_snprintf(format, sizeof format, "%%%s%s%c", spec->flags, modifier, spec->conversion);
  if (value->kind == TEXT) {
    const char *words = value->text ? value->text : "";
    g_string_append_printf(text, format, translate && *words ? translate(words) : words);
  } else if (is_letter) {
    g_string_append_printf(text, format, (int)value->integer);
  } else if (value->kind == INTEGER) {
    g_string_append_printf(text, format, value->integer);
  } else if (value->kind == NUMBER) {
    g_string_append_printf(text, format, value->number);
  }
}

#pragma GCC diagnostic pop

static char *compose(const BwMessage *self, const char *format, char *(*translate)(const char *text))
{
  GString *text = g_string_new(NULL);
  Spec spec;
  int next = 0;
  for (; find_spec(format, &spec); format = spec.end) {
    g_string_append_len(text, format, spec.start - format);
    int position = spec.conversion == '%' ? -1 : spec.position >= 0 ? spec.position : next++;
    if (spec.conversion == '%')
      g_string_append_c(text, '%');
    else if (position < self->n_values && self->values[position].kind == kind_of(spec.conversion))
      add_value(text, &spec, &self->values[position], translate);
  }
  g_string_append(text, format);
  return g_string_free(text, FALSE);
}

BwMessage *bw_message_new_va(const char *format, va_list args)
{
  BwMessage *self = g_new0(BwMessage, 1);
  va_list rest;
  Spec spec;
  g_atomic_ref_count_init(&self->refs);
  self->format = g_strdup(format);
  va_copy(rest, args);
  for (const char *at = format; find_spec(at, &spec); at = spec.end)
    if (spec.conversion != '%')
      take_value(self, &spec, &rest);
  va_end(rest);
  self->text = compose(self, format, NULL);
  return self;
}

BwMessage *bw_message_new(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  BwMessage *self = bw_message_new_va(format, args);
  va_end(args);
  return self;
}

BwMessage *bw_message_ref(BwMessage *message)
{
  g_atomic_ref_count_inc(&message->refs);
  return message;
}

void bw_message_unref(BwMessage *message)
{
  if (!g_atomic_ref_count_dec(&message->refs))
    return;
  for (int i = 0; i < message->n_values; i++)
    g_free(message->values[i].text);
  g_free(message->format);
  g_free(message->text);
  g_free(message);
}

const char *bw_message_text(const BwMessage *message)
{
  return message->text;
}

char *bw_message_say(const BwMessage *message, char *(*translate)(const char *text))
{
  return compose(message, translate(message->format), translate);
}

void bw_tell_va(const BwListener *listener, const char *format, va_list args)
{
  if (!listener || !listener->note)
    return;
  g_autoptr(BwMessage) message = bw_message_new_va(format, args);
  listener->note(message, listener->data);
}

void bw_tell(const BwListener *listener, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  bw_tell_va(listener, format, args);
  va_end(args);
}
