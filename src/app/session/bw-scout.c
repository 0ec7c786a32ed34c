#include "app/session/bw-scout.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BLINK 0.2 /* s, that the speed is measured for */
#define NICE 5    /* as the engine, whose speed is to be foretold */

/* What is done on the thread. */
typedef struct {
  BwScout *scout; /* of the main thread; NULL: nobody waits for it any more */
  atomic_int dropped;
  char *model, *advice_key, *speed_key; /* keys NULL: not wanted, or not found */
  BwPotential *own;                     /* opened from its path */
  BwAtoms *atoms;
  BwCell cell;
  double *positions;
  BwDynamicsSettings dynamics;
  gboolean twin;
  int n_threads;
  BwAdvice advice;
  double speed;
} Task;

struct _BwScout {
  void (*notify)(gpointer data);
  gpointer data;
  Task *away, *next;            /* NULL: none */
  BwPotential *own;             /* the model of the last task; NULL: away, or none yet */
  GHashTable *advices, *speeds; /* of BwAdvice, double: by their keys; unknown for good: 0 */
};

static void task_free(Task *task)
{
  g_clear_pointer(&task->own, bw_potential_unref);
  bw_atoms_unref(task->atoms);
  g_free(task->model);
  g_free(task->advice_key);
  g_free(task->speed_key);
  g_free(task->positions);
  g_free(task);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Task, task_free)

/* On the thread */

/* Steps per second of a throw-away run; 0: it cannot be made. */
static double measure(Task *task, const BwDynamicsSettings *settings, double seconds, BwPool *pool)
{
  g_autoptr(BwDynamics) dynamics =
      bw_dynamics_new(task->atoms, &task->cell, task->own, settings, task->positions, 1, TRUE, pool, NULL);
  if (!dynamics || !bw_dynamics_step(dynamics, pool, NULL)) /* the first step warms up */
    return 0;
  const gint64 begin = g_get_monotonic_time();
  double elapsed = 0;
  int n = 0;
  while (elapsed < seconds && !atomic_load(&task->dropped)) {
    if (!bw_dynamics_step(dynamics, pool, NULL))
      return 0;
    n++;
    elapsed = 1e-6 * (double)(g_get_monotonic_time() - begin);
  }
  return elapsed > 0 ? n / elapsed : 0;
}

/* The lanes make their steps in turn. */
static double measure_both(Task *task, BwPool *pool)
{
  double speed = measure(task, &task->dynamics, task->twin ? 0.8 * BLINK : BLINK, pool);
  if (!task->twin || speed == 0)
    return speed;
  BwDynamicsSettings classical = task->dynamics;
  classical.n_beads = 1;
  double beside = measure(task, &classical, 0.2 * BLINK, pool);
  return beside > 0 ? 1 / (1 / speed + 1 / beside) : 0;
}

static gboolean on_back(gpointer data);

static gpointer task_main(gpointer data)
{
  Task *task = data;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  const int n_threads = task->n_threads < 1 ? MAX(bw_n_processors() - 1, 1) : task->n_threads;
  g_autoptr(BwPool) pool = bw_pool_new(n_threads, TRUE);
  if (!task->own)
    task->own = bw_potential_open(strchr(task->model, ' ') + 1, NULL);
  if (task->own && task->advice_key &&
      !bw_advise(task->own, task->atoms, &task->cell, task->positions, task->dynamics.temperature, pool,
                 &task->advice, NULL))
    task->advice = (BwAdvice){0};
  if (task->own && task->speed_key)
    task->speed = measure_both(task, pool);
  g_idle_add(on_back, task);
  return NULL;
}

/* Keys */

/* The hash, for the same file may hold another model by now; and the path. */
static char *model_key(const BwPotential *potential)
{
  return g_strdup_printf("%s %s", potential->hash, potential->path);
}

static char *advice_key(const BwScoutMission *mission)
{
  const BwAtoms *atoms = mission->frame->atoms;
  g_autofree char *model = model_key(mission->potential);
  g_autofree char *formula = bw_atoms_formula(atoms);
  return g_strdup_printf("%s %s %s", model, formula, mission->structure ? mission->structure : "");
}

static char *speed_key(const BwScoutMission *mission)
{
  const BwDynamicsSettings *dynamics = &mission->dynamics;
  g_autofree char *model = model_key(mission->potential);
  return g_strdup_printf("%s %d %d %d %d %d %d", model, mission->frame->atoms->n_atoms, dynamics->n_beads,
                         (int)dynamics->thermostat, (int)dynamics->splitting, mission->twin,
                         mission->n_threads);
}

/* In the main thread */

