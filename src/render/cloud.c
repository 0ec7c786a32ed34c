#include "render/cloud-private.h"

#include "base/priority.h"
#include "base/vec3.h"

#include <string.h>

enum { MOST_WAITING = 64, NICE = 10 };

/* After surfaces were made the thread rests: this long at least (µs), and this many times what they took. */
static const gint64 REST = 150000, REST_PER_WORK = 4;
static const double LARGEST_WEIGHT = 1e6;
/* Neighbouring beads are near each other, and so are moments that follow each other: so many beads count as
 * one sample when the smoothing is chosen. */
static const double BEADS_PER_SAMPLE = 128;

typedef struct {
  int n_beads;
  float points[]; /* [n_atoms][n_beads][3], Å from the anchors */
} Moment;

struct _BwCloud {
  gatomicrefcount refs; /* the owner's, and the thread's */
  BwAtoms *atoms;
  int n_atoms;
  gboolean in_place;
  double *anchors; /* [n_atoms][3]; NULL: nothing added yet; not changed later */
  Moment *last;    /* handed over */
  void (*ready)(gpointer data);
  gpointer data;

  GMutex lock; /* for what follows */
  GCond changed;
  BwCloudRecipe recipe;
  GQueue waiting;    /* of Moment */
  gboolean stale;    /* there are moments, or another recipe, that the surfaces do not know */
  gboolean settling; /* somebody waits: no rest */
  gboolean over, busy;
  BwCloudMesh *mesh; /* not taken yet */
  guint announcement;

  /* The thread's own. */
  BwDensity *densities; /* [n_atoms] */
  gint64 n_moments;
  double total_weight, n_samples;
};

/* How many cells along an edge: some 60 to 80 MB for all atoms at most. */
static int cube_for(int n_atoms)
{
  return n_atoms <= 400 ? BW_CLOUD_LARGE_CUBE : n_atoms <= 1000 ? BW_CLOUD_MIDDLE_CUBE : BW_CLOUD_SMALL_CUBE;
}

static void shrink_weights(BwCloud *cloud)
{
  for (int i = 0; i < cloud->n_atoms; i++)
    bw_density_scale(cloud->densities + i, 1 / LARGEST_WEIGHT);
  cloud->total_weight /= LARGEST_WEIGHT;
}

/* Instead of letting the old fade, the new ones weigh more and more. */
static void deposit(BwCloud *cloud, const Moment *moment)
{
  double weight = cloud->n_moments < BW_CLOUD_MEMORY ? 1 : cloud->total_weight / (BW_CLOUD_MEMORY - 1);
  if (weight > LARGEST_WEIGHT) {
    shrink_weights(cloud);
    weight /= LARGEST_WEIGHT;
  }
  for (int i = 0; i < cloud->n_atoms; i++)
    bw_density_deposit(cloud->densities + i, moment->points + 3 * (gsize)i * moment->n_beads, moment->n_beads,
                       weight);
  cloud->n_moments++;
  cloud->total_weight += weight;
  double share = 1.0 / (double)MIN(cloud->n_moments, BW_CLOUD_MEMORY);
  double fading = cloud->n_moments <= BW_CLOUD_MEMORY ? 1 : 1 - share;
  cloud->n_samples = fading * cloud->n_samples + moment->n_beads / BEADS_PER_SAMPLE;
}

static gboolean announce(gpointer data)
{
  BwCloud *cloud = data;
  g_mutex_lock(&cloud->lock);
  cloud->announcement = 0;
  g_mutex_unlock(&cloud->lock);
  cloud->ready(cloud->data);
  return G_SOURCE_REMOVE;
}

/* With the lock held, which is let go meanwhile. */
static gint64 make_mesh(BwCloud *cloud)
{
  BwCloudRecipe recipe = cloud->recipe;
  gint64 start = g_get_monotonic_time();
  cloud->stale = FALSE;
  g_mutex_unlock(&cloud->lock);
  BwCloudMesh *mesh = bw_cloud_mesh_new(cloud->densities, cloud->n_atoms, &recipe, cloud->n_samples);
  mesh->n_moments = cloud->n_moments;
  mesh->anchors = g_memdup2(cloud->anchors, sizeof *cloud->anchors * 3 * cloud->n_atoms);
  g_mutex_lock(&cloud->lock);
  bw_cloud_mesh_unref(cloud->mesh);
  cloud->mesh = mesh;
  if (cloud->ready && !cloud->announcement && !cloud->over)
    cloud->announcement = g_idle_add(announce, cloud);
  gint64 end = g_get_monotonic_time();
  return end + MAX(REST, REST_PER_WORK * (end - start));
}

