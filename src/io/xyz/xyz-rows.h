/* xyz-rows.h - the rows of an XYZ frame: where gigabytes are spent. */
#pragma once

#include "io/text/atoms-builder.h"
#include "io/text/text-number.h"
#include "io/text/text-trajectory.h"
#include "io/xyz/xyz-header.h"

/* Reads the rows that begin at text->text + offset into frame->positions (as they are), `builder`, and one
 * property of `frame` per further column (converted where the header knows the unit). Fails with the line. */
gboolean bw_xyz_read_rows(const BwFrameText *text, gsize offset, const BwXyzHeader *header,
                          const BwXyzLayout *layout, BwAtomsBuilder *builder, BwFrame *frame, GError **error);
