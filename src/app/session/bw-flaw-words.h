/* bw-flaw-words.h - what is wrong with data, in the language of the person. */
#pragma once

#include "learning/check/check.h"

char *bw_words_flaw(const BwFlaw *flaw);
char *bw_words_flaw_remedy(const BwFlaw *flaw); /* NULL: there is nothing to do */
