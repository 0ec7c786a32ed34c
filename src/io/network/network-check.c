/* Whether a network's file says what it must, before anyone computes with it. */
#include "base/elements.h"
#include "io/network/network-layout.h"

#include <math.h>

typedef struct {
  const BwNetworkFile *file;
  BwError code;
  const char *path;
  GError **error;
} Check;

static gboolean fail(const Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean fail(const Check *check, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  return bw_fail_file(check->error, check->code, check->path, "%s", what);
}

static gboolean check_finite(const Check *check, const char *name, const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite(values[i]))
      return fail(check, "array '%s': element %" G_GSIZE_FORMAT " is %g; train the network again", name, i,
                  values[i]);
  return TRUE;
}

static gboolean check_description(const Check *check)
{
  const BwNetworkFile *file = check->file;
  g_autoptr(GKeyFile) keys = g_key_file_new();
  g_autoptr(GError) reason = NULL;
  if (!file->description)
    return fail(check, "the description of the network is missing");
  if (!g_key_file_load_from_data(keys, file->description, (gsize)-1, G_KEY_FILE_NONE, &reason))
    return fail(check, "the description of the network is not a key file (%s)", reason->message);
  return g_key_file_has_group(keys, "network") ||
         fail(check, "the description of the network has no group [network]");
}

static gboolean check_elements(const Check *check)
{
  const BwNetworkFile *file = check->file;
  if (file->n_elements < 1)
    return fail(check, "array 'elements': there is none");
  for (int e = 0; e < file->n_elements; e++)
    if (file->elements[e] < 1 || file->elements[e] >= BW_N_ELEMENTS ||
        (e > 0 && file->elements[e] <= file->elements[e - 1]))
      return fail(check,
                  "array 'elements': number %d is %d; expected are atomic numbers from 1 to %d, ascending", e,
                  file->elements[e], BW_N_ELEMENTS - 1);
  return TRUE;
}

static gboolean check_outputs(const Check *check)
{
  const BwNetworkFile *file = check->file;
  gsize n = file->outputs ? g_strv_length(file->outputs) : 0;
  if (n == 0)
    return fail(check, "there is nothing that it predicts: 'outputs' is empty");
  return check_finite(check, "scales", file->scales, n) &&
         check_finite(check, "offsets", file->offsets, n * file->n_elements);
}

/* A member has the matrices of the first one, in the same order, and is of finite numbers. */
static gboolean check_member(const Check *check, int number)
{
  const GArray *first = g_ptr_array_index(check->file->members, 0),
               *member = g_ptr_array_index(check->file->members, number);
  if (member->len != first->len || member->len == 0)
    return fail(check, "member %d has %u matrices, the first %u; expected are as many, and some", number,
                member->len, first->len);
  for (guint i = 0; i < member->len; i++) {
    const BwNetworkMatrix *a = &g_array_index(first, BwNetworkMatrix, i),
                          *b = &g_array_index(member, BwNetworkMatrix, i);
    g_autofree char *name = g_strdup_printf("members/%d/%s", number, b->name);
    if (!g_str_equal(a->name, b->name))
      return fail(check, "array '%s': the first member has '%s' in its place", name, a->name);
    if (a->rows != b->rows || a->columns != b->columns)
      return fail(check, "array '%s' is %d × %d, that of the first member %d × %d", name, b->rows, b->columns,
                  a->rows, a->columns);
    if (!check_finite(check, name, b->values, (gsize)b->rows * b->columns))
      return FALSE;
  }
  return TRUE;
}

static gboolean check_members(const Check *check)
{
  if (check->file->members->len == 0)
    return fail(check, "has no weights: there is no member");
  for (guint m = 0; m < check->file->members->len; m++)
    if (!check_member(check, (int)m))
      return FALSE;
  return TRUE;
}

static gboolean check_indices(const Check *check, const char *name, const gint64 *indices, gint64 n)
{
  for (gint64 i = 0; indices && i < n; i++)
    if (indices[i] < 0)
      return fail(check, "array '%s': element %" G_GINT64_FORMAT " is negative", name, i);
  return TRUE;
}

gboolean bw_network_file_check(const BwNetworkFile *file, BwError code, const char *path, GError **error)
{
  const Check check = {file, code, path, error};
  g_autoptr(GError) unit = NULL;
  if (!bw_unit_system_factors(&file->units, NULL, NULL, NULL, NULL, &unit))
    return fail(&check, "the units of its training data: %s", unit->message);
  return check_description(&check) && check_elements(&check) && check_outputs(&check) &&
         check_members(&check) && check_indices(&check, "idxs_train", file->idxs_train, file->n_train) &&
         check_indices(&check, "idxs_valid", file->idxs_valid, file->n_valid);
}
