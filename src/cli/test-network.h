/* test-network.h - how far a network is from all that it predicts, on structures of any composition. */
#pragma once

#include "cli/cli.h"
#include "io/io.h"

typedef struct {
  const BwCommon *common;
  const char *energy_key, *forces_key; /* NULL: by the usual names */
  gboolean all;                        /* also what it was trained and validated on */
} BwTestNetwork;

/* Whether the model is a network that predicts more than energies, or the data hold several systems: then
 * *data is what is in the file, opened. FALSE without an error: neither. */
gboolean bw_test_network_is_for(const BwTestNetwork *self, const char *model, const char *path,
                                BwCollection **data, GError **error);
/* Measures, prints a row for each quantity. */
gboolean bw_test_network(const BwTestNetwork *self, const char *model, const BwCollection *data,
                         GError **error);
