/* shapes-private.h - what shapes are put together from: spheres, capsules, and links that cross into images.
 */
#pragma once

#include "render/shapes.h"

typedef struct {
  BwShapes *shapes;
  const BwMoment *moment;
  const BwSceneStyle *style;
  BwSurface *surfaces;  /* [n_atoms] */
  const double *shares; /* [n_atoms]; NULL: elements have their colours */
  gboolean beads;       /* whether there are beads to show */
  gboolean skeleton;    /* whether the centroid is only what holds beads or clouds together */
} BwShapeBuilder;

typedef struct {
  BwColour colour;
  BwSite site;
  double hidden; /* Å of the link that lie within the ball at this end */
} BwShapeEnd;

/* From p along v to the image of q that lies `shift` cells farther. */
typedef struct {
  const double *p, *q;
  double v[3];
  int shift[3];
  BwShapeEnd first, second;
} BwShapeLink;

/* Broken files put atoms nowhere; these are not shown. */
gboolean bw_shape_is_somewhere(const double position[3]);
/* out = p + fraction · v */
void bw_shape_along(const double p[3], const double v[3], double fraction, double out[3]);
/* In image k. */
void bw_shapes_add_sphere(BwShapeBuilder *b, int k, const double centre[3], double radius, BwColour colour,
                          BwSite site);
void bw_shapes_add_capsule(BwShapeBuilder *b, const double start[3], const double end[3], double radius,
                           BwShapeEnd first, BwShapeEnd second);
/* In image k: to the image of q where that is shown, or half of it to nowhere; and the half that comes from
 * nowhere to q. What the balls hide is left out: that is cheaper, and the colours meet in the middle of what
 * is seen. */
void bw_shapes_add_link(BwShapeBuilder *b, int k, const BwShapeLink *link, double radius);
