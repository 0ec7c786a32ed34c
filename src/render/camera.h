/* camera.h - where one looks from. Plain numbers, no OpenGL. */
#pragma once

#include <glib.h>

typedef struct {
  double centre[3];     /* Å, the point looked at and turned about */
  double rotation[4];   /* unit quaternion x, y, z, w: world → eye */
  double distance;      /* Å from the eye to the centre */
  double field_of_view; /* degrees, vertical */
  gboolean orthographic;
  double near, far; /* Å, set by bw_camera_clip() */
} BwCamera;

/* A sphere in the world, Å. */
typedef struct {
  double centre[3], radius;
} BwBall;

/* The part of a width × height picture that is drawn, in pixels, y up: all of it in the window, tiles of
 * large exported pictures. */
typedef struct {
  int width, height; /* of the whole picture */
  int x, y;          /* of the tile's lower left corner */
  int tile_width, tile_height;
} BwTile;

void bw_camera_init(BwCamera *camera);
/* The view that shows a structure best: turned so that the widest plane through points[n][3] faces the
 * viewer, its longest axis lies along the longer side, a little tilted so that little is hidden; centred, and
 * as near as a margin of `radius` Å around every point lets it come. With `axes` (rows, right-handed,
 * orthonormal; may be NULL) these lie along right, up and towards the viewer before the tilt. */
void bw_camera_look_at(BwCamera *camera, const double *points, int n, double radius, double axes[3][3],
                       double aspect);
/* The same, turned as it is. */
void bw_camera_fill(BwCamera *camera, const double *points, int n, double radius, double aspect);
/* Goes back, if need be, until every point with its margin is in the picture: never nearer, never aside. */
void bw_camera_keep(BwCamera *camera, const double *points, int n, double radius, double aspect);
/* Near and far planes around a sphere. */
void bw_camera_clip(BwCamera *camera, const double centre[3], double radius);
/* Arcball (Shoemake 1992): from and to in the unit square, −1 … 1, y up. */
void bw_camera_turn(BwCamera *camera, const double from[2], const double to[2]);
/* Moves the centre by a drag of dx, dy in fractions of the view's height, y up. */
void bw_camera_pan(BwCamera *camera, double dx, double dy);
/* factor < 1 comes closer: the whole view shrinks towards a point (Å), which stays where it is in the picture
 * and becomes what is turned about the nearer one comes. */
void bw_camera_zoom(BwCamera *camera, double factor, const double point[3]);
/* Turns about an axis of the eye (x right, y up, z towards the viewer) by degrees. */
void bw_camera_rotate(BwCamera *camera, const double axis[3], double degrees);
/* Turns so that `towards` points at the viewer and `up` upwards, as far as it can. */
void bw_camera_face(BwCamera *camera, const double towards[3], const double up[3]);
/* On the way from one view to another, fraction 0 … 1: turns about one axis the shorter way round, comes
 * closer by equal factors in equal times. The projection is that of `to`. */
void bw_camera_between(const BwCamera *from, const BwCamera *to, double fraction, BwCamera *between);
/* The eye's axes in the world: rows right, up, towards the viewer; right-handed and orthonormal. */
void bw_camera_set_axes(BwCamera *camera, double axes[3][3]);
void bw_camera_get_axes(const BwCamera *camera, double axes[3][3]);
gboolean bw_camera_equal(const BwCamera *a, const BwCamera *b);
/* A point in the eye's own axes, Å; the camera looks along −z. */
void bw_camera_to_eye(const BwCamera *camera, const double point[3], double eye[3]);
/* Where a point is in the picture: −1 … 1, y up. FALSE: behind the eye. */
gboolean bw_camera_project(const BwCamera *camera, const double point[3], double aspect, double picture[2]);
/* The point seen there, in the plane parallel to the picture through a point. */
void bw_camera_unproject(const BwCamera *camera, const double picture[2], double aspect,
                         const double through[3], double point[3]);
/* Half the height of what is seen at the distance of the centre, Å. */
double bw_camera_half_height(const BwCamera *camera);
/* Column-major, as OpenGL takes them. */
void bw_camera_view_matrix(const BwCamera *camera, float view[16]);
void bw_camera_projection_matrix(const BwCamera *camera, double aspect, float projection[16]);
