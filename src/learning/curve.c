#include "learning/curve.h"

#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "learning/neural/train.h"

#include <math.h>

gboolean bw_learning_curve(const BwCollection *data, const BwLearningCurve *curve, GArray *points,
                           BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                           GError **error)
{
  BwModelKind kind = curve->settings.kind;
  if (bw_model_kind_is_network(kind))
    return bw_neural_curve(data, curve, points, pool, observer, cancellable, error);
  const BwDataset *dataset = bw_train_dataset(data, kind, error);
  return dataset && bw_kernel_curve(dataset, curve, points, pool, observer, cancellable, error);
}

char *bw_learning_curve_identify(const BwCollection *data, const BwLearningCurve *curve, GError **error)
{
  BwModelKind kind = curve->settings.kind;
  if (bw_model_kind_is_network(kind))
    return bw_neural_curve_identify(data, curve, error);
  const BwDataset *dataset = bw_train_dataset(data, kind, error);
  return dataset ? bw_kernel_curve_identify(dataset, curve, error) : NULL;
}

double bw_learning_curve_exponent(const int *sizes, const double *errors, int n)
{
  double x = 0, y = 0, xx = 0, xy = 0;
  for (int i = 0; i < n; i++)
    x += log(sizes[i]) / n, y += log(errors[i]) / n;
  for (int i = 0; i < n; i++) {
    xx += (log(sizes[i]) - x) * (log(sizes[i]) - x);
    xy += (log(sizes[i]) - x) * (log(errors[i]) - y);
  }
  return xx > 0 ? -xy / xx : NAN;
}
