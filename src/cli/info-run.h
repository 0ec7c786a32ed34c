/* info-run.h - how a run was made, in words and for machines. */
#pragma once

#include "base/json.h"
#include "engine/run-file.h"

void bw_info_run_text(const BwRunInfo *info);
/* Members of the object that is being built. */
void bw_info_run_json(const BwRunInfo *info, JsonBuilder *json);
