#include "plot/multiples-private.h"

#include <math.h>

#define SHOWN 0.01   /* of the highest density: tails below it do not widen all panels */
#define MARGIN 0.08  /* of the data, on both sides */
#define HEADROOM 1.1 /* above the highest density */

static void clear_outline(gpointer data)
{
  g_free(((BwOutline *)data)->density);
}

static void free_panel(gpointer data)
{
  BwPanel *panel = data;
  g_free(panel->name);
  g_free(panel->group);
  g_free(panel->note);
  g_array_unref(panel->outlines);
  g_free(panel);
}

BwMultiples *bw_multiples_new(const char *title, const char *unit)
{
  BwMultiples *self = g_new0(BwMultiples, 1);
  self->title = g_strdup(title);
  self->unit = g_strdup(unit);
  self->panels = g_ptr_array_new_with_free_func(free_panel);
  return self;
}

void bw_multiples_free(BwMultiples *self)
{
  if (!self)
    return;
  g_ptr_array_unref(self->panels);
  for (int a = 0; a < BW_N_ACCENTS; a++)
    g_free(self->legends[a]);
  g_free(self->title);
  g_free(self->caption);
  g_free(self->source);
  g_free(self->unit);
  g_free(self);
}

static void set_text(char **field, const char *text)
{
  char *copy = g_strdup(text);
  g_free(*field);
  *field = copy;
}

void bw_multiples_set_caption(BwMultiples *self, const char *caption)
{
  set_text(&self->caption, caption);
}

const char *bw_multiples_get_caption(const BwMultiples *self)
{
  return self->caption ? self->caption : "";
}

void bw_multiples_set_source(BwMultiples *self, const char *source)
{
  set_text(&self->source, source);
}

void bw_multiples_set_legend(BwMultiples *self, BwAccent accent, const char *legend)
{
  set_text(&self->legends[accent], legend);
}

void bw_multiples_set_unit(BwMultiples *self, const char *unit)
{
  set_text(&self->unit, unit);
}

void bw_multiples_set_n(BwMultiples *self, int n)
{
  while ((int)self->panels->len < n) {
    BwPanel *panel = g_new0(BwPanel, 1);
    panel->outlines = g_array_new(FALSE, TRUE, sizeof(BwOutline));
    g_array_set_clear_func(panel->outlines, clear_outline);
    g_ptr_array_add(self->panels, panel);
  }
  g_ptr_array_set_size(self->panels, n);
}

int bw_multiples_get_n(const BwMultiples *self)
{
  return (int)self->panels->len;
}

void bw_multiples_set_words(BwMultiples *self, int index, const char *name, const char *group,
                            const char *note)
{
  BwPanel *panel = self->panels->pdata[index];
  set_text(&panel->name, name);
  set_text(&panel->group, group);
  set_text(&panel->note, note);
}

const char *bw_multiples_get_name(const BwMultiples *self, int panel)
{
  const char *name = bw_multiples_panel(self, panel)->name;
  return name ? name : "";
}

const char *bw_multiples_get_note(const BwMultiples *self, int panel)
{
  const char *note = bw_multiples_panel(self, panel)->note;
  return note ? note : "";
}

void bw_multiples_clear_panel(BwMultiples *self, int index)
{
  BwPanel *panel = self->panels->pdata[index];
  g_array_set_size(panel->outlines, 0);
}

void bw_multiples_add(BwMultiples *self, int index, BwAccent accent, double low, double high,
                      const double *density, int n_bins, double mean)
{
  BwPanel *panel = self->panels->pdata[index];
  BwOutline outline = {accent, low, high, mean, g_memdup2(density, sizeof *density * (gsize)n_bins), n_bins};
  g_array_append_val(panel->outlines, outline);
}

gboolean bw_multiples_has_data(const BwMultiples *self)
{
  for (guint p = 0; p < self->panels->len; p++)
    if (bw_multiples_panel(self, (int)p)->outlines->len > 0)
      return TRUE;
  return FALSE;
}

/* Where data are dense enough to be seen. */
static gboolean find_extent(const BwPanel *panel, double *low, double *high, double *peak)
{
  *low = INFINITY, *high = -INFINITY, *peak = 0;
  for (guint o = 0; o < panel->outlines->len; o++) {
    const BwOutline *outline = &g_array_index(panel->outlines, BwOutline, o);
    double width = (outline->high - outline->low) / outline->n_bins, own = 0;
    for (int b = 0; b < outline->n_bins; b++)
      own = MAX(own, outline->density[b]);
    for (int b = 0; b < outline->n_bins; b++) {
      if (!(outline->density[b] > SHOWN * own))
        continue;
      *low = MIN(*low, outline->low + b * width);
      *high = MAX(*high, outline->low + (b + 1) * width);
    }
    *peak = MAX(*peak, own);
  }
  return *low < *high;
}

gboolean bw_multiples_get_range(const BwMultiples *self, int index, double *x_low, double *x_high,
                                double *y_high)
{
  double low, high, peak, span = 0, highest = 0;
  const BwPanel *own = bw_multiples_panel(self, index);
  for (guint p = 0; p < self->panels->len; p++) {
    const BwPanel *panel = self->panels->pdata[p];
    if (!find_extent(panel, &low, &high, &peak))
      continue;
    span = MAX(span, high - low);
    if (g_strcmp0(panel->group, own->group) == 0)
      highest = MAX(highest, peak);
  }
  if (!find_extent(own, &low, &high, &peak))
    return FALSE;
  double middle = 0.5 * (low + high);
  *x_low = middle - (0.5 + MARGIN) * span;
  *x_high = middle + (0.5 + MARGIN) * span;
  *y_high = HEADROOM * highest;
  return TRUE;
}
