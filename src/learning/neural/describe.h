/* describe.h - what is to be trained, in words: descriptions of networks and files of settings. */
#pragma once

#include "learning/train.h"

/* The description of a kind of network: `text` (a key file with [network] and [outputs], NULL: nothing said)
 * and what the kind's name says beside it. NULL with ARGUMENT when the two contradict each other. */
GKeyFile *bw_neural_describe(BwModelKind kind, const char *text, GError **error);

/* Takes what a file of settings says: its [training] goes into `settings`, its [network] and [outputs] into
 * *description, a new text (NULL: it says nothing of them) that settings->neural.description shall point to.
 * Fails with FILE, or ARGUMENT naming the file and the group or key that nobody knows, or a value that is not
 * allowed and what would be. */
gboolean bw_neural_config_read(const char *path, BwTrainSettings *settings, char **description,
                               GError **error);
/* All of [training], as the file would say it, with a weight for each output that
 * settings->neural.description asks for. New. */
char *bw_neural_config_write(const BwTrainSettings *settings);
/* Takes such a text back; the description must be there before. */
gboolean bw_neural_config_parse(const char *text, BwTrainSettings *settings, GError **error);
