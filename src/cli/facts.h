/* facts.h - what there is to say about a file before one works with it. */
#pragma once

#include "io/io.h"

/* One quantity that frames have. */
typedef struct {
  const char *name, *unit; /* unit NULL: the file does not say */
  const char *of;          /* "frame", "bead", "atom", "atom of each bead" */
  int n_components;        /* 0: text */
} BwFactsKey;

typedef struct {
  char *path;
  const BwFormat *format;
  BwKind kind;
  gint64 n_frames;
  int n_atoms;      /* of the first frame */
  int n_beads;      /* of the first frame */
  int last_n_beads; /* of the last: a run whose beads were changed */
  gboolean n_atoms_varies;
  gint64 first_step, last_step; /* −1: not known */
  double first_time, last_time; /* fs; NaN: not known */
  char *formula;                /* of the first frame */
  BwCell cell;                  /* of the first frame */
  GArray *keys;                 /* of BwFactsKey, of the first frame */
  char *name, *theory;          /* of a dataset; NULL: not stated */
  char *units_note;             /* what was assumed; NULL: nothing */
} BwFacts;

/* Reads every frame of files up to half a gigabyte, so that what is malformed anywhere in them is found. */
gboolean bw_facts_gather(BwFacts *facts, const char *path, const BwUnitSystem *units, GError **error);
void bw_facts_clear(BwFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwFacts, bw_facts_clear)

const char *bw_kind_name(BwKind kind); /* "trajectory", "dataset", "model", "run" */
