#include "engine/commands.h"
#include "engine/job.h"

struct _BwCommands {
  GMutex mutex;
  GCond came;
  GQueue queue; /* of BwCommand, oldest first */
};

void bw_command_free(BwCommand *command)
{
  bw_run_spec_free(command->spec);
  g_free(command->coordinates);
  g_free(command);
}

BwCommands *bw_commands_new(void)
{
  BwCommands *self = g_new0(BwCommands, 1);
  g_mutex_init(&self->mutex);
  g_cond_init(&self->came);
  g_queue_init(&self->queue);
  return self;
}

void bw_commands_free(BwCommands *self)
{
  g_queue_clear_full(&self->queue, (GDestroyNotify)bw_command_free);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->came);
  g_free(self);
}

/* With the mutex held. */
static gboolean join_pulls(BwCommands *self, const BwCommand *command)
{
  BwCommand *last = g_queue_peek_tail(&self->queue);
  if (!last || last->kind != BW_COMMAND_PULL || command->kind != BW_COMMAND_PULL ||
      last->engine != command->engine || last->pull.atom != command->pull.atom)
    return FALSE;
  last->pull = command->pull;
  return TRUE;
}

void bw_commands_push(BwCommands *self, const BwCommand *command)
{
  g_mutex_lock(&self->mutex);
  if (!join_pulls(self, command))
    g_queue_push_tail(&self->queue, g_memdup2(command, sizeof *command));
  g_cond_signal(&self->came);
  g_mutex_unlock(&self->mutex);
}

/* g_cond_wait_until() takes no endless time. */
static gboolean wait(BwCommands *self, gint64 until)
{
  if (until < G_MAXINT64)
    return g_cond_wait_until(&self->came, &self->mutex, until);
  g_cond_wait(&self->came, &self->mutex);
  return TRUE;
}

BwCommand *bw_commands_pop(BwCommands *self, gint64 until)
{
  g_mutex_lock(&self->mutex);
  while (g_queue_is_empty(&self->queue) && until > g_get_monotonic_time())
    if (!wait(self, until))
      break;
  BwCommand *command = g_queue_pop_head(&self->queue);
  g_mutex_unlock(&self->mutex);
  return command;
}
