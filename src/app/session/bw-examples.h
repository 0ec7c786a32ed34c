/* bw-examples.h - what ships to be looked at: each starts at once. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;         /* of the action win.example, and of its picture in the resources */
  const char *file;         /* in models/ */
  const char *title, *text; /* to be translated */
} BwExample;

const BwExample *bw_examples_get(int *n);
/* NULL: there is none of this name. */
const BwExample *bw_examples_find(const char *name);
