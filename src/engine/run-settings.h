/* run-settings.h - the settings of a run as HDF5 records, field by field under their names. */
#pragma once

#include "engine/engine.h"
#include "io/hdf5/h5.h"

/* The dynamics from this step on; the first is of step 0. */
typedef struct {
  gint64 step;
  BwDynamicsSettings settings;
} BwDynamicsChange;

/* Types of the structs in memory; HDF5 stores them packed. Close with bw_h5_close(). */
hid_t bw_run_type_of_changes(void);
hid_t bw_run_type_of_events(void); /* of BwEvent */
hid_t bw_run_type_of_record(void);
hid_t bw_run_type_of_guard(void);
