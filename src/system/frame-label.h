/* frame-label.h - the energy and the forces of one frame, under whatever name and in whatever unit it has
 * them. */
#pragma once

#include "base/units.h"
#include "system/dataset.h"

typedef struct {
  const char *path;                    /* of the file, for messages */
  const char *energy_key, *forces_key; /* NULL: found by the usual names */
  const BwUnitSystem *units; /* where frames do not say theirs; eV and eV/Å where it does not either */
} BwLabelling;

/* NULL without an error: the frame has none, and none was named. Fails with ARGUMENT when the named one is
 * not there, FORMAT when it is not one number (three for each atom). */
const BwProperty *bw_frame_label(const BwFrame *frame, gint64 index, const BwLabelling *labelling,
                                 gboolean forces, GError **error);

/* Copies its numbers in eV or eV/Å, whether finite or not. Fails with UNITS. */
gboolean bw_frame_label_copy(const BwProperty *label, const BwLabelling *labelling, gboolean forces,
                             double *to, GError **error);

/* All other numbers of the frame become labels of frame `at` of the dataset, which is of the frame's atoms;
 * labels that it does not have yet are added, in the frame's unit. NaN says that a number is not known. Fails
 * with FORMAT or UNITS where one is infinite, or not what it was in frames before. */
gboolean bw_frame_copy_labels(const BwFrame *frame, gint64 index, const BwLabelling *labelling,
                              BwDataset *dataset, int at, GError **error);

/* "energy, forces, charges": what a frame has. New. */
char *bw_frame_property_names(const BwFrame *frame);
