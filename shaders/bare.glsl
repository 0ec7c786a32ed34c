// For pictures that are drawn in one step, while they move: what is the same for all pixels of a shape is worked out
// once, at its corners. Within one shape rays count as parallel, and the fog as even.

#include "light.glsl"

uniform float fog;
uniform vec3 fog_colour;
uniform vec2 depth_range;
uniform float contour;
uniform float contour_pixels;

float fog_at(float z)
{
  return fog * clamp((-z - depth_range.x) / (depth_range.y - depth_range.x), 0.0, 1.0);
}

// Columns: right, up, and towards the viewer, as seen from a place.
mat3 frame_at(vec3 place)
{
  vec3 toward = orthographic ? vec3(0.0, 0.0, 1.0) : normalize(-place);
  vec3 right = normalize(vec3(toward.z, 0.0, -toward.x));
  return mat3(right, cross(toward, right), toward);
}

// The direction of the sheen, with its strength as the 32nd power of the length.
vec3 sheen_in(mat3 frame, float strength)
{
  return HALFWAY * frame * pow(max(SHEEN * strength, 1e-9), 1.0 / 32.0);
}

// The contour as a function of the squared cosine q between surface and viewer: clamp(x - y q, 0, contour).
vec2 contour_line(float radius)
{
  return contour * vec2(min(contour_pixels, 0.2 * radius) + 0.5, 0.5 * radius);
}

// Depth gained by coming an Å nearer.
float depth_per_length(float z, float r)
{
  return (to_depth(z + r) - to_depth(z)) / r;
}
