#include "potential/network/description.h"

#include "base/error.h"

#include <math.h>

const char *const bw_activation_names[] = {"ssp", "silu", "sigmoid", "tanh", "leaky-relu", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(bw_activation_names) == BW_N_ACTIVATIONS + 1);

static int find_choice(const BwKey *key, const char *text)
{
  int k = 0;
  while (key->choices[k] && g_ascii_strcasecmp(key->choices[k], text) != 0)
    k++;
  return key->choices[k] ? k : -1;
}

static gboolean fail_value(GKeyFile *file, const char *group, const BwKey *key, GError **error)
{
  g_autofree char *said = g_key_file_get_value(file, group, key->name, NULL), *allowed = NULL;
  switch (key->kind) {
  case BW_KEY_COUNT:
    allowed = g_strdup_printf("a whole number from %g to %g", key->smallest, key->largest);
    break;
  case BW_KEY_NUMBER:
    allowed = g_strdup_printf("a number from %g to %g", key->smallest, key->largest);
    break;
  case BW_KEY_SWITCH:
    allowed = g_strdup("true or false");
    break;
  default:
    allowed = g_strjoinv(", ", (char **)key->choices);
  }
  return bw_fail(error, BW_ERROR_ARGUMENT, "%s = %s in [%s]: it must be %s%s", key->name, said, group,
                 key->kind == BW_KEY_CHOICE ? "one of " : "", allowed);
}

static gboolean read_key(GKeyFile *file, const char *group, const BwKey *key, gpointer field)
{
  g_autoptr(GError) wrong = NULL;
  double number;
  g_autofree char *text = NULL;
  switch (key->kind) {
  case BW_KEY_COUNT:
    *(int *)field = g_key_file_get_integer(file, group, key->name, &wrong);
    return !wrong && *(int *)field >= key->smallest && *(int *)field <= key->largest;
  case BW_KEY_NUMBER:
    *(double *)field = number = g_key_file_get_double(file, group, key->name, &wrong);
    return !wrong && isfinite(number) && number >= key->smallest && number <= key->largest;
  case BW_KEY_SWITCH:
    *(gboolean *)field = g_key_file_get_boolean(file, group, key->name, &wrong);
    return !wrong;
  default:
    text = g_key_file_get_string(file, group, key->name, NULL);
    return text && (*(int *)field = find_choice(key, text)) >= 0;
  }
}

static gboolean check_names(GKeyFile *file, const char *group, const char *other, const BwKey *keys,
                            int n_keys, GError **error)
{
  g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, NULL);
  for (int n = 0; names && names[n]; n++) {
    int k = 0;
    while (k < n_keys && strcmp(keys[k].name, names[n]) != 0)
      k++;
    if (k < n_keys || g_strcmp0(names[n], other) == 0)
      continue;
    g_autoptr(GString) all = g_string_new(keys[0].name);
    for (k = 1; k < n_keys; k++)
      g_string_append_printf(all, ", %s", keys[k].name);
    return bw_fail(error, BW_ERROR_ARGUMENT, "\"%s\" in [%s] is not a setting of this model, which has %s",
                   names[n], group, all->str);
  }
  return TRUE;
}

gboolean bw_description_read(GKeyFile *file, const char *group, const char *other, const BwKey *keys,
                             int n_keys, gpointer settings, GError **error)
{
  if (!check_names(file, group, other, keys, n_keys, error))
    return FALSE;
  for (int k = 0; k < n_keys; k++)
    if (g_key_file_has_key(file, group, keys[k].name, NULL) &&
        !read_key(file, group, &keys[k], (char *)settings + keys[k].offset))
      return fail_value(file, group, &keys[k], error);
  return TRUE;
}

/* In as few digits as give the same number again. */
static void write_number(GKeyFile *file, const char *group, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(text, sizeof text, "%.15g", value);
  if (g_ascii_strtod(text, NULL) != value)
    g_ascii_dtostr(text, sizeof text, value);
  g_key_file_set_string(file, group, key, text);
}

void bw_description_write(GKeyFile *file, const char *group, const BwKey *keys, int n_keys,
                          gconstpointer settings)
{
  for (int k = 0; k < n_keys; k++) {
    const BwKey *key = &keys[k];
    const void *field = (const char *)settings + key->offset;
    switch (key->kind) {
    case BW_KEY_COUNT:
      g_key_file_set_integer(file, group, key->name, *(const int *)field);
      break;
    case BW_KEY_NUMBER:
      write_number(file, group, key->name, *(const double *)field);
      break;
    case BW_KEY_SWITCH:
      g_key_file_set_boolean(file, group, key->name, *(const gboolean *)field);
      break;
    default:
      g_key_file_set_string(file, group, key->name, key->choices[*(const int *)field]);
    }
  }
}
