/* bw-opener.h - opens whatever a person names, on a worker thread. */
#pragma once

#include <gio/gio.h>

#include "io/io.h"
#include "potential/potential.h"
#include "system/bonds.h"

typedef struct {
  char *path;
  BwKind kind;
  const BwFormat *format;
  BwTrajectory *trajectory; /* NULL: a model that comes without a structure */
  BwFrame *first;           /* frame 0 of the trajectory */
  GArray *bonds;            /* of its centroid: BwBond */
  BwPotential *potential;   /* the model opened, or one that describes these atoms; NULL: none */
} BwOpened;

void bw_opened_free(BwOpened *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwOpened, bw_opened_free)

/* Opens a structure, trajectory, dataset, run or model. For frames, `current` (may be NULL) stays the model
 * if it describes their atoms, and otherwise the models that ship are tried. A model opened while `atoms`
 * (may be NULL) are not its own brings the structure of the same name beside it. `units` may be NULL. */
void bw_open_async(const char *path, const BwUnitSystem *units, BwPotential *current, BwAtoms *atoms,
                   GCancellable *cancellable, GAsyncReadyCallback ready, gpointer data);

/* (transfer full) */
BwOpened *bw_open_finish(GAsyncResult *result, GError **error);

/* Bonds between the centroids of a frame: a new array of BwBond. */
GArray *bw_frame_bonds(const BwFrame *frame);
