/* springs-folder.h - a folder with data to train on: springs.npz, of as many frames as the test wants. */
#pragma once

#include "folder.h"
#include "io/numpy/dataset-npz.h"
#include "learning/springs.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder, *dataset, *model;
} Fixture;

static inline void set_up(Fixture *fixture, gconstpointer data)
{
  g_autoptr(BwDataset) dataset = make_springs(GPOINTER_TO_INT(data));
  g_autoptr(GError) error = NULL;
  fixture->folder = new_folder();
  fixture->dataset = g_build_filename(fixture->folder, "springs.npz", NULL);
  fixture->model = g_build_filename(fixture->folder, "springs.bwmodel", NULL);
  g_assert_true(bw_dataset_write_npz(dataset, fixture->dataset, NULL, &error));
}

static inline void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_folder(fixture->folder);
  g_free(fixture->dataset);
  g_free(fixture->model);
}
