#include "learning/kept-table.h"

#include "base/error.h"
#include "io/atomic-file.h"

#include <string.h>

#define IDENTITY "# identity: "

void bw_kept_table_clear(BwKeptTable *table)
{
  g_clear_pointer(&table->header, g_free);
}

static void add_row(GString *text, const BwKeptTable *table, const BwKeptRow *row)
{
  if (table->named)
    g_string_append(text, row->name);
  for (int c = 0; c < table->n_values; c++) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(text, c > 0 || table->named ? "," : "");
    g_string_append(text, g_ascii_dtostr(number, sizeof number, row->values[c]));
  }
  g_string_append_c(text, '\n');
}

gboolean bw_kept_table_write(const BwKeptTable *table, const GArray *rows, GError **error)
{
  g_autoptr(BwAtomicFile) out = bw_atomic_file_new(table->path, error);
  if (!out)
    return FALSE;
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "# %s: %s\n" IDENTITY "%s\n%s\n", table->kind, table->title, table->identity,
                         table->header);
  for (guint i = 0; i < rows->len; i++)
    add_row(text, table, &g_array_index(rows, BwKeptRow, i));
  return bw_atomic_file_write(out, text->str, text->len, error) && bw_atomic_file_commit(out, error);
}

static gboolean parse_row(const char *line, const BwKeptTable *table, BwKeptRow *row)
{
  if (table->named) {
    const char *comma = strchr(line, ',');
    if (!comma || comma == line || comma - line >= (int)sizeof row->name)
      return FALSE;
    memcpy(row->name, line, comma - line);
    line = comma + 1;
  }
  for (int c = 0; c < table->n_values; c++) {
    char *end;
    row->values[c] = g_ascii_strtod(line, &end);
    if (end == line || *end != (c < table->n_values - 1 ? ',' : '\0'))
      return FALSE;
    line = end + 1;
  }
  return TRUE;
}

gboolean bw_kept_table_read(const BwKeptTable *table, GArray *rows, GError **error)
{
  g_autofree char *content = NULL;
  if (!g_file_test(table->path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents(table->path, &content, NULL, NULL))
    return bw_fail_file(error, BW_ERROR_FILE, table->path, "cannot be read");
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  guint n = g_strv_length(lines);
  if (n < 3 || !g_str_has_prefix(lines[1], IDENTITY))
    return bw_fail_file(error, BW_ERROR_FORMAT, table->path, "is no %s; give -o another name", table->kind);
  if (!g_str_equal(lines[1] + strlen(IDENTITY), table->identity))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, table->path,
                        "is a %s of other data or settings; give -o another name, or leave --resume out",
                        table->kind);
  for (guint i = 3; i < n; i++) {
    BwKeptRow row = {0};
    if (*lines[i] == '\0')
      continue;
    if (!parse_row(lines[i], table, &row))
      return bw_fail_file(error, BW_ERROR_FORMAT, table->path, "line %u is not a row of the %s", i + 1,
                          table->kind);
    g_array_append_val(rows, row);
  }
  return TRUE;
}
