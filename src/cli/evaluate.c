#include "cli/cli.h"

static int run(int argc, char **argv);

const BwVerb bw_verb_evaluate = {"evaluate", "", "", "beadwork evaluate", run};

static int run(int argc, char **argv)
{
  (void)argc, (void)argv;
  return bw_cli_fail(&bw_verb_evaluate, g_error_new(BW_ERROR, BW_ERROR_UNSUPPORTED, "is being built"));
}
