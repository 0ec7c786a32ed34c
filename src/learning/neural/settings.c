#include "learning/neural/settings.h"

void bw_neural_settings_init(BwNeuralSettings *settings)
{
  *settings = (BwNeuralSettings){.n_members = 1};
  bw_fit_settings_init(&settings->fit);
}
