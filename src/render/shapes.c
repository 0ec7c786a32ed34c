#include "render/shapes.h"
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

typedef struct {
  BwShapes *shapes;
  const BwMoment *moment;
  const BwSceneStyle *style;
  BwSurface *surfaces; /* [n_atoms] */
  gboolean beads;      /* whether there are beads to show */
} Builder;

/* Broken files put atoms nowhere; these are not shown. */
static gboolean is_somewhere(const double position[3])
{
  return fabs(position[0]) < 1e6 && fabs(position[1]) < 1e6 && fabs(position[2]) < 1e6;
}

static void relative(const Builder *b, const double position[3], float out[3])
{
  for (int d = 0; d < 3; d++)
    out[d] = (float)(position[d] - b->shapes->origin[d]);
}

static void add_sphere(Builder *b, const double centre[3], double radius, BwColour colour, BwSite site)
{
  BwSphere sphere = {.radius = (float)radius, .colour = colour};
  if (!is_somewhere(centre))
    return;
  relative(b, centre, sphere.centre);
  g_array_append_val(b->shapes->spheres, sphere);
  g_array_append_val(b->shapes->sphere_sites, site);
}

typedef struct {
  BwColour colour;
  BwSite site;
  double hidden; /* Å of the link that lie within the ball at this end */
} End;

static void add_capsule(Builder *b, const double start[3], const double end[3], double radius, End first,
                        End second)
{
  BwCapsule capsule = {.radius = (float)radius, .start_colour = first.colour, .end_colour = second.colour};
  relative(b, start, capsule.start);
  relative(b, end, capsule.end);
  g_array_append_val(b->shapes->capsules, capsule);
  g_array_append_val(b->shapes->capsule_sites, first.site);
  g_array_append_val(b->shapes->capsule_sites, second.site);
}

static void along(const double p[3], const double v[3], double fraction, double out[3])
{
  for (int d = 0; d < 3; d++)
    out[d] = p[d] + fraction * v[d];
}

/* From p along v to q; where q is seen at home and p + v is its image, two halves. What the balls hide is
 * left out: that is cheaper, and the colours meet in the middle of what is seen. */
static void add_link(Builder *b, const double p[3], const double q[3], const double v[3], double radius,
                     End first, End second)
{
  double length = bw_norm3(v), start[3], end[3], apart[3];
  if (first.hidden + second.hidden >= length)
    return;
  along(p, v, 1, end);
  bw_sub3(end, q, apart);
  along(p, v, first.hidden / length, start);
  along(q, v, -second.hidden / length, end);
  if (bw_norm3(apart) < 1e-3) {
    add_capsule(b, start, end, radius, first, second);
    return;
  }
  double middle[3];
  along(p, v, 0.5, middle);
  add_capsule(b, start, middle, radius, first, first);
  along(q, v, -0.5, middle);
  add_capsule(b, middle, end, radius, second, second);
}

static BwColour atom_colour(const Builder *b, int atom)
{
  BwColour colour = bw_colour_of_element(b->moment->atoms->numbers[atom], b->style->dark);
  colour.surface = b->surfaces[atom];
  return colour;
}

static BwColour bead_colour(const Builder *b, int atom, int bead)
{
  if (b->style->bead_colour == BW_BEADS_BY_ELEMENT)
    return atom_colour(b, atom);
  BwColour colour = bw_colour_of_time((double)bead / b->moment->n_beads);
  colour.surface = b->surfaces[atom];
  return colour;
}

static double stick_radius(const Builder *b)
{
  gboolean licorice = b->style->style == BW_STYLE_LICORICE;
  if (b->beads)
    return licorice ? LICORICE_SKELETON : SKELETON;
  return b->style->atom_scale * (licorice ? LICORICE : STICK);
}

