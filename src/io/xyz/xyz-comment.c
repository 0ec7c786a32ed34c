#include "io/xyz/xyz-comment.h"
#include "base/error.h"
#include "io/text/text-number.h"

#include <string.h>

#define BLANKS " \t\r\v\f"

gboolean bw_xyz_entry_is(const BwXyzEntry *entry, const char *key)
{
  return entry->key_length == strlen(key) && g_ascii_strncasecmp(entry->key, key, entry->key_length) == 0;
}

static const char *skip_blanks(const char *p)
{
  return p + strspn(p, BLANKS);
}

/* Where a quoted string or a bracketed list ends, one past its last character; NULL: it does not. */
static const char *closing(const char *p)
{
  char quote = 0;
  int depth = 0;
  for (; *p; p++) {
    if (quote) {
      if (*p == '\\' && p[1])
        p++;
      else if (*p == quote)
        quote = 0;
    } else if (*p == '"' || *p == '\'')
      quote = *p;
    else if (*p == '[' || *p == '{')
      depth++;
    else if (*p == ']' || *p == '}')
      depth--;
    if (!quote && depth <= 0)
      return p + 1;
  }
  return NULL;
}

/* A value without quotes: to the next blank, or to a comma that begins the next pair ("i=10,time=5"). */
static const char *bare_end(const char *p)
{
  const char *end = p + strcspn(p, BLANKS);
  for (const char *comma = p; (comma = memchr(comma, ',', (gsize)(end - comma))); comma++)
    if (memchr(comma, '=', (gsize)(end - comma)))
      return comma;
  return end;
}

static gboolean is_word(const char *p, gsize n, const char *const *words)
{
  for (; *words; words++)
    if (strlen(*words) == n && memcmp(p, *words, n) == 0)
      return TRUE;
  return FALSE;
}

static gboolean scan_boolean(const char *p, gsize n, double *value)
{
  static const char *const yes[] = {"T", "True", "true", "TRUE", NULL};
  static const char *const no[] = {"F", "False", "false", "FALSE", NULL};
  *value = is_word(p, n, yes);
  return *value != 0 || is_word(p, n, no);
}

static gboolean scan_number(const char *p, gsize n, double *value, gboolean *integer)
{
  *integer = strcspn(p, ".eEdDnN") >= n;
  return bw_text_scan_double(p, value) == p + n;
}

/* Recognises a list of numbers or of booleans; leaves the entry as text otherwise. */
static void classify(BwXyzComment *comment, BwXyzEntry *entry)
{
  const char *p = entry->text, *end = p + entry->text_length;
  const char *separators = *p == '[' || *p == '{' ? BLANKS ",[]{}" : BLANKS ",";
  guint n_booleans = 0, n_integers = 0, n = 0;
  entry->first = comment->numbers->len;
  while ((p += strspn(p, separators)) < end) {
    gsize length = MIN(strcspn(p, separators), (gsize)(end - p));
    double value;
    gboolean integer = FALSE, boolean = scan_boolean(p, length, &value);
    if (!boolean && !scan_number(p, length, &value, &integer)) {
      g_array_set_size(comment->numbers, entry->first);
      return;
    }
    n_booleans += boolean;
    n_integers += integer;
    n++;
    g_array_append_val(comment->numbers, value);
    p += length;
  }
  entry->is_number = n > 0 && (n_booleans == 0 || n_booleans == n);
  entry->n = n;
  entry->type = n_booleans == n   ? BW_PROPERTY_BOOLEAN
                : n_integers == n ? BW_PROPERTY_INTEGER
                                  : BW_PROPERTY_REAL;
}

/* The value at p; returns where the line goes on, NULL when a quote or bracket does not end. */
static const char *parse_value(BwXyzComment *comment, BwXyzEntry *entry, const char *p)
{
  gboolean quoted = *p == '"' || *p == '\'', list = *p == '[' || *p == '{';
  const char *end = quoted || list ? closing(p) : bare_end(p);
  if (!end)
    return NULL;
  entry->text = p + quoted;
  entry->text_length = (gsize)(end - p) - 2 * quoted;
  if (!quoted && !list)
    while (entry->text_length > 1 && strchr(",;", entry->text[entry->text_length - 1]))
      entry->text_length--;
  static const char json[] = "_JSON ";
  if (entry->text_length > strlen(json) && g_str_has_prefix(entry->text, json)) {
    entry->text += strlen(json);
    entry->text_length -= strlen(json);
  }
  classify(comment, entry);
  return end + (*end == ',' || *end == ';');
}

static void set_flag(BwXyzComment *comment, BwXyzEntry *entry)
{
  const double yes = 1;
  *entry = (BwXyzEntry){.key = entry->key,
                        .key_length = entry->key_length,
                        .text = entry->key,
                        .is_number = TRUE,
                        .type = BW_PROPERTY_BOOLEAN,
                        .first = comment->numbers->len,
                        .n = 1};
  g_array_append_val(comment->numbers, yes);
}

