// The surface of a cloud: thin where one looks straight through it, denser towards its rim, as a shell is.
// Premultiplied alpha, to be laid over the picture.

#include "light.glsl"

uniform float fog;
uniform vec3 fog_colour;
uniform vec2 depth_range;
uniform vec4 paint;  // and how much a surface hides that is seen face on

in vec3 eye_place;
in vec3 eye_normal;

layout(location = 0) out vec4 out_colour;

void main()
{
  vec3 n = normalize(eye_normal);
  vec3 to_eye = orthographic ? vec3(0.0, 0.0, 1.0) : normalize(-eye_place);
  float facing = dot(n, to_eye);
  // pixels from the silhouette, where the surface turns away: about half of `facing` over its slope
  float slope = length(vec2(dFdx(facing), dFdy(facing)));
  float edge = clamp(facing / (2.0 * slope + 1e-6), 0.0, 1.0);
  if (facing <= 0.0)
    discard;
  float rim = (1.0 - facing) * (1.0 - facing);
  float through = 1.0 - paint.a;
  float alpha = mix(paint.a, 1.0 - through * through * through * through, rim) * edge;
  float deep = (-eye_place.z - depth_range.x) / (depth_range.y - depth_range.x);
  vec3 colour = mix(light(paint.rgb, n), fog_colour, fog * clamp(deep, 0.0, 1.0));
  // a reflection hides what is behind it, however thin the surface is
  float glint = max(dot(n, HALFWAY), 0.0);
  glint = 0.3 * pow(glint, 40.0) * edge;
  alpha = alpha + glint * (1.0 - alpha);
  out_colour = vec4(min(colour * alpha + glint, alpha), alpha);
}
