/* A training in words. */
#include "app/session/bw-training-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-epochs.h"
#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"
#include "base/format.h"

char *bw_training_describe_model(BwTraining *self)
{
  const BwTrainSettings *settings = &self->spec.settings;
  g_autoptr(GString) text = g_string_new(bw_model_kind_name(settings->kind));
  g_autofree char *n = bw_words_count(settings->n_train);
  if (bw_training_is_curve(self))
    g_string_append(text, _(", learning curve"));
  else if (settings->n_train > 0)
    g_string_append_printf(text, ngettext(", %s point", ", %s points", (gulong)settings->n_train), n);
  return g_strdup(text->str);
}

char *bw_training_describe(BwTraining *self)
{
  g_autofree char *model = bw_training_describe_model(self);
  g_autoptr(GString) text = g_string_new(model);
  BwJobState state = self->status.state;
  if (state == BW_JOB_RUNNING && bw_training_is_curve(self))
    g_string_printf(text, _("%s, %u of %d sizes"), bw_model_kind_name(self->spec.settings.kind),
                    self->points->len, self->spec.n_sizes);
  else if (state == BW_JOB_RUNNING && bw_training_get_progress(self) >= 0)
    g_string_append_printf(text, " · %.0f %%", 100 * bw_training_get_progress(self));
  else if (state != BW_JOB_FINISHED)
    g_string_append_printf(text, " · %s", bw_words_state(state));
  return g_strdup(text->str);
}

/* The size that is being trained now; 0: none is left. */
static int find_size(const BwTraining *self)
{
  guint k = 0;
  for (int i = 0; i < self->spec.n_sizes; i++, k++)
    if (k >= self->points->len ||
        g_array_index(self->points, BwLearningPoint, k).n_train != self->spec.sizes[i])
      return self->spec.sizes[i];
  return 0;
}

static void append_size(const BwTraining *self, GString *text)
{
  int size = find_size(self);
  if (size == 0 || self->status.progress.stage == BW_STAGE_SYMMETRIES) /* of all sizes */
    return;
  g_autofree char *count = bw_words_count(size);
  g_string_append_printf(text, ngettext("%s point · ", "%s points · ", (gulong)size), count);
}

/* "epoch 120 of 1 000 · 0.21 s per epoch" */
static void append_epochs(const BwTraining *self, GString *text)
{
  const BwEpochsSummary summary = bw_epochs_summarise(self->epochs);
  int n_members = self->spec.settings.neural.n_members;
  if (!summary.last)
    return;
  g_autofree char *epoch = bw_words_count(summary.last->epoch);
  g_autofree char *n_epochs = bw_words_count(summary.last->n_epochs);
  if (n_members > 1)
    g_string_append_printf(text, _(" · member %d of %d"), summary.last->member + 1, n_members);
  g_string_append_printf(text, _(" · epoch %s of %s"), epoch, n_epochs);
  g_string_append_printf(text, _(" · %.2g s per epoch"), summary.seconds_each);
}

static const char *name_work(const BwTraining *self)
{
  BwStage stage = self->status.progress.stage;
  if (self->finishing)
    return _("Keeping the best");
  return stage != BW_STAGE_NONE ? bw_words_stage(stage) : bw_words_state(self->status.state);
}

char *bw_training_describe_stage(BwTraining *self)
{
  const BwTrainProgress *progress = &self->status.progress;
  BwJobState state = self->status.state;
  if (state == BW_JOB_FINISHED) {
    g_autofree char *time = bw_format_duration(self->status.seconds);
    return g_strdup_printf(_("finished in %s"), time);
  }
  if (state != BW_JOB_RUNNING && state != BW_JOB_PAUSED)
    return g_strdup(bw_words_state(state));
  g_autoptr(GString) text = g_string_new(NULL);
  append_size(self, text);
  g_string_append(text, name_work(self));
  if (isfinite(progress->sigma))
    g_string_append_printf(text, " · σ %g", progress->sigma);
  if (isfinite(progress->lambda) && self->spec.settings.kernel.n_lambdas > 1)
    g_string_append_printf(text, ", λ %g", progress->lambda);
  if (bw_training_is_network(self))
    append_epochs(self, text);
  else if (progress->iteration > 0)
    g_string_append_printf(text, _(" · iteration %d"), progress->iteration);
  if (state == BW_JOB_PAUSED || self->status.pausing)
    g_string_append_printf(text, " · %s", state == BW_JOB_PAUSED ? _("paused") : _("will pause soon"));
  else if (self->left > 0) {
    g_autofree char *left = bw_format_duration(self->left);
    g_string_append_printf(text, _(" · %s left"), left);
  }
  return g_strdup(text->str);
}
