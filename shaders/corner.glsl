// Where the image of a sphere lies, and the corner of what is drawn for it: of an instanced quad, or one point sprite.

#ifdef POINT_SPRITES
uniform vec2 guard;  // the part of the clip volume that is the picture
#endif

bool reaches_eye(float z, float r)
{
  return !orthographic && z + r > -1e-2 * r;
}

// Middle and half the sides of the rectangle that bounds it exactly, in normalised device coordinates. Perspective
// shows a sphere as an ellipse; its extent: Mara and McGuire, JCGT 2 (2), 70 (2013).
vec4 box_of(vec3 c, float r)
{
  float k = c.z * c.z - r * r;
  vec2 middle = orthographic ? c.xy : c.xy * -c.z / k;
  vec2 extent = orthographic ? vec2(r) : r * sqrt(c.xy * c.xy + k) / k;
  vec4 box = vec4(middle * scale + shift, extent * scale);
  if (reaches_eye(c.z, r))
    box = vec4(0.0, 0.0, vec2(c.z - r < 0.0 ? 1.0 : 0.0));
  return box;
}

void place_corner(vec4 box)
{
  box.zw += box.z > 0.0 ? 1.2 / viewport : vec2(0.0);  // the smooth edge reaches half a pixel farther
#ifdef POINT_SPRITES
  vec2 side = box.zw * viewport;
  gl_PointSize = max(side.x, side.y);
  gl_Position = vec4(box.xy * guard, 0.0, 1.0);
#else
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = vec4(box.xy + corner * box.zw, 0.0, 1.0);
#endif
}
