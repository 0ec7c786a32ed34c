/* compare-time.h - how long a model takes. */
#pragma once

#include "system/collection.h"

/* Of one prediction of the first structure by the model in that file, on one thread: energy and forces, or
 * what it predicts instead of them. The median of many, so that other programs hardly show. */
gboolean bw_compare_time(const char *path, const BwCollection *data, double *microseconds, GError **error);
