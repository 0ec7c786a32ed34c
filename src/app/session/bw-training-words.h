/* bw-training-words.h - what the window says about trainings in the language of the person. */
#pragma once

#include "learning/train.h"

/* What a kind of model is good for, a sentence or two. Static. */
const char *bw_words_model_kind(BwModelKind kind);
/* A stage of a training; one that is not known is said as it is. Borrowed. */
const char *bw_words_stage(const char *stage);
/* Why a plan has this solver; new string, "" where a person chose it. */
char *bw_words_solver_reason(const BwTrainPlan *plan);
