// A surface whose colours are to be read: evenly opaque, lit so gently that a colour stays the one of its legend.
// Premultiplied alpha, to be laid over the picture.

#include "light.glsl"

uniform float fog;
uniform vec3 fog_colour;
uniform vec2 depth_range;
uniform vec4 paint;  // alpha: how much it hides

in vec3 eye_place;
in vec3 eye_normal;
in vec3 own_colour;

layout(location = 0) out vec4 out_colour;

void main()
{
  vec3 n = normalize(eye_normal);
  vec3 lit = own_colour * (0.82 + 0.2 * dot(n, LAMP)) + 0.5 * SHEEN * to_the_32nd(max(dot(n, HALFWAY), 0.0));
  float deep = (-eye_place.z - depth_range.x) / (depth_range.y - depth_range.x);
  vec3 colour = mix(lit, fog_colour, 0.4 * fog * clamp(deep, 0.0, 1.0));
  float rim = 1.0 - max(dot(n, orthographic ? vec3(0.0, 0.0, 1.0) : normalize(-eye_place)), 0.0);
  float alpha = mix(paint.a, 1.0, rim * rim);
  out_colour = vec4(min(colour, vec3(1.0)) * alpha, alpha);
}
