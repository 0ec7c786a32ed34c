/* xyz-header.h - what the comment line of an XYZ frame says about the frame: columns, units, cell, time,
 * bead. */
#pragma once

#include "io/xyz/ipi-comment.h"
#include "io/xyz/xyz-comment.h"
#include "io/xyz/xyz-layout.h"
#include "io/xyz/xyz-units.h"

typedef struct {
  GString *line; /* a copy: comment points into it */
  BwXyzComment comment;
  gboolean is_ipi;
  BwIpiComment ipi;
  BwCell cell;       /* Å */
  double time;       /* fs; NaN: not said */
  gint64 step;       /* −1: not said */
  int bead, n_beads; /* of a ring polymer written as consecutive frames; n_beads 0: it is none */
  BwXyzUnits units;
  const char *program; /* "CP2K", by whose habits the line is understood; NULL */
} BwXyzHeader;

/* The comment line text[n] into a header that is zeroed or was used before. Fails without a place. */
gboolean bw_xyz_header_parse(BwXyzHeader *header, const char *text, gsize n, BwXyzUnitRules *rules,
                             GError **error);
void bw_xyz_header_clear(BwXyzHeader *header);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwXyzHeader, bw_xyz_header_clear)

/* The unit that a quantity is given in Beadwork by convention and the factor to it, for energies, forces,
 * virials and stresses by their names; NULL for all else. Under property_units= the line says the unit of
 * other quantities; they keep it, with factor 1. */
const char *bw_xyz_header_unit_of(const BwXyzHeader *header, const char *name, int n_components,
                                  gboolean per_atom, double *factor);

/* The pairs of the comment line that are not consumed by the fields above, as properties; free text as
 * "comment". */
void bw_xyz_header_add_properties(const BwXyzHeader *header, BwFrame *frame);
