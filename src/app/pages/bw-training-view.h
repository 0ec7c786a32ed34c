/* bw-training-view.h - a training as it goes on, or as it ended: what it does, how it converges, what its
 * model predicts beside what the data say, and where it is wrong. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_TRAINING_VIEW (bw_training_view_get_type())
G_DECLARE_FINAL_TYPE(BwTrainingView, bw_training_view, BW, TRAINING_VIEW, AdwBin)

/* The session must outlive the view, or be taken away with NULL. */
void bw_training_view_set_session(BwTrainingView *self, BwSession *session);
/* The training that the session looks at has news, or is another one. */
void bw_training_view_update(BwTrainingView *self);
