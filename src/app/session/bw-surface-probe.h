/* bw-surface-probe.h - the local chemical potential around the atoms shown, on a thread of its own: a painted
 * surface, or a cube file. One question at a time. */
#pragma once

#include "analysis/explained.h"
#include "potential/potential.h"
#include "render/painted-surface.h"
#include "system/frame.h"

typedef struct _BwSurfaceProbe BwSurfaceProbe;

/* What came of a question; seconds that it took. */
typedef struct {
  const BwFrame *frame;
  int element;
  const char *path;          /* of the cube; NULL: it was for a surface */
  BwPaintedSurface *surface; /* NULL for a cube, or on failure */
  BwProbeResult range;
  double seconds;
  const GError *error; /* NULL: none */
} BwProbeAnswer;

/* In the main context: `ready` with each answer, valid during the call, and `tell` now and then on the way.
 */
BwSurfaceProbe *bw_surface_probe_new(void (*ready)(const BwProbeAnswer *answer, gpointer data),
                                     void (*tell)(gpointer data), gpointer data);
void bw_surface_probe_free(BwSurfaceProbe *self); /* neither is called any more */

/* Whether the model has one, around these atoms. */
gboolean bw_surface_probe_can(const BwPotential *potential, const BwAtoms *atoms);
/* Around the centroid of this frame, by an atom of that element; path NULL: the surface, otherwise a cube
 * file. FALSE when another question is being worked at. */
gboolean bw_surface_probe_ask(BwSurfaceProbe *self, const BwPotential *potential, const BwFrame *frame,
                              int element, const char *path);
void bw_surface_probe_cancel(BwSurfaceProbe *self); /* the answer is CANCELLED */
/* How much is done of what has been worked at for a while; negative: nothing has. */
double bw_surface_probe_get_fraction(const BwSurfaceProbe *self);
