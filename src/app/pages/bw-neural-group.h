/* bw-neural-group.h - rows of the page View for what a neural force field says of what is shown: the energy
 * of every atom, what it is made of, and the local chemical potential, by which probe atom it is shown, how
 * far it is computed, and its cube file. */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_NEURAL_GROUP (bw_neural_group_get_type())
G_DECLARE_FINAL_TYPE(BwNeuralGroup, bw_neural_group, BW, NEURAL_GROUP, AdwPreferencesGroup)

void bw_neural_group_set_session(BwNeuralGroup *self, BwSession *session); /* NULL: none any more */
void bw_neural_group_update(BwNeuralGroup *self);                          /* another model or other atoms */
