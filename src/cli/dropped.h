/* dropped.h - what a format cannot hold. */
#pragma once

#include "io/io.h"

/* Notes on stderr which quantities of the first frame a file written in this format leaves out. */
void bw_cli_note_dropped(const char *path, const BwFormat *format, BwTrajectory *trajectory);
