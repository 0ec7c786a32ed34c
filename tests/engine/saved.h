/* saved.h - what a run has left in its file, in a folder of the test's own. */
#pragma once

#include "common.h"
#include "folder.h"
#include "io/hdf5/h5-file.h"
#include "io/hdf5/h5.h"

static char *folder;

static inline char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static inline gint64 saved_step(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, &error);
  g_assert_no_error(error);
  gint64 step;
  bw_h5_read_into(file->id, "parameters/beadwork/checkpoint/step", H5T_NATIVE_INT64, 0, NULL, &step, &error);
  g_assert_no_error(error);
  return step;
}

/* Every estimate of every step up to the checkpoint is there, and nothing else. */
static inline void check_rows(const char *path, gint64 step)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, &error);
  const gint64 n = step + 1;
  gint64 *steps = bw_h5_read(file->id, "observables/potential/step", H5T_NATIVE_INT64, 1, &n, NULL, &error);
  g_assert_no_error(error);
  double *values =
      bw_h5_read(file->id, "observables/conserved/value", H5T_NATIVE_DOUBLE, 1, &n, NULL, &error);
  g_assert_no_error(error);
  for (gint64 i = 0; i < n; i++) {
    g_assert_cmpint(steps[i], ==, i);
    g_assert_cmpfloat_with_epsilon(values[i], values[0], 0.1);
  }
  bw_free(steps);
  bw_free(values);
}