static void take_moment(BwCloud *cloud)
{
  Moment *moment = g_queue_pop_head(&cloud->waiting);
  cloud->stale = TRUE;
  g_mutex_unlock(&cloud->lock);
  deposit(cloud, moment);
  g_free(moment);
  g_mutex_lock(&cloud->lock);
}

static void cloud_unref(BwCloud *cloud)
{
  if (!g_atomic_ref_count_dec(&cloud->refs))
    return;
  for (int i = 0; i < cloud->n_atoms; i++)
    bw_density_clear(cloud->densities + i);
  g_queue_clear_full(&cloud->waiting, g_free);
  bw_cloud_mesh_unref(cloud->mesh);
  g_mutex_clear(&cloud->lock);
  g_cond_clear(&cloud->changed);
  bw_atoms_unref(cloud->atoms);
  g_free(cloud->densities);
  g_free(cloud->anchors);
  g_free(cloud->last);
  g_free(cloud);
}

static gpointer work(gpointer data)
{
  BwCloud *cloud = data;
  gint64 rested = 0;
  bw_thread_give_way(NICE);
  g_mutex_lock(&cloud->lock);
  while (!cloud->over) {
    gboolean idle = g_queue_is_empty(&cloud->waiting);
    gboolean may_mesh = cloud->stale && (cloud->settling ? idle : g_get_monotonic_time() >= rested);
    cloud->busy = may_mesh || !idle;
    if (may_mesh)
      rested = make_mesh(cloud);
    else if (!idle)
      take_moment(cloud);
    cloud->busy = FALSE;
    g_cond_broadcast(&cloud->changed);
    if (cloud->over || may_mesh || !idle)
      continue;
    if (cloud->stale)
      g_cond_wait_until(&cloud->changed, &cloud->lock, rested);
    else
      g_cond_wait(&cloud->changed, &cloud->lock);
  }
  g_mutex_unlock(&cloud->lock);
  cloud_unref(cloud);
  return NULL;
}

BwCloud *bw_cloud_new(BwAtoms *atoms, const BwCloudRecipe *recipe, void (*ready)(gpointer data),
                      gpointer data)
{
  BwCloud *cloud = g_new0(BwCloud, 1);
  g_atomic_ref_count_init(&cloud->refs);
  cloud->atoms = bw_atoms_ref(atoms);
  cloud->n_atoms = atoms->n_atoms <= BW_CLOUD_MOST_ATOMS ? atoms->n_atoms : 0;
  cloud->in_place = recipe->in_place;
  cloud->recipe = *recipe;
  cloud->ready = ready;
  cloud->data = data;
  cloud->densities = g_new(BwDensity, cloud->n_atoms + 1);
  for (int i = 0; i < cloud->n_atoms; i++)
    bw_density_init(cloud->densities + i, cube_for(cloud->n_atoms));
  g_mutex_init(&cloud->lock);
  g_cond_init(&cloud->changed);
  g_queue_init(&cloud->waiting);
  g_atomic_ref_count_inc(&cloud->refs);
  g_thread_unref(g_thread_new("cloud", work, cloud));
  return cloud;
}

/* On a busy machine a thread of low priority takes seconds to finish what it is at: whoever frees the cloud,
 * the thread of the window, does not wait for it. */
void bw_cloud_free(BwCloud *cloud)
{
  if (!cloud)
    return;
  g_mutex_lock(&cloud->lock);
  cloud->over = TRUE;
  g_cond_broadcast(&cloud->changed);
  g_mutex_unlock(&cloud->lock);
  g_clear_handle_id(&cloud->announcement, g_source_remove); /* no other will come */
  cloud_unref(cloud);
}

static gboolean same_surfaces(const BwCloudRecipe *a, const BwCloudRecipe *b)
{
  return a->n_surfaces == b->n_surfaces &&
         memcmp(a->fractions, b->fractions, sizeof *a->fractions * a->n_surfaces) == 0;
}

