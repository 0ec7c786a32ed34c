/* trained.h - a model that was trained, of whatever kind: what becomes a model file. */
#pragma once

#include "io/gdml/gdml-file.h"
#include "io/network/network-file.h"
#include "learning/kind.h"
#include "learning/metrics.h"
#include "system/collection.h"

/* Exactly one of the two is there. */
typedef struct {
  BwGdmlFile *kernel;
  BwNetworkFile *network;
} BwTrained;

void bw_trained_free(BwTrained *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrained, bw_trained_free)

/* A model file, of either family. */
BwTrained *bw_trained_read(const char *path, GError **error);
/* As bw_gdml_file_write() and bw_network_file_write(). */
gboolean bw_trained_write(const BwTrained *self, const char *path, GError **error);

/* "sGDML", interned; the units that its errors are told in. */
const char *bw_trained_get_method(const BwTrained *self);
const char *bw_trained_get_energy_unit(const BwTrained *self);

/* Measures the model on other data and writes the errors into it. */
gboolean bw_trained_test(BwTrained *self, const BwCollection *data, BwPool *pool, BwErrors *errors,
                         GCancellable *cancellable, GError **error);
