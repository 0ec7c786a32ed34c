/* bw-training-words.h - what the window says about trainings in the language of the person. */
#pragma once

#include "learning/train.h"

/* What a kind of model is good for, a sentence or two. Static. */
const char *bw_words_model_kind(BwModelKind kind);
const char *bw_words_stage(BwStage stage); /* "" for none */
/* Why a plan has this solver; new string, "" where a person chose it. */
char *bw_words_solver_reason(const BwTrainPlan *plan);
/* How many seconds to say are left, when an estimate says so and `said` were before (NaN: nothing): in steps,
 * and the same as long as the estimate is no more than a step away. NaN where there is no estimate. */
double bw_words_calm_seconds(double said, double estimate);
