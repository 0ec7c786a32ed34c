#include "render/shapes-private.h"
#include "base/elements.h"
#include "base/vec3.h"

#include <string.h>

/* Radii in Å. Balls grow with the covalent radius, but less than it, so that hydrogen is seen beside metals.
 */
static const double BALL_LEAST = 0.15, BALL_PER_COVALENT = 0.30;
static const double STICK = 0.105, LICORICE = 0.16;
static const double SKELETON = 0.026, LICORICE_SKELETON = 0.06; /* the centroid among its beads */
static const double SPRING_PER_BEAD = 0.36;                     /* of the bead's radius */
static const double CELL_EDGE = 0.012;

static BwColour atom_colour(const BwShapeBuilder *b, int atom)
{
  BwColour colour = b->shares ? bw_colour_of_share(b->shares[atom], b->style->dark)
                              : bw_colour_of_element(b->moment->atoms->numbers[atom], b->style->dark);
  colour.surface = b->surfaces[atom];
  return colour;
}

static BwColour bead_colour(const BwShapeBuilder *b, int atom, int bead)
{
  if (b->style->bead_colour == BW_BEADS_BY_ELEMENT)
    return atom_colour(b, atom);
  BwColour colour = bw_colour_of_time((double)bead / b->moment->n_beads);
  colour.surface = b->surfaces[atom];
  return colour;
}

static double stick_radius(const BwShapeBuilder *b)
{
  gboolean licorice = b->style->style == BW_STYLE_LICORICE;
  if (b->skeleton)
    return licorice ? LICORICE_SKELETON : SKELETON;
  return b->style->atom_scale * (licorice ? LICORICE : STICK);
}

static double atom_radius(const BwShapeBuilder *b, int atom)
{
  if (b->skeleton)
    return stick_radius(b);
  const BwElement *element = bw_element(b->moment->atoms->numbers[atom]);
  switch (b->style->style) {
  case BW_STYLE_LICORICE:
    return b->style->atom_scale * LICORICE;
  case BW_STYLE_SPACE_FILLING:
    return b->style->atom_scale * element->vdw_radius;
  case BW_STYLE_BALL_AND_STICK:
  default:
    return b->style->atom_scale * (BALL_LEAST + BALL_PER_COVALENT * element->covalent_radius);
  }
}

static void add_atoms(BwShapeBuilder *b)
{
  for (int k = 0; k < bw_images_count(&b->shapes->images); k++)
    for (int i = 0; i < b->moment->atoms->n_atoms; i++)
      bw_shapes_add_sphere(b, k, b->moment->centroid + 3 * (gsize)i, atom_radius(b, i), atom_colour(b, i),
                           (BwSite){i, -1});
}

/* A stick's round end stays within the ball. */
static BwShapeEnd bond_end(const BwShapeBuilder *b, int atom)
{
  double ball = atom_radius(b, atom), stick = stick_radius(b);
  return (BwShapeEnd){atom_colour(b, atom), {atom, -1}, 0.98 * sqrt(MAX(ball * ball - stick * stick, 0))};
}

static void add_bonds(BwShapeBuilder *b)
{
  const BwMoment *m = b->moment;
  double radius = stick_radius(b), apart[3];
  for (guint n = 0; n < m->bonds->len; n++) {
    const BwBond *bond = &g_array_index(m->bonds, BwBond, n);
    BwShapeLink link = {
        .p = m->centroid + 3 * (gsize)bond->i,
        .q = m->centroid + 3 * (gsize)bond->j,
        .first = bond_end(b, bond->i),
        .second = bond_end(b, bond->j),
    };
    memcpy(link.shift, bond->image, sizeof link.shift);
    bw_images_offset(&m->cell, bond->image, apart);
    bw_shape_along(link.q, apart, 1, link.v);
    bw_sub3(link.v, link.p, link.v);
    for (int k = 0; k < bw_images_count(&b->shapes->images); k++)
      bw_shapes_add_link(b, k, &link, radius);
  }
}

static const double *bead_position(const BwMoment *m, int bead, int atom)
{
  return m->positions + 3 * ((gsize)bead * m->atoms->n_atoms + atom);
}

/* 0 … n − 1 with their bits reversed: whatever first part of the beads is drawn, it goes all around the ring.
 */
static int *spread_order(int n)
{
  int *order = g_new(int, n), bits = 0, filled = 0;
  while (1 << bits < n)
    bits++;
  for (int k = 0; k < 1 << bits; k++) {
    int reversed = 0;
    for (int bit = 0; bit < bits; bit++)
      reversed |= (k >> bit & 1) << (bits - 1 - bit);
    if (reversed < n)
      order[filled++] = reversed;
  }
  return order;
}

static void add_beads(BwShapeBuilder *b)
{
  const BwMoment *m = b->moment;
  g_autofree int *order = spread_order(m->n_beads);
  for (int n = 0; n < m->n_beads; n++)
    for (int k = 0; k < bw_images_count(&b->shapes->images); k++)
      for (int i = 0; i < m->atoms->n_atoms; i++)
        bw_shapes_add_sphere(b, k, bead_position(m, order[n], i), b->style->bead_radius,
                             bead_colour(b, i, order[n]), (BwSite){i, order[n]});
}

