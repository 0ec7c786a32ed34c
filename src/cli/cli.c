#include "cli/cli.h"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const BwVerb *const verbs[] = {
    &bw_verb_info,           &bw_verb_convert, &bw_verb_check,  &bw_verb_train,
    &bw_verb_learning_curve, &bw_verb_compare, &bw_verb_test,   &bw_verb_evaluate,
    &bw_verb_simulate,       &bw_verb_explain, &bw_verb_render, &bw_verb_plot,
};

volatile int bw_cli_interrupted;

static void on_signal(int number)
{
  if (bw_cli_interrupted)
    _exit(128 + number);
  bw_cli_interrupted = 1;
}

void bw_cli_catch_interrupts(void)
{
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

void bw_common_clear(BwCommon *common)
{
  g_clear_pointer(&common->units, g_free);
  g_clear_pointer(&common->output, g_free);
}

static void add_common_entries(GArray *entries, BwCommonOptions takes, BwCommon *common)
{
  const GOptionEntry all[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &common->output, "Where the result goes", "FILE"},
      {"units", 0, 0, G_OPTION_ARG_STRING, &common->units,
       "Units of a file that does not say them: ev, kcal, atomic, or length=Å,energy=kcal/mol,…", "UNITS"},
      {"threads", 0, 0, G_OPTION_ARG_INT, &common->threads, "Threads to compute with (default: all cores)",
       "N"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &common->json, "Results for machines, on standard output", NULL},
  };
  const BwCommonOptions needed[] = {BW_TAKES_OUTPUT | BW_NEEDS_OUTPUT, BW_TAKES_UNITS, BW_TAKES_THREADS,
                                    BW_TAKES_JSON};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    if (takes & needed[i])
      g_array_append_val(entries, all[i]);
}

gboolean bw_cli_parse_units(const char *option, const char *text, BwUnitSystem *units, GError **error)
{
  g_autoptr(GError) problem = NULL;
  return bw_unit_system_parse(text, units, &problem) ||
         bw_fail(error, BW_ERROR_ARGUMENT, "%s: %s", option, problem->message);
}

gboolean bw_cli_parse_size(const char *text, int *width, int *height, GError **error)
{
  char *end = NULL;
  guint64 across = g_ascii_strtoull(text, &end, 10);
  guint64 down = *end == 'x' || *end == 'X' ? g_ascii_strtoull(end + 1, &end, 10) : 0;
  if (*end || !g_ascii_isdigit(text[0]) || across < 1 || down < 1 || across > 16384 || down > 16384)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--size %s: say WIDTHxHEIGHT in pixels, 1 to 16384 each", text);
  *width = (int)across;
  *height = (int)down;
  return TRUE;
}

gboolean bw_cli_check_place(const char *output, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(output);
  if (!*output)
    return bw_fail(error, BW_ERROR_ARGUMENT, "the name of the result is empty; say where it goes");
  if (g_file_test(output, G_FILE_TEST_IS_DIR))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, output, "is a folder; name a file in it");
  if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
    return bw_fail_file(error, BW_ERROR_FILE, output, "there is no folder %s; make it first", folder);
  return access(folder, W_OK | X_OK) == 0 ||
         bw_fail_file(error, BW_ERROR_FILE, output, "nothing can be written into the folder %s: %s", folder,
                      g_strerror(errno));
}

static gboolean check_common(const BwVerb *verb, BwCommonOptions takes, BwCommon *common, GError **error)
{
  if ((takes & BW_NEEDS_OUTPUT) && !common->output)
    return bw_fail(error, BW_ERROR_ARGUMENT, "say where the result goes with -o FILE; use: beadwork %s %s",
                   verb->name, verb->arguments);
  if (common->output && !bw_cli_check_place(common->output, error))
    return FALSE;
  if (common->threads < 0 || common->threads > 1024)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--threads %d: use a number from 1 to 1024", common->threads);
  return !common->units || bw_cli_parse_units("--units", common->units, &common->unit_system, error);
}

