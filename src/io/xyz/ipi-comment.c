#include "io/xyz/ipi-comment.h"
#include "base/error.h"
#include "base/units.h"
#include "io/text/text-number.h"

#include <string.h>

#define CELL_MARK "CELL"

static gboolean has_cell(const char *line)
{
  const char *cell = strstr(line, CELL_MARK);
  return cell && cell[strlen(CELL_MARK)] && strchr("([{", cell[strlen(CELL_MARK)]);
}

gboolean bw_is_ipi_comment(const char *line)
{
  return has_cell(line) || strstr(line, " positions{") != NULL;
}

static int scan_numbers(const char *p, double *numbers, int n)
{
  for (int i = 0; i < n; i++) {
    p += strspn(p, " \t");
    p = bw_text_scan_double(p, &numbers[i]);
    if (!p)
      return i;
  }
  return n;
}

/* name{unit}: copies both; returns FALSE when the word is not of that form. */
static gboolean split_quantity(const char *word, gsize n, char name[32], char unit[32])
{
  const char *open = memchr(word, '{', n);
  if (!open || word[n - 1] != '}' || open == word)
    return FALSE;
  gsize n_name = (gsize)(open - word), n_unit = n - n_name - 2;
  if (n_name > 31 || n_unit > 31)
    return FALSE;
  memcpy(name, word, n_name);
  memcpy(unit, open + 1, n_unit);
  name[n_name] = unit[n_unit] = '\0';
  return TRUE;
}

/* i-PI prints a placeholder cell of ones with a minus sign where it has none. */
static gboolean no_cell(const double *numbers)
{
  return numbers[0] <= 0;
}

static gboolean set_cell(BwIpiComment *comment, const char *line, double to_angstrom, GError **error)
{
  static const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  const char *mark = strstr(line, CELL_MARK) + strlen(CELL_MARK) + 1, *colon = strchr(mark, ':');
  gboolean parameters = g_str_has_prefix(mark, "abcABC");
  double numbers[9], vectors[3][3];
  int expected = parameters ? 6 : 9;
  if (!parameters && !g_str_has_prefix(mark, "H") && !g_str_has_prefix(mark, "GENH"))
    return bw_fail(error, BW_ERROR_FORMAT, "the cell is none of CELL(abcABC), CELL(H) and CELL(GENH)");
  if (!colon || scan_numbers(colon + 1, numbers, expected) < expected)
    return bw_fail(error, BW_ERROR_FORMAT, "the cell needs %d numbers", expected);
  if (no_cell(numbers))
    return TRUE;
  comment->has_cell = TRUE;
  if (parameters) {
    const double lengths[3] = {numbers[0] * to_angstrom, numbers[1] * to_angstrom, numbers[2] * to_angstrom};
    return bw_cell_init_parameters(&comment->cell, lengths, numbers + 3, error);
  }
  for (int row = 0; row < 3; row++)
    for (int k = 0; k < 3; k++)
      vectors[row][k] = numbers[3 * k + row] * to_angstrom;
  return bw_cell_init(&comment->cell, (const double(*)[3])vectors, periodic, error);
}

gboolean bw_ipi_comment_parse(BwIpiComment *comment, const char *line, GError **error)
{
  char name[32], unit[32];
  double to_angstrom = 1;
  *comment = (BwIpiComment){.step = -1, .bead = -1};
  bw_cell_init_none(&comment->cell);
  for (const char *p = line; *(p += strspn(p, " \t\r"));) {
    gsize n = strcspn(p, " \t\r");
    if (n == 5 && g_ascii_strncasecmp(p, "step:", 5) == 0)
      comment->step = g_ascii_strtoll(p + n, NULL, 10);
    else if (n == 5 && g_ascii_strncasecmp(p, "bead:", 5) == 0)
      comment->bead = (int)g_ascii_strtoll(p + n, NULL, 10);
    else if (!g_str_has_prefix(p, CELL_MARK) && split_quantity(p, n, name, unit)) {
      if (g_str_equal(name, "cell")) {
        if (!bw_unit_parse_as(unit, BW_DIMENSION_LENGTH, "length", &to_angstrom, error))
          return FALSE;
      } else {
        g_strlcpy(comment->quantity, name, sizeof comment->quantity);
        g_strlcpy(comment->unit, unit, sizeof comment->unit);
      }
    }
    p += n;
  }
  return !has_cell(line) || set_cell(comment, line, to_angstrom, error);
}
