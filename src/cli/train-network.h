/* train-network.h - what the verbs that train are told of networks alone. */
#pragma once

#include "cli/cli.h"
#include "learning/train.h"

/* As typed; numbers are −1 where nothing was said. */
typedef struct {
  char *config, *description;
  char **properties; /* lines of [outputs] */
  gboolean finish;
  int epochs, batch, members;
  double rate;
} BwNetworkOptions;

void bw_network_options_init(BwNetworkOptions *options);
void bw_network_options_clear(BwNetworkOptions *options);
void bw_network_options_add_entries(BwNetworkOptions *options, GArray *entries);

/* "--epochs", if any of these was said, or NULL. */
const char *bw_network_options_name_said(const BwNetworkOptions *options);

/* Puts the file of settings, and over it what was typed, into `settings`, whose texts are the options' from
 * then on. `model` is --model, NULL: not said. Fails as bw_neural_config_read(), and with ARGUMENT for
 * numbers that make no sense. */
gboolean bw_network_options_apply(BwNetworkOptions *options, const char *model, BwTrainSettings *settings,
                                  GError **error);

/* Fails as making such a network would, naming the file of settings. Costs as much memory as its weights. */
gboolean bw_network_options_check(const BwNetworkOptions *options, BwModelKind kind, GError **error);
