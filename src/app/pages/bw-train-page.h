/* bw-train-page.h - from data to a model: what is in the dataset, which model learns from it, what that will
 * take, and the training as it goes on. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_TRAIN_PAGE (bw_train_page_get_type())
G_DECLARE_FINAL_TYPE(BwTrainPage, bw_train_page, BW, TRAIN_PAGE, AdwBin)

/* The session must outlive the page, or be taken away with NULL. */
void bw_train_page_set_session(BwTrainPage *self, BwSession *session);