/* "step    12", "E -76.4" and "energy: -5.07": a word and a number without an equals sign. */
static const char *parse_loose_pair(BwXyzComment *comment, BwXyzEntry *entry, const char *after_key)
{
  gboolean colon = entry->key_length > 1 && entry->key[entry->key_length - 1] == ':';
  gboolean known = bw_xyz_entry_is(entry, "step") || (entry->key_length == 1 && *entry->key == 'E');
  const char *value = skip_blanks(after_key);
  double unused;
  if ((!colon && !known) || value == after_key || !bw_text_scan_double(value, &unused))
    return NULL;
  entry->key_length -= colon;
  return parse_value(comment, entry, value);
}

/* One pair, flag or word; NULL when a quote or bracket does not end. */
static const char *parse_entry(BwXyzComment *comment, const char *p)
{
  BwXyzEntry entry = {.key = p};
  gboolean quoted = *p == '"' || *p == '\'';
  const char *key_end = quoted ? closing(p) : p + strcspn(p, BLANKS "=");
  if (!key_end)
    return NULL;
  entry.key += quoted;
  entry.key_length = (gsize)(key_end - p) - 2 * quoted;
  const char *next = skip_blanks(key_end);
  if (*next == '=' && entry.key_length > 0) {
    next = parse_value(comment, &entry, skip_blanks(next + 1));
    if (next)
      g_array_append_val(comment->entries, entry);
    return next;
  }
  next = parse_loose_pair(comment, &entry, key_end);
  if (!next) {
    set_flag(comment, &entry);
    next = *key_end == '=' ? key_end + 1 : key_end;
    comment->has_free_text = TRUE;
  }
  g_array_append_val(comment->entries, entry);
  return next;
}

static void drop_flags(BwXyzComment *comment)
{
  for (guint i = comment->entries->len; i-- > 0;) {
    const BwXyzEntry *entry = &g_array_index(comment->entries, BwXyzEntry, i);
    if (entry->text == entry->key)
      g_array_remove_index(comment->entries, i);
  }
}

gboolean bw_xyz_comment_parse(BwXyzComment *comment, const char *line, GError **error)
{
  enum { USUAL_ENTRIES = 16, USUAL_NUMBERS = 32 };
  if (!comment->entries) {
    comment->entries = g_array_sized_new(FALSE, FALSE, sizeof(BwXyzEntry), USUAL_ENTRIES);
    comment->numbers = g_array_sized_new(FALSE, FALSE, sizeof(double), USUAL_NUMBERS);
  }
  g_array_set_size(comment->entries, 0);
  g_array_set_size(comment->numbers, 0);
  comment->extended = comment->has_free_text = FALSE;
  const char *p = skip_blanks(line);
  if (*p == '{') { /* a JSON object */
    comment->has_free_text = TRUE;
    return TRUE;
  }
  while (p && *p) {
    p = parse_entry(comment, p);
    p = p ? skip_blanks(p) : NULL;
  }
  comment->extended =
      bw_xyz_comment_find(comment, "Properties") != NULL || bw_xyz_comment_find(comment, "Lattice") != NULL;
  if (!p && comment->extended)
    return bw_fail(error, BW_ERROR_FORMAT, "a quote or bracket of the comment line does not end");
  if (!comment->extended) {
    comment->has_free_text |= !p;
    drop_flags(comment);
  }
  return TRUE;
}

void bw_xyz_comment_clear(BwXyzComment *comment)
{
  g_clear_pointer(&comment->entries, g_array_unref);
  g_clear_pointer(&comment->numbers, g_array_unref);
}

const BwXyzEntry *bw_xyz_comment_find(const BwXyzComment *comment, const char *key)
{
  for (guint i = 0; i < comment->entries->len; i++) {
    const BwXyzEntry *entry = &g_array_index(comment->entries, BwXyzEntry, i);
    if (bw_xyz_entry_is(entry, key))
      return entry;
  }
  return NULL;
}

const double *bw_xyz_entry_numbers(const BwXyzComment *comment, const BwXyzEntry *entry)
{
  return &g_array_index(comment->numbers, double, entry->first);
}

char *bw_xyz_entry_dup_text(const BwXyzEntry *entry)
{
  GString *text = g_string_sized_new(entry->text_length);
  for (gsize i = 0; i < entry->text_length; i++) {
    if (entry->text[i] == '\\' && i + 1 < entry->text_length) {
      i++;
      g_string_append_c(text, entry->text[i] == 'n' ? '\n' : entry->text[i]);
    } else
      g_string_append_c(text, entry->text[i]);
  }
  g_autofree char *raw = g_string_free(text, FALSE);
  return g_utf8_make_valid(raw, -1);
}
