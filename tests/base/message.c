/* Sentences that can be said in another language. */
#include "base/message.h"

#include <math.h>

/* Another order, other words, and a value that is left out. */
static char *translate(const char *text)
{
  if (g_str_equal(text, "frame %d: the %s is %.3g %s"))
    return (char *)"%2$s of %1$03d: %3$.1f";
  if (g_str_equal(text, "energy"))
    return (char *)"energía";
  return (char *)text;
}

static void assert_text(BwMessage *message, const char *text)
{
  g_assert_cmpstr(bw_message_text(message), ==, text);
  bw_message_unref(message);
}

static void test_text(void)
{
  assert_text(bw_message_new("nothing to add"), "nothing to add");
  assert_text(bw_message_new("%d %5.2f|%-4s|%+d 100 %%", -3, 2.345, "a", 7), "-3  2.35|a   |+7 100 %");
  assert_text(
      bw_message_new("%" G_GINT64_FORMAT " %u %lu %zu %c", G_MAXINT64, G_MAXUINT, G_MAXULONG, (gsize)8, 'x'),
      "9223372036854775807 4294967295 18446744073709551615 8 x");
  assert_text(bw_message_new("%g %.1e %g", NAN, 12345.0, -INFINITY), "nan 1.2e+04 -inf");
}

static void test_say(void)
{
  g_autoptr(BwMessage) message = bw_message_new("frame %d: the %s is %.3g %s", 7, "energy", 1.25, "eV");
  g_autoptr(BwMessage) unknown = bw_message_new("the %s of %d", "energy", 3);
  g_autofree char *said = bw_message_say(message, translate), *half = bw_message_say(unknown, translate);
  g_assert_cmpstr(said, ==, "energía of 007: 1.2");
  g_assert_cmpstr(half, ==, "the energía of 3");
  g_assert_cmpstr(bw_message_text(message), ==, "frame 7: the energy is 1.25 eV");
}

/* A translation that asks for what is not there leaves it out: nothing crashes. */
static char *mistranslate(G_GNUC_UNUSED const char *text)
{
  return (char *)"%s %d %5$s %";
}

static void test_mistaken(void)
{
  g_autoptr(BwMessage) message = bw_message_new("%d", 7);
  g_autofree char *said = bw_message_say(message, mistranslate);
  g_assert_cmpstr(said, ==, "   ");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/message/text", test_text);
  g_test_add_func("/message/say", test_say);
  g_test_add_func("/message/mistaken", test_mistaken);
  return g_test_run();
}
