/* h5md-element.h - an element of H5MD: a quantity that is fixed, or a group of value, step and time, each row
 * at a step of its own. Rows are read where they are looked at. */
#pragma once

#include "io/hdf5/h5.h"

enum { BW_H5MD_MAX_DIMS = 4 };

typedef struct {
  char *name;
  hid_t value; /* dataset */
  gboolean fixed;
  int n_dims; /* of one row */
  hsize_t dims[BW_H5MD_MAX_DIMS];
  gsize n_values; /* of one row */
  gint64 n_rows;
  char *unit; /* as units.c reads it; NULL: not said */

  hid_t step; /* dataset of all steps; −1: none, or at fixed intervals */
  gint64 first_step, step_interval;
  hid_t time;
  double first_time, time_interval;
  char *time_unit;
} BwH5mdElement;

/* An element without anything in it, to be cleared in any case. */
#define BW_H5MD_ELEMENT_INIT ((BwH5mdElement){.value = -1, .step = -1, .time = -1})
void bw_h5md_element_clear(BwH5mdElement *element);

/* Opens `name` in a group. Fails with FORMAT when it is not there or malformed. */
gboolean bw_h5md_element_open(BwH5mdElement *element, hid_t group, const char *name, GError **error);

/* values[n_values] of one row; a fixed element has the same in all. */
gboolean bw_h5md_element_read(const BwH5mdElement *element, gint64 row, double *values, GError **error);

gint64 bw_h5md_element_step(const BwH5mdElement *element, gint64 row); /* −1: not known */
double bw_h5md_element_time(const BwH5mdElement *element, gint64 row); /* in its unit; NaN: not known */

/* The row of a step, −1 when there is none. Elements without steps have the rows of the frames: `row`. */
gint64 bw_h5md_element_find(const BwH5mdElement *element, gint64 step, gint64 row);
