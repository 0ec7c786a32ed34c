/* Segments: the particles of a run as long as their number stays the same. */
#include "engine/run-file-track.h"
#include "io/h5md/h5md-head.h"

BwSegment *bw_segment_new(int index, int n_beads, int n_atoms, const BwRecordSettings *record,
                          gint64 last_step)
{
  BwSegment *self = g_new0(BwSegment, 1);
  self->index = index;
  self->n_beads = n_beads;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++) {
    bw_track_init(&self->tracks[kind], kind);
    bw_track_prepare(&self->tracks[kind], record, n_beads, n_atoms, last_step);
  }
  return self;
}

void bw_segment_free(BwSegment *self)
{
  if (!self)
    return;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    bw_track_clear(&self->tracks[kind]);
  g_free(self);
}

char *bw_segment_group(int index)
{
  return index == 1 ? g_strdup("particles/beads") : g_strdup_printf("particles/beads.%d", index);
}

int bw_segment_find_last(hid_t file)
{
  for (int index = 1;; index++) {
    g_autofree char *group = bw_segment_group(index);
    if (!bw_h5_has(file, "particles") || !bw_h5_has(file, group))
      return index - 1;
  }
}

gboolean bw_segment_is_empty(const BwSegment *self)
{
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    if (!bw_track_is_empty(&self->tracks[kind]))
      return FALSE;
  return TRUE;
}

gsize bw_segment_get_waiting(const BwSegment *self)
{
  gsize bytes = 0;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    bytes += bw_track_get_waiting(&self->tracks[kind]);
  return bytes;
}

gboolean bw_segment_open(BwSegment *self, hid_t file, int n_atoms, const BwRecordSettings *record,
                         gint64 last_step, GError **error)
{
  g_autofree char *group = bw_segment_group(self->index);
  self->created = TRUE;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    if (!bw_track_open(&self->tracks[kind], file, group, record, self->n_beads, n_atoms, last_step, error))
      return FALSE;
  return TRUE;
}

/* A run whose beads were changed twice without a row in between leaves an empty segment behind. */
static gboolean make_room(hid_t file, const char *group, GError **error)
{
  if (!bw_h5_has(file, "particles") || !bw_h5_has(file, group) || H5Ldelete(file, group, H5P_DEFAULT) >= 0)
    return TRUE;
  g_autofree char *place = bw_h5_place(file);
  return bw_h5_fail(error, BW_ERROR_FILE, place, "/%s cannot be replaced", group);
}

static gboolean create(BwSegment *self, hid_t file, const BwAtoms *atoms, const BwCell *cell,
                       const BwRecordSettings *record, GError **error)
{
  g_autofree char *group = bw_segment_group(self->index), *edges = g_strconcat(group, "/box/edges", NULL);
  if (!make_room(file, group, error) ||
      !bw_h5md_write_particles(file, group, atoms, self->n_beads, cell, error) ||
      (bw_cell_is_periodic(cell) &&
       !bw_h5_write(file, edges, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){3, 3}, cell->vectors, "Angstrom", error)))
    return FALSE;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    if (!bw_track_create(&self->tracks[kind], file, group, record, error))
      return FALSE;
  self->created = TRUE;
  return TRUE;
}

gboolean bw_segment_flush(BwSegment *self, hid_t file, const BwAtoms *atoms, const BwCell *cell,
                          const BwRecordSettings *record, GError **error)
{
  if (!self->created && !create(self, file, atoms, cell, record, error))
    return FALSE;
  for (int kind = 0; kind < BW_N_PARTICLE_TRACKS; kind++)
    if (!bw_track_flush(&self->tracks[kind], error))
      return FALSE;
  return TRUE;
}