static void add_springs(BwShapeBuilder *b)
{
  const BwMoment *m = b->moment;
  int n_springs = m->n_beads == 2 ? 1 : m->n_beads; /* the ring of two is one spring */
  for (int bead = 0; bead < n_springs; bead++)
    for (int i = 0; i < m->atoms->n_atoms; i++) {
      int next = (bead + 1) % m->n_beads;
      BwShapeLink link = {
          .p = bead_position(m, bead, i),
          .q = bead_position(m, next, i),
          .first = {bead_colour(b, i, bead), {i, bead}, 0},
          .second = {bead_colour(b, i, next), {i, next}, 0},
      };
      bw_sub3(link.q, link.p, link.v);
      bw_cell_minimum_image(&m->cell, link.v, link.shift);
      for (int k = 0; k < bw_images_count(&b->shapes->images); k++)
        bw_shapes_add_link(b, k, &link, SPRING_PER_BEAD * b->style->bead_radius);
    }
}

/* Every edge, once, of the parallelepipeds (parallelograms, lines) that the vectors with a length span. */
static void add_cells(BwShapeBuilder *b)
{
  const BwCell *cell = &b->moment->cell;
  const BwShapeEnd end = {bw_colour_of_cell(b->style->dark), {-1, -1}, 0};
  BwImages corners;
  for (int d = 0; d < 3; d++)
    corners.n[d] = bw_norm3(cell->vectors[d]) > 0 ? b->shapes->images.n[d] + 1 : 1;
  for (int k = 0; k < bw_images_count(&corners); k++) {
    int place[3];
    double p[3], q[3];
    bw_images_place(&corners, k, place);
    bw_images_offset(cell, place, p);
    for (int d = 0; d < 3; d++)
      if (place[d] + 1 < corners.n[d]) {
        bw_shape_along(p, cell->vectors[d], 1, q);
        bw_shapes_add_capsule(b, p, q, CELL_EDGE, end, end);
      }
  }
}

static BwSurface *surfaces_of(const BwMoment *moment, const BwHighlight *highlight)
{
  BwSurface *surfaces = g_new(BwSurface, moment->atoms->n_atoms + 1);
  for (int i = 0; i < moment->atoms->n_atoms; i++)
    surfaces[i] = BW_SURFACE_PLAIN;
  for (int k = 0; k < highlight->n_selected; k++)
    if (highlight->selected[k] >= 0 && highlight->selected[k] < moment->atoms->n_atoms)
      surfaces[highlight->selected[k]] = BW_SURFACE_SELECTED;
  int hovered = highlight->hovered;
  if (hovered >= 0 && hovered < moment->atoms->n_atoms && surfaces[hovered] == BW_SURFACE_PLAIN)
    surfaces[hovered] = BW_SURFACE_HOVERED;
  return surfaces;
}

/* How far beads are from their centroids: there is something of a cloud. */
static double reach_of(const BwMoment *moment)
{
  double farthest = 0;
  for (int bead = 0; bead < moment->n_beads; bead++)
    for (int i = 0; i < moment->atoms->n_atoms; i++) {
      double v[3];
      bw_sub3(bead_position(moment, bead, i), moment->centroid + 3 * (gsize)i, v);
      bw_cell_minimum_image(&moment->cell, v, NULL);
      if (bw_shape_is_somewhere(v))
        farthest = MAX(farthest, bw_norm3(v));
    }
  return farthest;
}

static void choose_origin(BwShapes *shapes, const BwMoment *moment)
{
  int n = 0;
  for (int i = 0; i < moment->atoms->n_atoms; i++) {
    const double *p = moment->centroid + 3 * (gsize)i;
    n += bw_shape_is_somewhere(p);
    for (int d = 0; d < 3 && bw_shape_is_somewhere(p); d++)
      shapes->origin[d] += (p[d] - shapes->origin[d]) / n;
  }
}

BwShapes *bw_shapes_new(const BwMoment *moment, const BwSceneStyle *style, const BwHighlight *highlight)
{
  BwShapes *shapes = g_new0(BwShapes, 1);
  shapes->images = (BwImages){{1, 1, 1}};
  shapes->spheres = g_array_new(FALSE, FALSE, sizeof(BwSphere));
  shapes->sphere_sites = g_array_new(FALSE, FALSE, sizeof(BwSite));
  shapes->capsules = g_array_new(FALSE, FALSE, sizeof(BwCapsule));
  shapes->capsule_sites = g_array_new(FALSE, FALSE, sizeof(BwSite));
  if (moment->atoms) {
    g_autofree BwSurface *surfaces = surfaces_of(moment, highlight);
    gboolean cloud = style->show_cloud && (moment->n_beads > 1 || style->cloud_in_place);
    gboolean beads = style->show_beads && moment->n_beads > 1;
    const double *shares = highlight->n_shares == moment->atoms->n_atoms ? highlight->shares : NULL;
    BwShapeBuilder b = {shapes, moment, style, surfaces, shares, beads, beads || cloud};
    gsize n_spheres = (gsize)moment->atoms->n_atoms * (b.beads ? moment->n_beads + 1 : 1);
    shapes->images = bw_images_choose(style->images, &moment->cell, n_spheres);
    choose_origin(shapes, moment);
    if (!b.skeleton || style->show_centroid) {
      add_atoms(&b);
      if (style->show_bonds && style->style != BW_STYLE_SPACE_FILLING)
        add_bonds(&b);
    }
    if (style->show_cell)
      add_cells(&b);
    shapes->n_first_spheres = (int)shapes->spheres->len;
    shapes->n_first_capsules = (int)shapes->capsules->len;
    if (b.beads)
      add_beads(&b);
    if (b.beads && style->show_springs)
      add_springs(&b);
    if (cloud)
      shapes->margin = reach_of(moment);
  }
  bw_shapes_find_bounds(shapes);
  return shapes;
}

void bw_shapes_free(BwShapes *shapes)
{
  if (!shapes)
    return;
  g_array_unref(shapes->spheres);
  g_array_unref(shapes->sphere_sites);
  g_array_unref(shapes->capsules);
  g_array_unref(shapes->capsule_sites);
  g_free(shapes);
}
