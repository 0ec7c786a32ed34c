/* io.h - one door to all file formats. A format is one file of this folder that fills in a BwFormat; the
 * registry asks them by content, then by name. */
#pragma once

#include "system/collection.h"

typedef enum {
  BW_KIND_TRAJECTORY = 1 << 0, /* opens as BwTrajectory */
  BW_KIND_DATASET = 1 << 1,    /* opens as BwDataset (and so as a trajectory) */
  BW_KIND_MODEL = 1 << 2,      /* potential/ opens it: bw_potential_open() */
  BW_KIND_RUN = 1 << 3,        /* a run file: opens as BwTrajectory; engine/ resumes it */
} BwKind;

typedef struct {
  const char *name;        /* "extxyz" */
  const char *description; /* "Extended XYZ", translatable */
  const char *extensions;  /* "xyz extxyz", blank separated, the first is the one to write */
  BwKind kinds;
  gboolean can_write;

  /* How sure the content makes it, 0 … 100. head: the first bytes (up to 64 kB; fewer: the whole file),
   * decompressed if the file was gzip. Never fails, never reads beyond. */
  int (*detect)(const char *path, const guint8 *head, gsize n_head);
  /* Kind is BW_KIND_DATASET or BW_KIND_TRAJECTORY alone for containers that hold several (npz, HDF5): which
   * of `kinds` is it? NULL: kinds. */
  BwKind (*kind_of)(const char *path, GError **error);
  /* units: what the user said (fields NULL: not said; the convention of the format is assumed and noted). */
  BwTrajectory *(*open_trajectory)(const char *path, const BwUnitSystem *units, GError **error);
  BwDataset *(*open_dataset)(const char *path, const BwUnitSystem *units, const char *energy_key,
                             const char *forces_key, GError **error);
  /* The same as frames with whatever is wrong with them; NULL: open_trajectory does that. */
  BwTrajectory *(*open_labelled)(const char *path, const BwUnitSystem *units, const char *energy_key,
                                 const char *forces_key, GError **error);
  /* Writes all frames. `units` says in which units, NULL the format's convention. Atomic: a temporary name,
   * then rename. */
  gboolean (*write)(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                    gpointer cancellable, void (*progress)(double fraction, gpointer data),
                    gpointer progress_data, GError **error);
} BwFormat;

/* All formats, NULL-terminated. */
const BwFormat *const *bw_formats(void);

/* The format of an existing file. Fails with FILE (not there, a folder, empty, no permission) or FORMAT
 * (nothing we know; says what is known). */
const BwFormat *bw_format_detect(const char *path, GError **error);
/* The format to write `path` in, by its extension. */
const BwFormat *bw_format_for_writing(const char *path, GError **error);

/* The kind of one file, exactly one bit set. */
gboolean bw_file_kind(const char *path, const BwFormat **format, BwKind *kind, GError **error);

/* Opens anything that has frames. Bead files (NAME.pos_0.xyz …) open as one ring-polymer trajectory whichever
 * of them is named. `units` may be NULL. */
BwTrajectory *bw_open_trajectory(const char *path, const BwUnitSystem *units, GError **error);

/* Opens labelled data; trajectory formats with energies and forces count too. Keys may be NULL: found by the
 * usual names. */
BwDataset *bw_open_dataset(const char *path, const BwUnitSystem *units, const char *energy_key,
                           const char *forces_key, GError **error);

/* The same of any compositions: what networks learn from. A file that is a dataset is a collection with one
 * part, with what the file says of itself. */
BwCollection *bw_open_collection(const char *path, const BwUnitSystem *units, const char *energy_key,
                                 const char *forces_key, GError **error);

/* Labelled data frame by frame, before anyone has looked whether they make a dataset: what
 * bw_check_trajectory() reads. */
BwTrajectory *bw_open_labelled(const char *path, const BwUnitSystem *units, const char *energy_key,
                               const char *forces_key, GError **error);

/* In the format that the name of `path` says, every number in `units` (NULL: the format's own), in place of
 * what is there. cancellable (a GCancellable) and progress may be NULL. Fails with UNSUPPORTED, FILE, DISK,
 * CANCELLED, and as bw_trajectory_read(). */
gboolean bw_write_trajectory(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                             gpointer cancellable, void (*progress)(double fraction, gpointer data),
                             gpointer progress_data, GError **error);