static double atom_radius(const Builder *b, int atom)
{
  if (b->beads)
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

static void add_atoms(Builder *b)
{
  for (int i = 0; i < b->moment->atoms->n_atoms; i++)
    add_sphere(b, b->moment->centroid + 3 * (gsize)i, atom_radius(b, i), atom_colour(b, i), (BwSite){i, -1});
}

/* A stick's round end stays within the ball. */
static End bond_end(const Builder *b, int atom)
{
  double ball = atom_radius(b, atom), stick = stick_radius(b);
  return (End){atom_colour(b, atom), {atom, -1}, 0.98 * sqrt(MAX(ball * ball - stick * stick, 0))};
}

static void add_bonds(Builder *b)
{
  const BwMoment *m = b->moment;
  double radius = stick_radius(b);
  for (guint k = 0; k < m->bonds->len; k++) {
    const BwBond *bond = &g_array_index(m->bonds, BwBond, k);
    const double *p = m->centroid + 3 * (gsize)bond->i, *q = m->centroid + 3 * (gsize)bond->j;
    double v[3];
    for (int d = 0; d < 3; d++) {
      v[d] = q[d] - p[d];
      for (int c = 0; c < 3; c++)
        v[d] += bond->image[c] * m->cell.vectors[c][d];
    }
    add_link(b, p, q, v, radius, bond_end(b, bond->i), bond_end(b, bond->j));
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

static void add_beads(Builder *b)
{
  const BwMoment *m = b->moment;
  g_autofree int *order = spread_order(m->n_beads);
  for (int k = 0; k < m->n_beads; k++)
    for (int i = 0; i < m->atoms->n_atoms; i++)
      add_sphere(b, bead_position(m, order[k], i), b->style->bead_radius, bead_colour(b, i, order[k]),
                 (BwSite){i, order[k]});
}

static void add_springs(Builder *b)
{
  const BwMoment *m = b->moment;
  int n_springs = m->n_beads == 2 ? 1 : m->n_beads; /* the ring of two is one spring */
  for (int bead = 0; bead < n_springs; bead++)
    for (int i = 0; i < m->atoms->n_atoms; i++) {
      int next = (bead + 1) % m->n_beads;
      const double *p = bead_position(m, bead, i), *q = bead_position(m, next, i);
      double v[3];
      bw_sub3(q, p, v);
      bw_cell_minimum_image(&m->cell, v, NULL);
      add_link(b, p, q, v, SPRING_PER_BEAD * b->style->bead_radius, (End){bead_colour(b, i, bead), {i, bead}},
               (End){bead_colour(b, i, next), {i, next}});
    }
}

/* Every edge of the parallelepiped (parallelogram, line) that the vectors with a length span. */
static void add_cell(Builder *b)
{
  const BwCell *cell = &b->moment->cell;
  const End end = {bw_colour_of_cell(b->style->dark), {-1, -1}, 0};
  int given = 0;
  for (int k = 0; k < 3; k++)
    given |= (bw_norm3(cell->vectors[k]) > 0) << k;
  for (int corner = 0; corner < 8; corner++)
    for (int k = 0; k < 3; k++) {
      double p[3] = {0}, q[3];
      if ((corner & ~given) || (corner >> k & 1) || !(given >> k & 1))
        continue;
      for (int d = 0; d < 3; d++) {
        for (int c = 0; c < 3; c++)
          p[d] += (corner >> c & 1) * cell->vectors[c][d];
        q[d] = p[d] + cell->vectors[k][d];
      }
      add_capsule(b, p, q, CELL_EDGE, end, end);
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

static void choose_origin(BwShapes *shapes, const BwMoment *moment)
{
  int n = 0;
  for (int i = 0; i < moment->atoms->n_atoms; i++) {
    const double *p = moment->centroid + 3 * (gsize)i;
    n += is_somewhere(p);
    for (int d = 0; d < 3 && is_somewhere(p); d++)
      shapes->origin[d] += (p[d] - shapes->origin[d]) / n;
  }
}

BwShapes *bw_shapes_new(const BwMoment *moment, const BwSceneStyle *style, const BwHighlight *highlight)
{
  BwShapes *shapes = g_new0(BwShapes, 1);
  shapes->spheres = g_array_new(FALSE, FALSE, sizeof(BwSphere));
  shapes->sphere_sites = g_array_new(FALSE, FALSE, sizeof(BwSite));
  shapes->capsules = g_array_new(FALSE, FALSE, sizeof(BwCapsule));
  shapes->capsule_sites = g_array_new(FALSE, FALSE, sizeof(BwSite));
  if (moment->atoms) {
    g_autofree BwSurface *surfaces = surfaces_of(moment, highlight);
    Builder b = {shapes, moment, style, surfaces, moment->n_beads > 1 && style->show_beads};
    choose_origin(shapes, moment);
    if (!b.beads || style->show_centroid) {
      add_atoms(&b);
      if (style->show_bonds && style->style != BW_STYLE_SPACE_FILLING)
        add_bonds(&b);
    }
    if (style->show_cell)
      add_cell(&b);
    shapes->n_first_spheres = (int)shapes->spheres->len;
    shapes->n_first_capsules = (int)shapes->capsules->len;
    if (b.beads)
      add_beads(&b);
    if (b.beads && style->show_springs)
      add_springs(&b);
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
