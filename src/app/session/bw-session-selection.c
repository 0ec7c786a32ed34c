/* Which atoms are selected: anywhere means everywhere. */
#include "app/session/bw-session-private.h"

#include <string.h>

const int *bw_session_get_selection(BwSession *self, int *n)
{
  *n = (int)self->selection->len;
  return (const int *)(void *)self->selection->data;
}

/* Each atom once, in the order they come in. */
static GArray *list_atoms(const int *atoms, int n, int n_atoms)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(int));
  g_autofree gboolean *seen = g_new0(gboolean, n_atoms);
  for (int i = 0; i < n; i++)
    if (atoms[i] >= 0 && atoms[i] < n_atoms && !seen[atoms[i]]) {
      seen[atoms[i]] = TRUE;
      g_array_append_val(list, atoms[i]);
    }
  return list;
}

void bw_session_select(BwSession *self, const int *atoms, int n)
{
  g_autoptr(GArray) list = list_atoms(atoms, n, self->frame ? self->frame->atoms->n_atoms : 0);
  if (list->len == self->selection->len &&
      (list->len == 0 || memcmp(list->data, self->selection->data, sizeof(int) * list->len) == 0))
    return;
  g_array_unref(self->selection);
  self->selection = g_steal_pointer(&list);
  bw_session_emit(self, BW_SIGNAL_SELECTION);
}
