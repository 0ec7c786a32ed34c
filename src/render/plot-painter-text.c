#include "render/plot-painter-text.h"
#include "plot/text.h"

#include <math.h>

enum { WIDTH = 2048, HEIGHT = 1024, MOST_TEXTS = 4096, MARGIN = 2 };

typedef struct {
  double width, height; /* user units */
  gboolean drawn;
  BwPlotTexels texels;
} Entry;

struct _BwPlotTexts {
  GLuint texture;
  GHashTable *entries; /* Entry by key */
  GString *key;
  PangoLayout *layout;
  const BwPlotTheme *theme;
  double scale;
  int x, y, row; /* the next text goes here; the height of this row of texts */
};

BwPlotTexts *bw_plot_texts_new(void)
{
  BwPlotTexts *texts = g_new0(BwPlotTexts, 1);
  texts->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  texts->key = g_string_new(NULL);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create(surface);
  texts->layout = bw_text_layout_new(cr, FALSE);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  glGenTextures(1, &texts->texture);
  glBindTexture(GL_TEXTURE_2D, texts->texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, WIDTH, HEIGHT, 0, GL_RED, GL_UNSIGNED_BYTE, NULL);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  return texts;
}

void bw_plot_texts_free(BwPlotTexts *texts)
{
  glDeleteTextures(1, &texts->texture);
  g_hash_table_unref(texts->entries);
  g_string_free(texts->key, TRUE);
  g_object_unref(texts->layout);
  g_free(texts);
}

GLuint bw_plot_texts_get_texture(const BwPlotTexts *texts)
{
  return texts->texture;
}

void bw_plot_texts_empty(BwPlotTexts *texts)
{
  g_hash_table_remove_all(texts->entries);
  texts->x = texts->y = texts->row = 0;
}

void bw_plot_texts_begin(BwPlotTexts *texts, const BwPlotTheme *theme, double scale)
{
  if (g_hash_table_size(texts->entries) > MOST_TEXTS)
    bw_plot_texts_empty(texts);
  texts->theme = theme;
  texts->scale = scale;
}

/* The entry, laid out but perhaps not drawn. `fill`: the layout holds this text afterwards. */
static Entry *look_up(BwPlotTexts *texts, const BwText *text, gboolean fill)
{
  g_string_printf(texts->key, "%d %d %g %g %d %d %g %s %s", text->style, text->upright, text->anchor_x,
                  text->max_width, text->max_lines, (int)(64 * texts->scale), texts->theme->font_size,
                  texts->theme->font, text->text);
  Entry *entry = g_hash_table_lookup(texts->entries, texts->key->str);
  if (entry && !fill)
    return entry;
  double width, height;
  bw_text_layout_set(texts->layout, text, texts->theme, &width, &height);
  if (!entry) {
    entry = g_new0(Entry, 1);
    g_hash_table_insert(texts->entries, g_strdup(texts->key->str), entry);
  }
  entry->width = width;
  entry->height = height;
  return entry;
}

void bw_plot_texts_measure(BwPlotTexts *texts, const BwText *text, double *width, double *height)
{
  const Entry *entry = look_up(texts, text, FALSE);
  *width = entry->width;
  *height = entry->height;
}

/* Room for so many texels; FALSE: the texture is full. */
static gboolean reserve(BwPlotTexts *texts, BwPlotTexels *texels)
{
  if (texts->x + texels->width > WIDTH) {
    texts->x = 0;
    texts->y += texts->row;
    texts->row = 0;
  }
  if (texts->y + texels->height > HEIGHT)
    return FALSE;
  texels->x = texts->x;
  texels->y = texts->y;
  texts->x += texels->width;
  texts->row = MAX(texts->row, texels->height);
  return TRUE;
}

/* The base line of the letters goes between two pixels, as it does in cairo. */
static void set_offsets(BwPlotTexts *texts, const BwText *text, BwPlotTexels *texels)
{
  double base = texts->scale * pango_layout_get_baseline(texts->layout) / PANGO_SCALE;
  texels->left = texels->top = MARGIN;
  if (text->upright)
    texels->left += ceil(base) - base;
  else
    texels->top += ceil(base) - base;
}

static void upload(const BwPlotTexts *texts, const BwText *text, const BwPlotTexels *texels)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, texels->width, texels->height);
  cairo_t *cr = cairo_create(surface);
  const BwText moved = {.text = text->text,
                        .x = texels->left / texts->scale,
                        .y = texels->top / texts->scale,
                        .upright = text->upright};
  cairo_scale(cr, texts->scale, texts->scale);
  bw_text_layout_paint(texts->layout, &moved, cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  glBindTexture(GL_TEXTURE_2D, texts->texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, cairo_image_surface_get_stride(surface));
  glTexSubImage2D(GL_TEXTURE_2D, 0, texels->x, texels->y, texels->width, texels->height, GL_RED,
                  GL_UNSIGNED_BYTE, cairo_image_surface_get_data(surface));
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  cairo_surface_destroy(surface);
}

gboolean bw_plot_texts_find(BwPlotTexts *texts, const BwText *text, BwPlotTexels *texels)
{
  Entry *entry = look_up(texts, text, FALSE);
  if (!entry->drawn) {
    BwPlotTexels *own = &entry->texels;
    look_up(texts, text, TRUE);
    set_offsets(texts, text, own);
    own->width = MIN(WIDTH, (int)ceil(entry->width * texts->scale) + 2 * MARGIN + 1);
    own->height = MIN(HEIGHT, (int)ceil(entry->height * texts->scale) + 2 * MARGIN + 1);
    if (!reserve(texts, own))
      return FALSE;
    upload(texts, text, own);
    entry->drawn = TRUE;
  }
  *texels = entry->texels;
  return TRUE;
}
