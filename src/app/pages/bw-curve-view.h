/* bw-curve-view.h - a learning curve as it grows: how the error falls with the number of points, and the
 * sizes one by one. */
#pragma once

#include "app/session/bw-training.h"

#include <adwaita.h>

#define BW_TYPE_CURVE_VIEW (bw_curve_view_get_type())
G_DECLARE_FINAL_TYPE(BwCurveView, bw_curve_view, BW, CURVE_VIEW, AdwBin)

/* NULL, or a training of one model: there is nothing to see. */
void bw_curve_view_update(BwCurveView *self, BwTraining *training);
