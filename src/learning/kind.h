/* kind.h - the kinds of models that can be trained. */
#pragma once

#include <glib.h>

typedef enum {
  BW_MODEL_KRR,    /* kernel ridge regression on energies; forces are its slope */
  BW_MODEL_GDML,   /* gradient-domain machine learning: on forces */
  BW_MODEL_SGDML,  /* the same with the molecule's permutations */
  BW_MODEL_BIGDML, /* the same in a periodic cell, with the crystal's group */
} BwModelKind;

#define BW_N_MODEL_KINDS (BW_MODEL_BIGDML + 1)

/* "krr", "gdml", "sgdml", "bigdml" in any case. FALSE with BW_ERROR_ARGUMENT that lists them. */
gboolean bw_model_kind_parse(const char *text, BwModelKind *kind, GError **error);

/* "KRR", "GDML", "sGDML", "BIGDML": what files say as their method. */
const char *bw_model_kind_name(BwModelKind kind);

/* What its data must have; the others may be there. */
gboolean bw_model_kind_needs_forces(BwModelKind kind);
gboolean bw_model_kind_needs_energies(BwModelKind kind);
