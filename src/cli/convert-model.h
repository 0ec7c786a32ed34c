/* convert-model.h - models from one layout to another, and of other programs. */
#pragma once

#include "base/units.h"

/* `to` by its extension. elements ("H,C,O") and units are what checkpoints of SchNet do not say themselves;
 * NULL and not said for all else. */
gboolean bw_convert_model(const char *from, const char *to, const char *elements, const BwUnitSystem *units,
                          GError **error);
