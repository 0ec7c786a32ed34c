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
} BwCollection;

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
/* By which trainings know their data: of the file, as datasets state theirs; "" when it is not known. */
const char *bw_collection_get_md5(const BwCollection *collection);
/* Atomic numbers that occur, ascending. New, free with g_free(). */
int *bw_collection_find_elements(const BwCollection *collection, int *n);
