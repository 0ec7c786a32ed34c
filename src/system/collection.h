/* collection.h - labelled structures of any composition: what networks learn from. A dataset of one system is
 * a collection with one part. */
#pragma once

#include "system/dataset.h"

/* One labelled structure. */
typedef struct {
  int part;  /* number of its dataset */
  int frame; /* of that dataset */
} BwCollectionItem;

typedef struct {
  gatomicrefcount refs;
  char *path;       /* where it came from */
  char *name;       /* "qm9" */
  GPtrArray *parts; /* of BwDataset, owned: one for each composition and order of atoms, as they were met */
  GArray *samples;  /* of BwCollectionItem, in the order of the file */
  char md5[33];
} BwCollection;

/* The frames of a trajectory with their labels, whatever their atoms are; as bw_dataset_gather(), but for
 * systems that differ from frame to frame, and for frames that have neither energies nor forces but other
 * labels. Parts are frames of the same atoms in the same order, whose `origins` say which of the file. */
BwCollection *bw_collection_gather(BwTrajectory *trajectory, const char *energy_key, const char *forces_key,
                                   const BwUnitSystem *units, gpointer cancellable,
                                   void (*progress)(double fraction, gpointer data), gpointer progress_data,
                                   GError **error);
/* Datasets of one file, and which of their frames are the samples, in the order of the file; holds references
 * to both. */
BwCollection *bw_collection_new_of_parts(GPtrArray *parts, GArray *samples);
/* A dataset as a collection with one part; holds a reference. */
BwCollection *bw_collection_new(BwDataset *dataset);
BwCollection *bw_collection_ref(BwCollection *collection);
void bw_collection_unref(BwCollection *collection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCollection, bw_collection_unref)

int bw_collection_get_n_samples(const BwCollection *collection);
/* The dataset of sample i, and its frame there. */
const BwDataset *bw_collection_get(const BwCollection *collection, int i, int *frame);
/* The only part; NULL: there are several. Not to be freed. */
BwDataset *bw_collection_get_dataset(const BwCollection *collection);
/* By which trainings and models know their data: of the dataset, if it is one that states it, else of atoms,
 * cells, positions and all labels. */
const char *bw_collection_get_md5(const BwCollection *collection);
/* Whether any sample has an energy or forces. */
gboolean bw_collection_knows_energies(const BwCollection *collection);
/* Which frame of the file sample i is. */
gint64 bw_collection_origin(const BwCollection *collection, int i);
/* Atomic numbers that occur in samples[n_samples] (NULL: in all), ascending. New, free with g_free(). */
int *bw_collection_find_elements(const BwCollection *collection, const int *samples, int n_samples, int *n);
