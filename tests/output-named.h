/* output-named.h - one of what a network predicts beside its energy. */
#pragma once

#include "potential/network/outputs.h"

static inline BwOutput *find_output(const BwNetwork *network, const char *name)
{
  for (int o = 0; o < network->n_outputs; o++)
    if (g_str_equal(network->outputs[o].name, name))
      return &network->outputs[o];
  return NULL;
}
