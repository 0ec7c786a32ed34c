/* xyz-style.h - how extended XYZ is written: what the rows and the comment line have in common. */
#pragma once

#include "base/units.h"
#include "system/frame.h"

typedef struct {
  BwUnitSystem units;
  double length, energy, force, time; /* factors from Beadwork's units */
} BwXyzStyle;

void bw_xyz_append_double(GString *text, double value);
void bw_xyz_append_value(GString *text, double value, BwPropertyType type);

/* From the property's numbers to the file's: energies and the like are converted to the file's units. */
double bw_xyz_style_factor(const BwXyzStyle *style, const BwProperty *property);

/* A key or column that the writer itself makes, not to be written as a property. */
gboolean bw_xyz_is_reserved(const BwProperty *property);

/* Which rows of a property belong to a bead; −1: none. What belongs to the whole ring polymer stands with
 * bead 0. */
gint64 bw_xyz_first_row(const BwFrame *frame, const BwProperty *property, int bead);

/* The comment line of one bead, with its newline. columns: the value of Properties. */
void bw_xyz_append_comment(GString *text, const BwXyzStyle *style, const BwFrame *frame, const char *columns,
                           int bead);
