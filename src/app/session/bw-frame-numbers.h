/* bw-frame-numbers.h - what one frame of a file says as numbers that can be drawn along time: its scalars as
 * they are, vectors with their components and length, quantities of atoms as means (vectors: as root mean
 * square lengths). Units stay the file's own. */
#pragma once

#include "system/frame.h"

typedef struct {
  const char *name; /* interned */
  const char *unit; /* interned; NULL: not known */
  double value;
} BwFrameNumber;

/* The energy comes first, as BW_TRACE_POTENTIAL in eV; where its unit is not known, as it is, with unit NULL.
 * Appends to an array of BwFrameNumber. */
void bw_frame_numbers(const BwFrame *frame, GArray *numbers);
