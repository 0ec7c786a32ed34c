// A sphere as the rectangle that bounds its image: the corner of an instanced quad, or one point sprite.

#include "corner.glsl"

uniform mat4 view;
uniform float least_pixels;  // smaller radii are drawn with this one, in pixels

layout(location = 0) in vec4 sphere;  // centre and radius
layout(location = 1) in vec4 colour;

flat out vec4 ball;
flat out float pixels;  // per Å
flat out vec4 paint;

void main()
{
  vec3 c = (view * vec4(sphere.xyz, 1.0)).xyz;
  float r = max(sphere.w, least_pixels * pixel_size(c.z));
  ball = vec4(c, r);
  paint = colour;
  pixels = 1.0 / pixel_size(c.z);
  place_corner(box_of(c, r));
}
