#include "io/h5md/h5md-segments.h"

static void free_part(gpointer data)
{
  bw_h5md_particles_clear(data);
  g_free(data);
}

void bw_h5md_segments_clear(BwH5mdSegments *segments)
{
  g_clear_pointer(&segments->parts, g_ptr_array_unref);
  segments->n_rows = 0;
}

static BwH5mdParticles *add_part(BwH5mdSegments *segments)
{
  BwH5mdParticles *part = g_new(BwH5mdParticles, 1);
  *part = BW_H5MD_PARTICLES_INIT;
  g_ptr_array_add(segments->parts, part);
  return part;
}

/* The same atoms are the same object, so that nobody thinks they have changed. */
static gboolean share_atoms(const BwH5mdParticles *first, BwH5mdParticles *part, GError **error)
{
  if (!bw_atoms_equal(first->atoms, part->atoms)) {
    g_autofree char *place = bw_h5_place(part->group);
    return bw_h5_fail(error, BW_ERROR_FORMAT, place, "has other atoms than “%s”, with which it goes on",
                      first->name);
  }
  bw_atoms_unref(part->atoms);
  part->atoms = bw_atoms_ref(first->atoms);
  return TRUE;
}

/* A segment that has just begun has no frames yet, nor does one that ended where it began. */
static gboolean open_part(BwH5mdSegments *segments, hid_t file, const char *name, GError **error)
{
  if (!bw_h5md_particles_has_frames(file, name))
    return TRUE;
  BwH5mdParticles *part = add_part(segments);
  if (!bw_h5md_particles_open(part, file, name, error) ||
      !share_atoms(bw_h5md_segments_first(segments), part, error))
    return FALSE;
  segments->n_rows += part->position.n_rows;
  return TRUE;
}

gboolean bw_h5md_segments_open(BwH5mdSegments *segments, hid_t file, GError **error)
{
  segments->parts = g_ptr_array_new_with_free_func(free_part);
  BwH5mdParticles *first = add_part(segments);
  if (!bw_h5md_particles_open(first, file, NULL, error))
    return FALSE;
  segments->n_rows = first->position.n_rows;
  for (int index = 2;; index++) {
    g_autofree char *name = g_strdup_printf("%s.%d", first->name, index);
    g_autofree char *path = g_strconcat("particles/", name, NULL);
    if (!bw_h5_has(file, path))
      return TRUE;
    if (!open_part(segments, file, name, error))
      return FALSE;
  }
}

const BwH5mdParticles *bw_h5md_segments_first(const BwH5mdSegments *segments)
{
  return segments->parts->pdata[0];
}

const BwH5mdParticles *bw_h5md_segments_find(const BwH5mdSegments *segments, gint64 row, gint64 *row_of_part)
{
  guint i = 0;
  for (; i + 1 < segments->parts->len; i++) {
    const BwH5mdParticles *part = segments->parts->pdata[i];
    if (row < part->position.n_rows)
      break;
    row -= part->position.n_rows;
  }
  *row_of_part = row;
  return segments->parts->pdata[i];
}