BwScout *bw_scout_new(void (*notify)(gpointer data), gpointer data)
{
  BwScout *self = g_new0(BwScout, 1);
  self->notify = notify;
  self->data = data;
  self->advices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  self->speeds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* Does not wait for the thread. */
void bw_scout_free(BwScout *self)
{
  if (self->away) {
    self->away->scout = NULL;
    atomic_store(&self->away->dropped, TRUE);
  }
  g_clear_pointer(&self->next, task_free);
  g_clear_pointer(&self->own, bw_potential_unref);
  g_hash_table_unref(self->advices);
  g_hash_table_unref(self->speeds);
  g_free(self);
}

static void start(BwScout *self)
{
  Task *task = self->away = g_steal_pointer(&self->next);
  if (task->advice_key && g_hash_table_contains(self->advices, task->advice_key))
    g_clear_pointer(&task->advice_key, g_free); /* the one before found it */
  g_autofree char *own = self->own ? model_key(self->own) : NULL;
  if (g_strcmp0(own, task->model) == 0)
    task->own = self->own;
  else
    g_clear_pointer(&self->own, bw_potential_unref);
  self->own = NULL;
  g_thread_unref(g_thread_new("beadwork-scout", task_main, task));
}

static void remember(BwScout *self, Task *task)
{
  self->own = g_steal_pointer(&task->own);
  if (atomic_load(&task->dropped))
    g_clear_pointer(&task->speed_key, g_free);
  if (task->advice_key)
    g_hash_table_replace(self->advices, g_steal_pointer(&task->advice_key),
                         g_memdup2(&task->advice, sizeof task->advice));
  if (task->speed_key)
    g_hash_table_replace(self->speeds, g_steal_pointer(&task->speed_key),
                         g_memdup2(&task->speed, sizeof task->speed));
}

static gboolean on_back(gpointer data)
{
  g_autoptr(Task) task = data;
  BwScout *self = task->scout;
  if (!self)
    return G_SOURCE_REMOVE;
  self->away = NULL;
  remember(self, task);
  if (self->next)
    start(self);
  self->notify(self->data);
  return G_SOURCE_REMOVE;
}

static Task *new_task(BwScout *self, const BwScoutMission *mission)
{
  Task *task = g_new0(Task, 1);
  task->scout = self;
  task->model = model_key(mission->potential);
  task->atoms = bw_atoms_ref(mission->frame->atoms);
  task->cell = mission->frame->cell;
  task->positions = g_new(double, 3 * (gsize)task->atoms->n_atoms);
  bw_frame_centroid(mission->frame, task->positions);
  task->dynamics = mission->dynamics;
  task->twin = mission->twin;
  task->n_threads = mission->n_threads;
  return task;
}

/* The keys of what is still to be found; FALSE: nothing is. */
static gboolean find_questions(BwScout *self, const BwScoutMission *mission, Task *task)
{
  g_autofree char *advice = advice_key(mission), *speed = speed_key(mission);
  if (!g_hash_table_contains(self->advices, advice))
    task->advice_key = g_steal_pointer(&advice);
  if (mission->measure_speed && !g_hash_table_contains(self->speeds, speed))
    task->speed_key = g_steal_pointer(&speed);
  return task->advice_key || task->speed_key;
}

static gboolean is_same(const Task *a, const Task *b)
{
  return g_strcmp0(a->advice_key, b->advice_key) == 0 && g_strcmp0(a->speed_key, b->speed_key) == 0;
}

void bw_scout_send(BwScout *self, const BwScoutMission *mission)
{
  if (!mission->potential->path)
    return;
  g_autoptr(Task) task = new_task(self, mission);
  gboolean asks = find_questions(self, mission, task);
  g_clear_pointer(&self->next, task_free);
  if (self->away && is_same(self->away, task) && !atomic_load(&self->away->dropped))
    return;
  if (self->away)
    atomic_store(&self->away->dropped, TRUE);
  if (!asks)
    return;
  self->next = g_steal_pointer(&task);
  if (!self->away)
    start(self);
}

gboolean bw_scout_get_advice(BwScout *self, const BwScoutMission *mission, BwAdvice *advice)
{
  g_autofree char *key = advice_key(mission);
  const BwAdvice *known = g_hash_table_lookup(self->advices, key);
  if (!known || !(known->highest_frequency > 0) || !(mission->dynamics.temperature > 0))
    return FALSE;
  *advice = *known;
  bw_advice_set_temperature(advice, mission->dynamics.temperature);
  return TRUE;
}

double bw_scout_get_speed(BwScout *self, const BwScoutMission *mission)
{
  g_autofree char *key = speed_key(mission);
  const double *known = g_hash_table_lookup(self->speeds, key);
  return known && *known > 0 ? *known : NAN;
}

gboolean bw_scout_is_away(const BwScout *self)
{
  return self->away != NULL;
}
