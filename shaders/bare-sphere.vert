// A sphere as one point sprite or quad, and all of its light, fog and depth that is the same for every pixel.

#include "bare.glsl"
#include "corner.glsl"

uniform mat4 view;
uniform float least_pixels;

layout(location = 0) in vec4 sphere;  // centre and radius
layout(location = 1) in vec4 colour;

flat out vec4 disc;   // from pixels to its own frame, where the radius is 1: factor and offset
flat out vec4 lamp;   // directions in this frame, z towards the viewer; w: depth of the centre
flat out vec4 sheen;  // w: depth gained per unit of z
flat out vec4 front;  // what the fog leaves of the paint; w: where the rim begins
flat out vec4 mist;   // what the fog adds; w: what it leaves
flat out vec2 line;   // contour

void main()
{
  vec3 c = (view * vec4(sphere.xyz, 1.0)).xyz;
  float size = pixel_size(c.z), r = max(sphere.w, least_pixels * size), thick = fog_at(c.z + 0.7 * r);
  vec4 box = box_of(c, r);
  if (reaches_eye(c.z, r)) {
    box.zw = vec2(0.0);
    size = 1.0;
  }
  vec2 reach = max(0.5 * box.zw * viewport, vec2(1e-3));
  disc = vec4(1.0 / reach, -(0.5 + 0.5 * box.xy) * viewport / reach);
  mat3 frame = frame_at(c);
  lamp = vec4(LAMP * frame, to_depth(c.z));
  sheen = vec4(sheen_in(frame, 1.0 - thick), r * depth_per_length(c.z, r));
  mist = vec4(fog_colour * thick, 1.0 - thick);
  front = vec4(hover(colour.rgb, colour.a) * mist.w, rim_begin(colour.a));
  line = contour_line(r / size);
  place_corner(box);
}
