/* What a trainer's thread does: a model into its file, or a learning curve into its table. */
#include "engine/train-spec.h"
#include "learning/curve-file.h"

#include <glib/gstdio.h>

void bw_train_spec_copy(BwTrainSpec *copy, const BwTrainSpec *spec)
{
  BwTrainSettings *settings = &copy->settings;
  *copy = *spec;
  copy->data = bw_collection_ref(spec->data);
  copy->output = g_strdup(spec->output);
  copy->sizes = g_memdup2(spec->sizes, sizeof(int) * (gsize)spec->n_sizes);
  settings->kernel.sigmas =
      g_memdup2(settings->kernel.sigmas, sizeof(double) * (gsize)settings->kernel.n_sigmas);
  settings->kernel.lambdas =
      g_memdup2(settings->kernel.lambdas, sizeof(double) * (gsize)settings->kernel.n_lambdas);
  settings->neural.description = g_strdup(settings->neural.description);
  settings->checkpoint = g_strdup(settings->checkpoint);
}

void bw_train_spec_clear(BwTrainSpec *spec)
{
  g_clear_pointer(&spec->data, bw_collection_unref);
  g_free((char *)spec->output);
  g_free((int *)spec->sizes);
  g_free((double *)spec->settings.kernel.sigmas);
  g_free((double *)spec->settings.kernel.lambdas);
  g_free((char *)spec->settings.neural.description);
  g_free((char *)spec->settings.checkpoint);
  *spec = (BwTrainSpec){0};
}

static gboolean train(const BwTrainSpec *spec, const BwTrainWork *work, BwErrors *validation, GError **error)
{
  g_autoptr(BwTrained) model =
      bw_train(spec->data, &spec->settings, validation, work->pool, work->observer, work->cancellable, error);
  return model && (!spec->output || bw_trained_write(model, spec->output, error));
}

/* A curve while it grows. */
typedef struct {
  const BwTrainWork *work;
  BwCurveFile file;
  guint n_told;
} Growth;

static void tell_points(Growth *growth, const GArray *points)
{
  for (; growth->n_told < points->len; growth->n_told++)
    growth->work->reached(&g_array_index(points, BwLearningPoint, growth->n_told), growth->work->data);
}

static gboolean on_reached(const GArray *points, gpointer data, GError **error)
{
  Growth *growth = data;
  tell_points(growth, points);
  return bw_curve_file_write(&growth->file, points, error);
}

static gboolean follow_curve(const BwTrainSpec *spec, const BwTrainWork *work, GError **error)
{
  Growth growth = {.work = work};
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  const BwLearningCurve curve = {spec->settings, spec->sizes, spec->n_sizes, on_reached, &growth};
  gboolean opened = bw_curve_file_open(&growth.file, spec->output, spec->data, &curve, points, error);
  if (opened)
    tell_points(&growth, points);
  gboolean done = opened && bw_learning_curve(spec->data, &curve, points, work->pool, work->observer,
                                              work->cancellable, error);
  bw_curve_file_clear(&growth.file);
  return done;
}

gboolean bw_train_spec_perform(const BwTrainSpec *spec, const BwTrainWork *work, BwErrors *validation,
                               GError **error)
{
  gboolean done = spec->n_sizes > 0 ? follow_curve(spec, work, error) : train(spec, work, validation, error);
  if (done && spec->settings.checkpoint)
    g_unlink(spec->settings.checkpoint); /* nothing is left to go on with */
  return done;
}
