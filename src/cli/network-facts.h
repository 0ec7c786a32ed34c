/* network-facts.h - what several verbs say of a network's file. */
#pragma once

#include "base/json.h"
#include "io/network/network-file.h"

/* Of one member. */
gint64 bw_network_facts_count_parameters(const BwNetworkFile *file);
/* Adds "errors", an array: name, unit, mae and rmse of each quantity that was measured, in the units of the
 * data. */
void bw_network_facts_add_errors(JsonBuilder *json, const BwNetworkFile *file);
