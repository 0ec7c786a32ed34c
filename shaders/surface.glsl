// What a shape leaves behind for the steps that follow.

#include "light.glsl"

uniform vec3 accent;           // of what is selected
uniform float contour;         // strength of the lines around shapes, 0 to 1
uniform float contour_pixels;  // and their width

layout(location = 0) out vec4 out_colour;  // and how much of the pixel it covers
layout(location = 1) out vec4 out_normal;
layout(location = 2) out float out_distance;  // -z

// paint.a names the treatment, as palette.h numbers it. inside: pixels from the edge of the shape's image, which
// may be half a pixel outside; radius: the shape's in pixels; part: less than 1 for lines thinner than a pixel.
void put_surface(vec4 paint, vec3 n, float z, float inside, float radius, float part)
{
  float depth = to_depth(z);
  if (depth <= 0.0 || (!orthographic && z >= 0.0))
    discard;
  bool flat_paint = paint.a < 0.16;
  vec3 colour = flat_paint ? paint.rgb : light(paint.rgb, n);
  float begin = rim_begin(paint.a);
  if (begin > 0.0)
    colour = mix(hover(colour, paint.a), accent, smoothstep(begin, begin - 0.09, n.z));
  if (!flat_paint)
    colour *= 1.0 - contour * clamp(min(contour_pixels, 0.2 * radius) + 0.5 - inside, 0.0, 1.0);
  out_colour = vec4(colour, min(inside + 0.5, 1.0) * (flat_paint ? 1.0 : part));
  out_normal = vec4(0.5 + 0.5 * n, 1.0);
  out_distance = -z;
  gl_FragDepth = depth;
}
