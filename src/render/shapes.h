/* shapes.h - a moment in a style as spheres and capsules: what is drawn, and what is picked. No OpenGL. */
#pragma once

#include "render/images.h"
#include "render/moment.h"
#include "render/palette.h"
#include "render/scene.h"

/* As the graphics card takes them; positions relative to the origin of the shapes. */
typedef struct {
  float centre[3], radius;
  BwColour colour;
} BwSphere;

typedef struct {
  float start[3], end[3], radius;
  BwColour start_colour, end_colour; /* of the two halves */
} BwCapsule;

/* What a shape stands for. */
typedef struct {
  int atom; /* −1: nothing that can be picked */
  int bead; /* −1: the centroid */
} BwSite;

typedef struct {
  double origin[3];                 /* Å; keeps the numbers small, so that single precision is enough */
  GArray *spheres, *sphere_sites;   /* BwSphere, BwSite */
  GArray *capsules, *capsule_sites; /* BwCapsule, two BwSite each: of the half at the start and at the end */
  int n_first_spheres,
      n_first_capsules; /* atoms, and bonds and the cell: they come before beads and springs */
  BwBall all;           /* around everything */
  BwBall focus;         /* around what is looked at: not the cell, where it is mostly empty */
  double largest;       /* radius of the largest sphere, Å */
  double margin;        /* how far the clouds reach beyond the spheres that stand for their atoms, Å */
  BwImages images;      /* how many there are */
} BwShapes;

typedef struct {
  int hovered; /* −1: none */
  int *selected;
  int n_selected;
  double *shares; /* [n_shares], of the first atoms: what colours them; NULL: their elements do */
  int n_shares;
} BwHighlight;

BwShapes *bw_shapes_new(const BwMoment *moment, const BwSceneStyle *style, const BwHighlight *highlight);
void bw_shapes_free(BwShapes *shapes);

/* Called by bw_shapes_new(): fills in all, focus and largest. */
void bw_shapes_find_bounds(BwShapes *shapes);
/* Something reaches so far beyond the atoms, Å. */
void bw_shapes_make_room(BwShapes *shapes, double reach);
/* bw_camera_look_at() for what is in focus, along the axes of a crystal's cell. */
void bw_shapes_look_at(const BwShapes *shapes, const BwCell *cell, BwCamera *camera, double aspect);
/* bw_camera_fill() and bw_camera_keep() for the same. */
void bw_shapes_fill(const BwShapes *shapes, BwCamera *camera, double aspect);
void bw_shapes_keep(const BwShapes *shapes, BwCamera *camera, double aspect);

/* What the ray through the middle of a pixel (y from the top) meets first; FALSE: nothing. */
gboolean bw_shapes_pick(const BwShapes *shapes, const BwCamera *camera, int x, int y, int width, int height,
                        BwSite *site);
