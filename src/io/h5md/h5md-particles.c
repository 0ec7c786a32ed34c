#include "io/h5md/h5md-particles.h"
#include "base/array.h"
#include "io/h5md/h5md-species.h"

#include <stdlib.h>
#include <string.h>

static void free_element(gpointer data)
{
  bw_h5md_element_clear(data);
  g_free(data);
}

void bw_h5md_particles_clear(BwH5mdParticles *particles)
{
  bw_h5md_element_clear(&particles->position);
  bw_h5md_element_clear(&particles->edges);
  g_clear_pointer(&particles->others, g_ptr_array_unref);
  bw_h5_close(particles->group);
  bw_atoms_unref(particles->atoms);
  g_free(particles->name);
  g_free(particles->note);
  *particles = BW_H5MD_PARTICLES_INIT;
}

static gboolean fail(const BwH5mdParticles *particles, GError **error, const char *what)
{
  g_autofree char *place = bw_h5_place(particles->group);
  return bw_h5_fail(error, BW_ERROR_FORMAT, place, "%s", what);
}

static void add_note(BwH5mdParticles *particles, char *note)
{
  if (!particles->note) {
    particles->note = note;
    return;
  }
  char *both = g_strjoin("; ", particles->note, note, NULL);
  g_free(particles->note);
  g_free(note);
  particles->note = both;
}

/* Which group */

static herr_t collect_name(hid_t group G_GNUC_UNUSED, const char *name, const H5L_info_t *info G_GNUC_UNUSED,
                           void *names)
{
  g_ptr_array_add(names, g_strdup(name));
  return 0;
}

static GPtrArray *member_names(hid_t group)
{
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, collect_name, names);
  return names;
}

/* −1: it has no positions. 0: there is something wrong with them, which is said when the group is chosen. */
static gint64 count_particles(hid_t groups, const char *name)
{
  BwH5mdElement position = BW_H5MD_ELEMENT_INIT;
  g_auto(BwH5) group = bw_h5_open(groups, name, NULL);
  if (group < 0 || H5Iget_type(group) != H5I_GROUP || !bw_h5_has(group, "position"))
    return -1;
  gboolean good = bw_h5md_element_open(&position, group, "position", NULL) && position.n_dims == 2;
  gint64 n = good ? (gint64)position.dims[0] : 0;
  bw_h5md_element_clear(&position);
  return n;
}

gboolean bw_h5md_particles_has_frames(hid_t file, const char *name)
{
  g_autofree char *path = g_strconcat("particles/", name, NULL);
  BwH5mdElement position = BW_H5MD_ELEMENT_INIT;
  g_auto(BwH5) group = bw_h5_open(file, path, NULL);
  gboolean has = group >= 0 && bw_h5_has(group, "position") &&
                 bw_h5md_element_open(&position, group, "position", NULL) && position.n_rows > 0;
  bw_h5md_element_clear(&position);
  return has;
}

/* "beads.2" beside "beads": the same particles, later. */
static gboolean goes_on(hid_t groups, const char *name)
{
  gint64 n_beads;
  const char *dot = strrchr(name, '.');
  if (!dot || dot == name || strspn(dot + 1, "0123456789") != strlen(dot + 1) || atoi(dot + 1) < 2)
    return FALSE;
  g_autofree char *stem = g_strndup(name, (gsize)(dot - name));
  g_auto(BwH5) group = bw_h5_open(groups, name, NULL);
  return bw_h5_has(groups, stem) && group >= 0 && bw_h5_get_int(group, "n_beads", &n_beads);
}

static gboolean choose_group(BwH5mdParticles *particles, hid_t groups, GError **error)
{
  g_autoptr(GPtrArray) names = member_names(groups);
  gint64 most = -1;
  guint n_groups = 0;
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    if (goes_on(groups, name))
      continue;
    n_groups++;
    gint64 n = count_particles(groups, name);
    if (n < most || n < 0 || (n == most && !g_str_equal(name, "all")))
      continue;
    most = n;
    g_free(particles->name);
    particles->name = g_strdup(name);
  }
  if (!particles->name) {
    g_autofree char *place = bw_h5_place(groups);
    return bw_h5_fail(error, BW_ERROR_FORMAT, place, "no group of particles has positions");
  }
  if (n_groups > 1)
    add_note(particles,
             g_strdup_printf("of %u groups of particles, “%s” is shown", n_groups, particles->name));
  return TRUE;
}

static gboolean open_group(BwH5mdParticles *particles, hid_t file, const char *name, GError **error)
{
  g_auto(BwH5) groups = bw_h5_open(file, "particles", error);
  if (groups < 0)
    return FALSE;
  particles->name = g_strdup(name);
  if (!name && !choose_group(particles, groups, error))
    return FALSE;
  particles->group = bw_h5_open(groups, particles->name, error);
  return particles->group >= 0 &&
         bw_h5md_element_open(&particles->position, particles->group, "position", error);
}

/* Who they are */

