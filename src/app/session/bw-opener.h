/* bw-opener.h - opens whatever a person names, on a worker thread. */
#pragma once

#include <gio/gio.h>

#include "engine/run-file.h"
#include "io/io.h"
#include "system/bonds.h"

typedef struct {
  char *path;
  BwKind kind; /* of a file with labels in every frame: DATASET, whatever its format */
  const BwFormat *format;
  BwUnitSystem units;       /* as the question said */
  BwTrajectory *trajectory; /* NULL: a model that comes without a structure */
  BwFrame *first;           /* frame 0 of the trajectory */
  GArray *bonds;            /* of its centroid: BwBond */
  char *theory;             /* level of theory of the labels; NULL: not stated */
  BwPotential *potential;   /* the model opened, that of the run, or one that ships; NULL: none */
  gboolean has_run;         /* it is a run file: */
  BwRunInfo run;
  GArray *events;          /* of BwEvent; NULL: none */
  double begin;            /* fs; earlier moments do not count, as it had to settle */
  double end;              /* fs: of its last frame */
  BwTrajectory *classical; /* that of its classical twin, from the file beside it; NULL: none */
} BwOpened;

void bw_opened_free(BwOpened *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwOpened, bw_opened_free)

typedef struct {
  const char *path;
  const BwUnitSystem *units; /* NULL: not said */
  GPtrArray *known;          /* of BwPotential: the models at hand */
  BwAtoms *atoms;            /* that are shown; NULL: none */
  gboolean alone;            /* nothing else was named with it */
} BwOpenQuestion;

/* "NAME-classical.h5": the file of the classical twin of NAME.h5. Free with g_free(). */
char *bw_opener_twin_path(const char *path);

/* Opens a structure, trajectory, dataset, run or model. A run brings its model, if that is still there. For
 * the frames of other files those that ship are tried, where no model at hand describes the atoms. A model
 * that is opened alone, while `atoms` are not its own, brings the structure of the same name beside it. */
void bw_open_async(const BwOpenQuestion *question, GCancellable *cancellable, GAsyncReadyCallback ready,
                   gpointer data);

/* (transfer full) */
BwOpened *bw_open_finish(GAsyncResult *result, GError **error);

/* Bonds between the centroids of a frame: a new array of BwBond. */
GArray *bw_frame_bonds(const BwFrame *frame);

/* The same on a worker thread, which gets a copy of the frame. */
void bw_frame_bonds_async(const BwFrame *frame, GCancellable *cancellable, GAsyncReadyCallback ready,
                          gpointer data);
GArray *bw_frame_bonds_finish(GAsyncResult *result, GError **error);
