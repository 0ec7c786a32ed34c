/* info-model.h - what `info` says of a model. */
#pragma once

#include "io/gdml/gdml-file.h"
#include "io/network/network-file.h"

void bw_info_model_text(const BwGdmlFile *model, const char *format);
void bw_info_model_json(const BwGdmlFile *model, const char *format);

void bw_info_network_text(const BwNetworkFile *model, const char *format);
void bw_info_network_json(const BwNetworkFile *model, const char *format);
