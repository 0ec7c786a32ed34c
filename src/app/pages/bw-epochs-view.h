/* bw-epochs-view.h - a network's training epoch by epoch: losses, errors and the rate of learning as curves,
 * and in words where it stands and when it was best. Nothing for other models. */
#pragma once

#include "app/session/bw-training.h"

#include <adwaita.h>

#define BW_TYPE_EPOCHS_VIEW (bw_epochs_view_get_type())
G_DECLARE_FINAL_TYPE(BwEpochsView, bw_epochs_view, BW, EPOCHS_VIEW, AdwBin)

/* The training has news, or is another one; NULL: none. It must outlive the view, or be taken away. */
void bw_epochs_view_update(BwEpochsView *self, BwTraining *training);
