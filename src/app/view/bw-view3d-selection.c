/* What is selected: by clicks, rubber bands, elements, fragments and keys; and how a screen reader hears of
 * it. */
#include "app/view/bw-view3d-private.h"

#include <glib/gi18n.h>

#include "base/elements.h"

enum { MOST_NAMED = 6 };

static const BwFrame *shown_frame(BwView3d *self)
{
  return self->session ? bw_session_get_frame(self->session) : NULL;
}

const int *bw_view3d_get_selection(BwView3d *self, int *n)
{
  *n = 0;
  return self->session ? bw_session_get_selection(self->session, n) : NULL;
}

static int count_atoms(BwView3d *self)
{
  const BwFrame *frame = shown_frame(self);
  return frame ? frame->atoms->n_atoms : 0;
}

/* "O2, H8" */
static char *describe(BwView3d *self)
{
  const BwFrame *frame = shown_frame(self);
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  if (n == 0 || !frame)
    return g_strdup(_("Nothing is selected"));
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < MIN(n, MOST_NAMED); i++) {
    g_string_append_printf(text, "%s%s%d", i > 0 ? ", " : "",
                           bw_element(frame->atoms->numbers[atoms[i]])->symbol, atoms[i]);
  }
  if (n > MOST_NAMED)
    g_string_append_printf(text, ngettext(" and %d more", " and %d more", (gulong)(n - MOST_NAMED)),
                           n - MOST_NAMED);
  return g_strdup_printf(_("Selected: %s"), text->str);
}

void bw_view3d_on_selection(BwView3d *self)
{
  g_autofree char *text = describe(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  self->highlight_changed = TRUE;
  bw_view3d_update_measures(self);
  bw_view3d_update_actions(self);
  bw_view3d_redraw(self);
}

void bw_view3d_select(BwView3d *self, const int *atoms, int n)
{
  if (self->session)
    bw_session_select(self->session, atoms, n);
}

/* TRUE for each atom that is selected. */
static gboolean *mark_selected(BwView3d *self)
{
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  gboolean *marks = g_new0(gboolean, MAX(count_atoms(self), 1));
  for (int i = 0; i < n; i++)
    marks[atoms[i]] = TRUE;
  return marks;
}

static void select_marked(BwView3d *self, const gboolean *marks)
{
  g_autoptr(GArray) atoms = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < count_atoms(self); i++)
    if (marks[i])
      g_array_append_val(atoms, i);
  bw_view3d_select(self, (const int *)atoms->data, (int)atoms->len);
}

void bw_view3d_select_all(BwView3d *self)
{
  int n = count_atoms(self);
  g_autofree gboolean *marks = g_new(gboolean, MAX(n, 1));
  for (int i = 0; i < n; i++)
    marks[i] = TRUE;
  select_marked(self, marks);
}

void bw_view3d_invert_selection(BwView3d *self)
{
  g_autofree gboolean *marks = mark_selected(self);
  for (int i = 0; i < count_atoms(self); i++)
    marks[i] = !marks[i];
  select_marked(self, marks);
}

/* All atoms that share their class with a selected one. */
static void select_classes(BwView3d *self, const int *classes, int n_classes)
{
  int n = count_atoms(self);
  g_autofree gboolean *marks = mark_selected(self);
  g_autofree gboolean *wanted = g_new0(gboolean, MAX(n_classes, 1));
  for (int i = 0; i < n; i++)
    if (marks[i])
      wanted[classes[i]] = TRUE;
  for (int i = 0; i < n; i++)
    marks[i] = wanted[classes[i]];
  select_marked(self, marks);
}

void bw_view3d_select_element(BwView3d *self)
{
  const BwFrame *frame = shown_frame(self);
  if (frame)
    select_classes(self, frame->atoms->numbers, BW_N_ELEMENTS);
}

void bw_view3d_select_fragment(BwView3d *self)
{
  const GArray *bonds = bw_view3d_get_centroids(self) ? bw_scene_get_bonds(self->scene) : NULL;
  int n = count_atoms(self);
  if (!bonds)
    return;
  g_autofree int *fragments = g_new(int, MAX(n, 1));
  int n_fragments = bw_bonds_fragments(bonds, n, fragments);
  select_classes(self, fragments, n_fragments);
}

void bw_view3d_select_next(BwView3d *self, int step)
{
  int n = count_atoms(self), n_selected;
  const int *atoms = bw_view3d_get_selection(self, &n_selected);
  if (n < 1)
    return;
  int last = n_selected > 0 ? atoms[n_selected - 1] : step > 0 ? -1 : 0;
  int next = (last + step + n) % n;
  bw_view3d_select(self, &next, 1);
}

void bw_view3d_click(BwView3d *self, int atom, gboolean add)
{
  g_autoptr(GArray) atoms = g_array_new(FALSE, FALSE, sizeof(int));
  int n;
  const int *selected = bw_view3d_get_selection(self, &n);
  guint place = 0;
  g_array_append_vals(atoms, selected, (guint)n);
  while (place < atoms->len && g_array_index(atoms, int, place) != atom)
    place++;
  if (!add)
    g_array_set_size(atoms, 0);
  if (add && place < atoms->len)
    g_array_remove_index(atoms, place);
  else if (atom >= 0)
    g_array_append_val(atoms, atom);
  bw_view3d_select(self, (const int *)atoms->data, (int)atoms->len);
}

void bw_view3d_select_within(BwView3d *self, const graphene_rect_t *band, gboolean add)
{
  const double *centroids = bw_view3d_get_centroids(self);
  g_autofree gboolean *marks = add ? mark_selected(self) : g_new0(gboolean, MAX(count_atoms(self), 1));
  for (int i = 0; centroids && i < count_atoms(self); i++) {
    double place[2];
    if (bw_view3d_locate(self, centroids + 3 * (gsize)i, place))
      marks[i] |= graphene_rect_contains_point(band, &GRAPHENE_POINT_INIT((float)place[0], (float)place[1]));
  }
  select_marked(self, marks);
}

void bw_view3d_copy_indices(BwView3d *self)
{
  g_autoptr(GString) text = g_string_new(NULL);
  int n;
  const int *atoms = bw_view3d_get_selection(self, &n);
  for (int i = 0; i < n; i++)
    g_string_append_printf(text, "%s%d", i > 0 ? " " : "", atoms[i]);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(GTK_WIDGET(self)), text->str);
}
