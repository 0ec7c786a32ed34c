/* checked.h - labelled data that was looked at before it is used, on a terminal. */
#pragma once

#include "learning/check/check.h"

/* The trajectory of `path` and what is wrong with it; settings->units may be NULL. With a bar; stopped by
 * Ctrl-C. */
BwCheck *bw_cli_check(const char *path, const BwCheckSettings *settings, BwTrajectory **trajectory,
                      GError **error);

/* For those who are about to learn from it: warnings and what is left out are told as notes, errors stop with
 * FORMAT unless `skip_bad` and they concern single frames, which are then left out. */
BwCollection *bw_cli_open_checked(const char *path, const BwCheckSettings *settings, gboolean skip_bad,
                                  GError **error);
