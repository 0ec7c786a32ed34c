/* train-options.h - what the verbs that train are told. */
#pragma once

#include "cli/train-network.h"

typedef struct {
  BwCommon common;
  BwTrainSettings settings;
  char *model, *kernel, *solver, *sigma, *lambda, *symmetries, *seed, *like_path, *energy_key, *forces_key,
      *name, *theory;
  BwGdmlFile *like;
  gboolean several; /* set by a verb before it parses: --models, not --model */
  BwModelKind kinds[BW_N_MODEL_KINDS];
  int n_kinds; /* one, if not several; the settings are of the first */
  BwNetworkOptions network;
  int n_valid;       /* −1: not said */
  double max_memory; /* GB */
  gboolean skip_bad_frames, no_check;
  char *checkpoint;
} BwTrainOptions;

void bw_train_options_init(BwTrainOptions *options);
void bw_train_options_clear(BwTrainOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwTrainOptions, bw_train_options_clear)

/* bw_cli_parse() for one positional argument, with these options and the verb's own (`entries`, ended by a
 * zero; the output is needed). Then turns what was typed into settings. */
gboolean bw_train_options_parse(const BwVerb *verb, const GOptionEntry *entries, BwTrainOptions *options,
                                int *argc, char ***argv, GError **error);

gboolean bw_train_options_are_networks(const BwTrainOptions *options); /* all kinds */

/* Labelled data for training, looked at before unless that is not wanted; networks may have different systems
 * in one file. */
BwCollection *bw_train_options_open(const BwTrainOptions *options, const char *path, GError **error);

/* Labelled data to test on. Fails where a model of `data` cannot be tested on them: kernel models are of one
 * system with its atoms in one order, networks know the elements that they have seen. */
BwCollection *bw_train_options_open_test_set(const BwTrainOptions *options, const char *path,
                                             const BwCollection *data, GError **error);

/* What was said of kernel models; free with g_free(). */
char *bw_train_options_describe_kernel(const BwTrainOptions *options);

/* Names the file that unfinished work is kept in, "OUTPUT.training", in the settings. Fails with ARGUMENT
 * when it is there and the training is not to be resumed. */
gboolean bw_train_options_checkpoint(BwTrainOptions *options, const char *output, GError **error);

/* Fails as `why` (transfer full) does. Where the work was stopped, or a file could not be written, nothing is
 * lost as long as there is a checkpoint: then the message says how to go on. */
gboolean bw_train_options_give_up(const BwTrainOptions *options, GError *why, GError **error);
