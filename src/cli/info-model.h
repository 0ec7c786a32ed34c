/* info-model.h - what `info` says of a model. */
#pragma once

#include "io/gdml/gdml-file.h"

void bw_info_model_text(const BwGdmlFile *model, const char *format);
void bw_info_model_json(const BwGdmlFile *model, const char *format);
