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

void bw_camera_init(BwCamera *camera);
/* Looks at a sphere so that it just fits a width × height view. */
void bw_camera_fit(BwCamera *camera, const double centre[3], double radius, double aspect);
/* Near and far planes around a sphere. */
void bw_camera_clip(BwCamera *camera, const double centre[3], double radius);
/* Arcball (Shoemake 1992): from and to in the unit square, −1 … 1, y up. */
void bw_camera_turn(BwCamera *camera, const double from[2], const double to[2]);
/* Moves the centre by a drag of dx, dy in fractions of the view's height, y up. */
void bw_camera_pan(BwCamera *camera, double dx, double dy);
/* factor < 1 comes closer; keeps the point under (x, y) (−1 … 1, y up) in its place. */
void bw_camera_zoom(BwCamera *camera, double factor, double x, double y, double aspect);
/* Column-major, as OpenGL takes them. */
void bw_camera_view_matrix(const BwCamera *camera, float view[16]);
void bw_camera_projection_matrix(const BwCamera *camera, double aspect, float projection[16]);
