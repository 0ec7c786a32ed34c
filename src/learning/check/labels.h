/* labels.h - labels beside what is expected of them. */
#pragma once

#include "learning/check/probe.h"

typedef struct {
  BwCheckFrames *frames;
  const BwProbe *probe;
  /* for each frame of the probe: */
  double *cosines, *ratios; /* of labelled and expected forces: direction, and length along it */
  double *sizes, *misses;   /* length of the expected forces, and of the difference, eV/Å */
  double *energies;         /* labels, eV, without the offset of the frame's group */
  double *excess;           /* the same minus expectation, about zero */
  gboolean *wrong;          /* its forces are */
  /* and of most of them: */
  double cosine, ratio, size, miss;
  double slope, correlation; /* of labelled against expected energies */
  double spread;             /* of the excess */
} BwCheckLabels;

/* Tells groups of frames whose energies have another zero, and takes the difference out of labels->energies.
 */
void bw_check_offsets(BwCheckLabels *labels);