gboolean bw_cli_parse(const BwVerb *verb, const GOptionEntry *entries, BwCommonOptions takes,
                      BwCommon *common, int min_arguments, int max_arguments, int *argc, char ***argv,
                      GError **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new(verb->arguments);
  g_autoptr(GArray) common_entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
  gboolean help = FALSE;
  const GOptionEntry help_entry = {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this text", NULL};
  add_common_entries(common_entries, takes, common);
  g_array_append_val(common_entries, help_entry);
  g_option_context_set_help_enabled(context, FALSE);
  if (entries)
    g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_add_main_entries(context, (const GOptionEntry *)(void *)common_entries->data, NULL);
  g_option_context_set_summary(context, verb->summary);
  g_autofree char *description = g_strdup_printf("Example:\n  %s\n", verb->example);
  g_option_context_set_description(context, description);

  g_autofree char *program = g_strdup_printf("beadwork %s", verb->name);
  g_set_prgname(program);
  g_autoptr(GError) parse_error = NULL;
  if (!g_option_context_parse(context, argc, argv, &parse_error))
    return bw_fail(error, BW_ERROR_ARGUMENT, "%s; see beadwork %s --help", parse_error->message, verb->name);
  if (help) {
    g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);
    g_print("%s", text);
    *argc = 0;
    return TRUE;
  }
  int given = *argc - 1;
  if (given < min_arguments || (max_arguments >= 0 && given > max_arguments))
    return bw_fail(error, BW_ERROR_ARGUMENT, "%s; use: beadwork %s %s",
                   given < min_arguments ? "something is missing" : "too many arguments", verb->name,
                   verb->arguments);
  return check_common(verb, takes, common, error);
}

int bw_cli_fail(const BwVerb *verb, GError *error)
{
  int status = g_error_matches(error, BW_ERROR, BW_ERROR_ARGUMENT) ? 2 : 1;
  if (g_error_matches(error, BW_ERROR, BW_ERROR_CANCELLED))
    status = 1;
  fprintf(stderr, "beadwork %s: %s\n", verb->name, error->message);
  g_error_free(error);
  return status;
}

void bw_cli_note(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  fprintf(stderr, "note: %s\n", message);
}

void bw_cli_row(const char *name, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  g_print("  %-12s %s\n", name, text);
}

gboolean bw_cli_check_output(const char *output, const char *input, GError **error)
{
  GStatBuf out, in;
  return g_stat(output, &out) != 0 || g_stat(input, &in) != 0 || out.st_dev != in.st_dev ||
         out.st_ino != in.st_ino ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, output, "is what is read; give the result another name");
}

void bw_cli_guard_streams(void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      (void)!open("/dev/null", O_RDONLY); /* takes this number; writing to it fails, as it should */
}

int bw_cli_finish(int status)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout))
    return status;
  const char *why = errno == EBADF ? "stdout is closed" : errno ? g_strerror(errno) : "writing failed";
  fprintf(stderr, "beadwork: what was to be printed is lost: %s\n", why);
  return status ? status : 1;
}

const BwVerb *bw_cli_find_verb(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (g_str_equal(verbs[i]->name, name))
      return verbs[i];
  return NULL;
}

void bw_cli_print_help(void)
{
  g_print("Beadwork %s, a laboratory for quantum nuclei\n\n"
          "  beadwork [FILE…]          open the window\n"
          "  beadwork VERB …           do one thing in the terminal\n\n",
          BW_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
    g_print("  %-14s %s\n", verbs[i]->name, verbs[i]->summary);
  g_print("\n  beadwork VERB --help      options and an example\n"
          "  beadwork --version\n");
}

/* What a verb prints is UTF-8 whatever the locale, on the terminal as in a file; GLib would put question
 * marks. */
static void print_as_it_is(const char *text)
{
  fputs(text, stdout);
}

int bw_cli_main(int argc, char **argv)
{
  g_set_print_handler(print_as_it_is);
  const BwVerb *verb = bw_cli_find_verb(argv[1]);
  setlocale(LC_NUMERIC, "C");
  return bw_cli_finish(verb->run(argc - 1, argv + 1));
}
