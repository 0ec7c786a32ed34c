/* cli.h - what all verbs share: how they are called, how they speak, how they end. One verb = one file. */
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "base/units.h"

typedef struct {
  const char *name;      /* "simulate" */
  const char *arguments; /* "--model M --structure S -o RUN.h5" */
  const char *summary;   /* one line, translatable */
  const char *example;   /* shown by --help */
  /* argv[0] is the verb. Returns the exit status: 0 done, 1 failed, 2 called wrongly. */
  int (*run)(int argc, char **argv);
} BwVerb;

/* Every verb's file defines one. */
extern const BwVerb bw_verb_info, bw_verb_check, bw_verb_convert, bw_verb_train, bw_verb_learning_curve,
    bw_verb_test, bw_verb_evaluate, bw_verb_simulate, bw_verb_render, bw_verb_plot, bw_verb_explain,
    bw_verb_compare;

/* Options that many verbs take; fields are filled in by bw_cli_parse(). */
typedef struct {
  gboolean json;            /* --json: results for machines on stdout */
  int threads;              /* --threads N; 0: all cores */
  char *units;              /* --units … as typed */
  char *output;             /* -o, --output */
  BwUnitSystem unit_system; /* of --units; fields NULL where not said */
} BwCommon;

void bw_common_clear(BwCommon *common);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwCommon, bw_common_clear)

typedef enum {
  BW_TAKES_JSON = 1 << 0,
  BW_TAKES_THREADS = 1 << 1,
  BW_TAKES_UNITS = 1 << 2,
  BW_TAKES_OUTPUT = 1 << 3,
  BW_NEEDS_OUTPUT = 1 << 4,
} BwCommonOptions;

/* Parses options (own `entries`, may be NULL, and the common ones) and leaves the positional arguments in
 * argv, which must be between min and max in number (max −1: any). On FALSE the message has been set and the
 * status is 2. --help prints and exits the verb with TRUE and *argc = 0. */
gboolean bw_cli_parse(const BwVerb *verb, const GOptionEntry *entries, BwCommonOptions takes,
                      BwCommon *common, int min_arguments, int max_arguments, int *argc, char ***argv,
                      GError **error);

/* Units as an option gives them; a message names the option. */
gboolean bw_cli_parse_units(const char *option, const char *text, BwUnitSystem *units, GError **error);

/* "1600x1000" as --size gives it. */
gboolean bw_cli_parse_size(const char *text, int *width, int *height, GError **error);

/* Whether a file can come to be there: what bw_cli_parse() asks of --output before anything begins. */
gboolean bw_cli_check_place(const char *output, GError **error);

/* Refuses to write onto a file that is read, under whatever name. */
gboolean bw_cli_check_output(const char *output, const char *input, GError **error);

/* Prints "beadwork VERB: message" on stderr and returns the status that the error asks for. Takes the error.
 */
int bw_cli_fail(const BwVerb *verb, GError *error);

/* "note: …" on stderr. */
void bw_cli_note(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* "  name         text" on stdout: one fact of a list for people. */
void bw_cli_row(const char *name, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Set by Ctrl-C and SIGTERM once bw_cli_catch_interrupts() was called; a second Ctrl-C ends the program at
 * once. */
extern volatile int bw_cli_interrupted;
void bw_cli_catch_interrupts(void);

/* NULL when argv[1] is not a verb. */
const BwVerb *bw_cli_find_verb(const char *name);
int bw_cli_main(int argc, char **argv);
void bw_cli_print_help(void);

/* Sees to it that what was printed has arrived; says on stderr when it has not (a full disk, a closed
 * stdout). Returns the exit status: `status`, or 1. */
int bw_cli_finish(int status);
/* Before anything is opened: a stdout that is closed must not be mistaken for a file. */
void bw_cli_guard_streams(void);