static gboolean check_positions(BwH5mdParticles *particles, GError **error)
{
  gint64 n_beads = 1, n_atoms;
  const BwH5mdElement *position = &particles->position;
  if (position->n_dims != 2 || position->dims[1] != 3)
    return fail(particles, error, "positions have to be three numbers per particle");
  particles->n_particles = (gint64)position->dims[0];
  if (bw_h5_get_int(particles->group, "n_beads", &n_beads) &&
      (!bw_h5_get_int(particles->group, "n_atoms", &n_atoms) || n_beads < 1 || n_atoms < 1 ||
       n_beads > particles->n_particles || particles->n_particles / n_beads != n_atoms ||
       particles->n_particles % n_beads != 0))
    return fail(particles, error, "the numbers of beads and atoms do not fit the particles");
  if (particles->n_particles < 1 || particles->n_particles > G_MAXINT / 3)
    return fail(particles, error, "there are no particles, or too many");
  if (position->n_rows < 1)
    return fail(particles, error, "there are no frames");
  particles->n_beads = (int)n_beads;
  return bw_memory_check((guint64)position->n_values * sizeof(double), particles->name,
                         "use a machine with more memory", error);
}

/* The rest */

static gboolean open_box(BwH5mdParticles *particles, GError **error)
{
  if (!bw_h5_has(particles->group, "box"))
    return TRUE;
  g_auto(BwH5) box = bw_h5_open(particles->group, "box", error);
  g_auto(GStrv) boundary = bw_h5_get_strings(box, "boundary");
  const int n = boundary ? (int)g_strv_length(boundary) : 0;
  for (int k = 0; k < 3; k++)
    particles->periodic[k] = n == 0 || g_str_equal(boundary[MIN(k, n - 1)], "periodic");
  if (!bw_h5_has(box, "edges"))
    return TRUE;
  if (!bw_h5md_element_open(&particles->edges, box, "edges", error))
    return FALSE;
  const BwH5mdElement *edges = &particles->edges;
  particles->has_edges =
      edges->n_values == 3 || (edges->n_dims == 2 && edges->dims[0] == 3 && edges->dims[1] == 3);
  return particles->has_edges ||
         fail(particles, error, "the edges of the box are neither three lengths nor three vectors");
}

gboolean bw_h5md_particles_read_cell(const BwH5mdParticles *particles, gint64 step, gint64 row, double length,
                                     BwCell *cell, GError **error)
{
  double edges[9] = {0}, vectors[3][3] = {{0}};
  gboolean any = FALSE;
  bw_cell_init_none(cell);
  if (!particles->has_edges)
    return TRUE;
  gint64 at = bw_h5md_element_find(&particles->edges, step, row);
  if (!bw_h5md_element_read(&particles->edges, MAX(at, 0), edges, error))
    return FALSE;
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++) {
      double edge = particles->edges.n_values == 9 ? edges[3 * i + k] : i == k ? edges[i] : 0;
      vectors[i][k] = edge * length;
      any |= edge != 0 && particles->periodic[i];
    }
  return !any || bw_cell_init(cell, (const double(*)[3])vectors, particles->periodic, error);
}

/* Images only undo the wrapping; ids and links say nothing of a frame. */
static gboolean is_wanted(const char *name)
{
  static const char *const known[] = {"position", "species", "mass", "box", "image", "id", NULL};
  return !g_strv_contains(known, name);
}

/* A row is of the particles, or of the beads as wholes. */
static gboolean is_of_all(const BwH5mdParticles *particles, const BwH5mdElement *element)
{
  return (gint64)element->dims[0] == particles->n_particles ||
         (element->n_dims == 1 && (gint64)element->dims[0] == particles->n_beads);
}

static void open_others(BwH5mdParticles *particles)
{
  g_autoptr(GPtrArray) names = member_names(particles->group);
  particles->others = g_ptr_array_new_with_free_func(free_element);
  for (guint i = 0; i < names->len; i++) {
    BwH5mdElement *element = g_new(BwH5mdElement, 1);
    *element = BW_H5MD_ELEMENT_INIT;
    if (is_wanted(names->pdata[i]) &&
        bw_h5md_element_open(element, particles->group, names->pdata[i], NULL) && element->n_dims > 0 &&
        is_of_all(particles, element) && element->n_rows > 0)
      g_ptr_array_add(particles->others, element);
    else
      free_element(element);
  }
}

gboolean bw_h5md_particles_open(BwH5mdParticles *particles, hid_t file, const char *name, GError **error)
{
  if (!open_group(particles, file, name, error) || !check_positions(particles, error) ||
      !open_box(particles, error))
    return FALSE;
  char *note = NULL;
  const int n_atoms = (int)(particles->n_particles / particles->n_beads);
  particles->atoms = bw_h5md_read_atoms(particles->group, particles->n_particles, n_atoms, &note);
  if (note)
    add_note(particles, note);
  open_others(particles);
  return TRUE;
}
