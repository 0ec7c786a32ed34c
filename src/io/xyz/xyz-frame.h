/* xyz-frame.h - one XYZ frame from text to numbers. */
#pragma once

#include "io/text/text-trajectory.h"
#include "io/xyz/xyz-header.h"

/* What the frames of one file share. */
typedef struct {
  BwXyzUnitRules units;
  gboolean quantities; /* i-PI files of forces, velocities and momenta are read too: as a property, beside
                          zero positions */
  GMutex mutex;        /* guards what follows: kept from frame to frame where it stays the same */
  BwAtoms *atoms;
  BwXyzLayout *layout;
} BwXyzReader;

void bw_xyz_reader_init(BwXyzReader *reader, const BwUnitSystem *told);
void bw_xyz_reader_clear(BwXyzReader *reader);

/* The number of atoms on the first line of a frame; −1 when it is no number of atoms. */
gint64 bw_xyz_scan_count(const char *line, gsize length);

/* Parses count and comment line into a header that is zeroed or was used before. */
gboolean bw_xyz_parse_header(BwXyzReader *reader, const BwFrameText *text, BwXyzHeader *header,
                             GError **error);
/* The whole frame. Any thread. */
BwFrame *bw_xyz_parse_frame(BwXyzReader *reader, const BwFrameText *text, GError **error);
