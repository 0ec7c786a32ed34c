/* probe.h - what two small models, each of some frames, expect of the labels of all others. */
#pragma once

#include "learning/check/private.h"

typedef struct {
  int n;               /* frames */
  gint64 *frames;      /* [n] of the file */
  double *energies;    /* [n] expected, eV, up to a constant */
  double *forces;      /* [n][n_atoms][3] expected, eV/Å */
  gboolean *in_domain; /* [n] like the frames that the models know */
  guint8 *taught;      /* [n] 1, 2: the model that knows the frame; 0: neither */
} BwProbe;

/* Each model learns the forces of a few dozen frames and is asked about those it has not seen. NULL without
 * an error where there are too few frames, or too many atoms, for that. */
BwProbe *bw_probe_new(const BwCheckFrames *frames, GError **error);
void bw_probe_free(BwProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwProbe, bw_probe_free)
