/* Picks the front end: a window, or a verb on the command line. */
#include "app/bw-application.h"
#include "cli/cli.h"
#include "config.h"

#include <locale.h>
#include <string.h>

/* As a verb is: most file names have a dot or a folder. */
static gboolean is_word(const char *text)
{
  return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz") == strlen(text);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "");
  bw_cli_guard_streams();
  if (argc > 1 && bw_cli_find_verb(argv[1]))
    return bw_cli_main(argc, argv);
  if (argc > 1 && (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h"))) {
    bw_cli_print_help();
    return bw_cli_finish(0);
  }
  if (argc > 1 && g_str_equal(argv[1], "--version")) {
    g_print("Beadwork %s\n", BW_VERSION);
    return bw_cli_finish(0);
  }
  if (argc > 1 && is_word(argv[1]) && !g_file_test(argv[1], G_FILE_TEST_EXISTS)) {
    g_printerr("beadwork: “%s” is neither a verb nor a file; see beadwork --help\n", argv[1]);
    return 2;
  }
  return bw_application_main(argc, argv);
}
