/* Phases of a job: each sees all of the one before, with any number of threads. */
#include "base/phases.h"

enum { PHASES = 200, TASKS = 7 };

typedef struct {
  int numbers[PHASES][TASKS];
} Sums;

/* Each task adds what all tasks of the phase before have. */
static void add(int phase, int task, gpointer data)
{
  Sums *sums = data;
  sums->numbers[phase][task] = task;
  for (int k = 0; phase > 0 && k < TASKS; k++)
    sums->numbers[phase][task] += sums->numbers[phase - 1][k] % 1000;
}

static void test_order(void)
{
  static Sums alone, shared;
  bw_pool_run_phases(NULL, PHASES, TASKS, add, &alone);
  for (int n_threads = 1; n_threads <= 5; n_threads++) {
    g_autoptr(BwPool) pool = bw_pool_new(n_threads, n_threads % 2);
    shared = (Sums){0};
    bw_pool_run_phases(pool, PHASES, TASKS, add, &shared);
    g_assert_cmpmem(&shared, sizeof shared, &alone, sizeof alone);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/phases/order", test_order);
  return g_test_run();
}