gboolean bw_cloud_set_recipe(BwCloud *cloud, const BwCloudRecipe *recipe)
{
  if (recipe->in_place != cloud->in_place)
    return FALSE;
  g_mutex_lock(&cloud->lock);
  if (!same_surfaces(&cloud->recipe, recipe)) {
    cloud->recipe = *recipe;
    cloud->stale = cloud->anchors != NULL;
    g_cond_broadcast(&cloud->changed);
  }
  g_mutex_unlock(&cloud->lock);
  return TRUE;
}

static gsize moment_size(const BwCloud *cloud, int n_beads)
{
  return sizeof(Moment) + 3 * sizeof(float) * (gsize)cloud->n_atoms * (gsize)n_beads;
}

static Moment *new_moment(const BwCloud *cloud, const BwCell *cell, const double *positions,
                          const double *centroid, int n_beads)
{
  Moment *moment = g_malloc(moment_size(cloud, n_beads));
  const double *anchors = cloud->in_place ? cloud->anchors : centroid;
  double turn[3][3];
  bw_cloud_find_turn(cloud->atoms, cell, cloud->in_place, cloud->anchors, centroid, turn);
  moment->n_beads = n_beads;
  for (int i = 0; i < cloud->n_atoms; i++)
    for (int bead = 0; bead < n_beads; bead++) {
      double v[3];
      bw_sub3(positions + 3 * ((gsize)bead * cloud->n_atoms + i), anchors + 3 * (gsize)i, v);
      bw_cell_minimum_image(cell, v, NULL);
      for (int d = 0; d < 3; d++) /* turned back */
        moment->points[3 * ((gsize)i * n_beads + bead) + d] =
            (float)(turn[0][d] * v[0] + turn[1][d] * v[1] + turn[2][d] * v[2]);
    }
  return moment;
}

/* Atoms that are nowhere would spoil the average for good. */
static gboolean is_finite(const BwCloud *cloud, const Moment *moment)
{
  for (gsize k = 0; k < 3 * (gsize)cloud->n_atoms * moment->n_beads; k++)
    if (!(fabsf(moment->points[k]) < 1e4f))
      return FALSE;
  return TRUE;
}

void bw_cloud_add(BwCloud *cloud, const BwCell *cell, const double *positions, const double *centroid,
                  int n_beads, gboolean wait)
{
  gsize size = moment_size(cloud, n_beads);
  if (cloud->n_atoms == 0)
    return;
  if (!cloud->anchors)
    cloud->anchors = g_memdup2(centroid, sizeof *centroid * 3 * cloud->n_atoms);
  Moment *moment = new_moment(cloud, cell, positions, centroid, n_beads);
  gboolean again = cloud->last && cloud->last->n_beads == n_beads && memcmp(cloud->last, moment, size) == 0;
  if (again || !is_finite(cloud, moment)) {
    g_free(moment);
    return;
  }
  g_free(cloud->last);
  cloud->last = g_memdup2(moment, size);
  g_mutex_lock(&cloud->lock);
  while (wait && g_queue_get_length(&cloud->waiting) >= MOST_WAITING)
    g_cond_wait(&cloud->changed, &cloud->lock);
  if (g_queue_get_length(&cloud->waiting) < MOST_WAITING)
    g_queue_push_tail(&cloud->waiting, moment);
  else
    g_free(moment);
  g_cond_broadcast(&cloud->changed);
  g_mutex_unlock(&cloud->lock);
}

int bw_cloud_get_n_atoms(const BwCloud *cloud)
{
  return cloud->n_atoms;
}

void bw_cloud_settle(BwCloud *cloud)
{
  g_mutex_lock(&cloud->lock);
  cloud->settling = TRUE;
  g_cond_broadcast(&cloud->changed);
  while (cloud->stale || cloud->busy || !g_queue_is_empty(&cloud->waiting))
    g_cond_wait(&cloud->changed, &cloud->lock);
  cloud->settling = FALSE;
  g_mutex_unlock(&cloud->lock);
}

BwCloudMesh *bw_cloud_take(BwCloud *cloud)
{
  g_mutex_lock(&cloud->lock);
  BwCloudMesh *mesh = g_steal_pointer(&cloud->mesh);
  g_mutex_unlock(&cloud->lock);
  return mesh;
}
