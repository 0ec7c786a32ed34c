#include "app/session/bw-flaw-words.h"

char *bw_words_flaw(const BwFlaw *flaw)
{
  return g_strdup(flaw->message);
}

char *bw_words_flaw_remedy(const BwFlaw *flaw)
{
  return g_strdup(flaw->remedy);
}
