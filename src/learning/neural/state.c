#include "learning/neural/state.h"

#include "base/array.h"
#include "learning/neural/describe.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a description or settings: one line, without the names of groups. */
static void add_text(GString *identity, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (int i = 0; lines[i]; i++)
    if (lines[i][0] && lines[i][0] != '[')
      g_string_append_printf(identity, "%s\n", lines[i]);
}

BwNeuralState *bw_neural_state_new(const BwNeuralTask *task)
{
  BwNeuralState *self = g_new0(BwNeuralState, 1);
  g_autoptr(GString) identity = g_string_new(NULL);
  g_autofree char *training = bw_neural_config_write(&task->settings);
  g_string_append_printf(identity, "data %s\n", bw_collection_get_md5(task->data));
  add_text(identity, task->description);
  add_text(identity, training);
  if (task->settings.neural.fit.passes > 1)
    g_string_append_printf(identity, "passes %d\n", task->settings.neural.fit.passes);
  self->identity = g_string_free(g_steal_pointer(&identity), FALSE);
  self->n_values = task->network->parameters.n_values;
  self->members = g_ptr_array_new_with_free_func(bw_free);
  self->epochs = g_array_new(FALSE, FALSE, sizeof(int));
  return self;
}

void bw_neural_state_free(BwNeuralState *self)
{
  if (!self)
    return;
  g_free(self->identity);
  g_ptr_array_unref(self->members);
  g_array_unref(self->epochs);
  g_free(self);
}

void bw_neural_state_add(BwNeuralState *self, const BwFit *fit)
{
  double *weights = bw_new(double, self->n_values);
  memcpy(weights, fit->best, self->n_values * sizeof *weights);
  g_ptr_array_add(self->members, weights);
  g_array_append_val(self->epochs, fit->schedule.epoch);
}

BwNeuralState *bw_neural_state_begin(const BwNeuralTask *task, const BwTrainObserver *observer,
                                     gboolean *unfinished, GError **error)
{
  const BwTrainSettings *settings = &task->settings;
  g_autoptr(BwNeuralState) state = bw_neural_state_new(task);
  *unfinished = FALSE;
  if (!settings->checkpoint || !settings->resume)
    return g_steal_pointer(&state);
  if (!g_file_test(settings->checkpoint, G_FILE_TEST_EXISTS)) {
    bw_train_note(observer, N_("there is no unfinished training %s; this begins a new one"),
                  settings->checkpoint);
    return g_steal_pointer(&state);
  }
  return bw_neural_state_load(state, settings->checkpoint, unfinished, error) ? g_steal_pointer(&state)
                                                                              : NULL;
}
