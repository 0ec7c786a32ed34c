/* h5-driver.h - lets HDF5 read and write through a journal. */
#pragma once

#include "io/hdf5/journal.h"

#include <hdf5.h>

/* A new file access property list for one file whose content is `journal`, which must outlive it. Negative:
 * HDF5's own error. */
hid_t bw_h5_driver_access(BwJournal *journal);
