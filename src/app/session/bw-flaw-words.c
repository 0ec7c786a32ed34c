#include "app/session/bw-flaw-words.h"

#include <glib/gi18n.h>

#include "app/session/bw-words.h"

char *bw_words_flaw(const BwFlaw *flaw)
{
  g_autofree char *text = bw_message_say(flaw->said, gettext);
  return bw_words_sentence(text);
}

/* What the library says about units is how to say them on a terminal. */
char *bw_words_flaw_remedy(const BwFlaw *flaw)
{
  gboolean units = flaw->kind == BW_FLAW_UNITS || flaw->kind == BW_FLAW_LENGTH_UNIT;
  if (units && flaw->frame < 0)
    return g_strdup(_("say the units in the file, or convert its numbers"));
  return flaw->remedy ? g_strdup(gettext(flaw->remedy)) : NULL;
}
