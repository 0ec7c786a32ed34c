/* bw-dataset-view.h - what is in a dataset: its atoms and frames, how energies and forces are distributed,
 * and what was found wrong, with the frame to look at. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_DATASET_VIEW (bw_dataset_view_get_type())
G_DECLARE_FINAL_TYPE(BwDatasetView, bw_dataset_view, BW, DATASET_VIEW, AdwPreferencesGroup)

/* The session must outlive the view, or be taken away with NULL. */
void bw_dataset_view_set_session(BwDatasetView *self, BwSession *session);
/* More is known about the dataset, or it is another one. */
void bw_dataset_view_update(BwDatasetView *self);
