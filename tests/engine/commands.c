/* The queue of commands, and the clock of a job's speed. */
#include "engine/commands.h"
#include "engine/rate.h"

static BwEngine *const one = GINT_TO_POINTER(1), *const other = GINT_TO_POINTER(2);

static void push(BwCommands *commands, BwEngine *engine, BwCommandKind kind, int atom, double x)
{
  bw_commands_push(commands, &(BwCommand){.kind = kind,
                                          .engine = engine,
                                          .pull = {.atom = atom, .target = {x, 0, 0}, .stiffness = 1}});
}

static void expect(BwCommands *commands, const BwEngine *engine, BwCommandKind kind, double x)
{
  g_autoptr(BwCommand) command = bw_commands_pop(commands, 0);
  g_assert_nonnull(command);
  g_assert_true(command->engine == engine);
  g_assert_cmpint(command->kind, ==, kind);
  g_assert_cmpfloat(command->pull.target[0], ==, x);
}

/* Of pulls in a row the last one counts; nothing else is joined or moved. */
static void test_joined_pulls(void)
{
  BwCommands *commands = bw_commands_new();
  for (int i = 0; i < 1000; i++)
    push(commands, one, BW_COMMAND_PULL, 3, i);
  push(commands, one, BW_COMMAND_PULL, 4, 0.5);
  push(commands, other, BW_COMMAND_PULL, 4, 0.25);
  push(commands, other, BW_COMMAND_RELEASE, 0, 0);
  push(commands, other, BW_COMMAND_PULL, 4, 0.75);
  push(commands, other, BW_COMMAND_STOP, 0, 0);
  push(commands, other, BW_COMMAND_STOP, 0, 0);
  expect(commands, one, BW_COMMAND_PULL, 999);
  expect(commands, one, BW_COMMAND_PULL, 0.5);
  expect(commands, other, BW_COMMAND_PULL, 0.25);
  expect(commands, other, BW_COMMAND_RELEASE, 0);
  expect(commands, other, BW_COMMAND_PULL, 0.75);
  expect(commands, other, BW_COMMAND_STOP, 0);
  expect(commands, other, BW_COMMAND_STOP, 0);
  g_assert_null(bw_commands_pop(commands, 0));
  push(commands, one, BW_COMMAND_WATCH, 0, 0); /* goes with the queue */
  bw_commands_free(commands);
}

static gpointer push_later(gpointer commands)
{
  g_usleep(20000);
  push(commands, one, BW_COMMAND_STEP, 0, 0);
  return NULL;
}

static void test_waiting(void)
{
  BwCommands *commands = bw_commands_new();
  const gint64 until = g_get_monotonic_time() + 30000;
  g_assert_null(bw_commands_pop(commands, until));
  g_assert_cmpint(g_get_monotonic_time(), >=, until);
  GThread *thread = g_thread_new("front-end", push_later, commands);
  g_autoptr(BwCommand) command = bw_commands_pop(commands, G_MAXINT64);
  g_assert_cmpint(command->kind, ==, BW_COMMAND_STEP);
  g_thread_join(thread);
  bw_commands_free(commands);
}

/* Steps of 1 ms, then of 4 ms: after a second only the newer ones count. */
static void test_rate(void)
{
  BwRate rate;
  gint64 now = 123456789, step = 1000;
  bw_rate_restart(&rate, step, now);
  g_assert_cmpfloat(rate.steps_per_second, ==, 0);
  int n_numbers = 0;
  for (int i = 0; i < 2000; i++)
    n_numbers += bw_rate_look(&rate, ++step, now += 1000);
  g_assert_cmpfloat_with_epsilon(rate.steps_per_second, 1000, 1e-9);
  g_assert_cmpint(n_numbers, ==, 8);
  for (int i = 0; i < 300; i++)
    bw_rate_look(&rate, ++step, now += 4000);
  g_assert_cmpfloat_with_epsilon(rate.steps_per_second, 250, 1e-9);
  bw_rate_restart(&rate, step, now + 5000000); /* a pause does not count */
  now += 5000000;
  for (int i = 0; i < 300; i++)
    bw_rate_look(&rate, ++step, now += 1000);
  g_assert_cmpfloat_with_epsilon(rate.steps_per_second, 1000, 1e-9);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/commands/joined-pulls", test_joined_pulls);
  g_test_add_func("/commands/waiting", test_waiting);
  g_test_add_func("/commands/rate", test_rate);
  return g_test_run();
}
