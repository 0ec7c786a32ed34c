// How surfaces take light: matte paint under one soft lamp over the viewer's left shoulder, with a faint sheen.
// Colours are blended as they are shown, without tone mapping: an element keeps its colour.

uniform vec3 accent;           // of what is selected
uniform float contour;         // strength of the lines around shapes, 0 to 1
uniform float contour_pixels;  // and their width

#ifdef BARE  // the picture at once, premultiplied
uniform float fog;
uniform vec3 fog_colour;
uniform vec2 depth_range;

layout(location = 0) out vec4 out_colour;

const float LEAST_INSIDE = 0.0;
#else
layout(location = 0) out vec4 out_colour;  // and how much of the pixel it covers
layout(location = 1) out vec4 out_normal;
layout(location = 2) out float out_distance;  // -z

const float LEAST_INSIDE = -0.5;
#endif

vec3 light(vec3 colour, vec3 n)
{
  const vec3 lamp = vec3(-0.4082, 0.5443, 0.7328);
  const vec3 halfway = vec3(-0.2193, 0.2924, 0.9308);
  float wrapped = 0.5 + 0.5 * dot(n, lamp);
  float sheen = max(dot(n, halfway), 0.0);
  sheen *= sheen;
  sheen *= sheen;
  sheen *= sheen;
  sheen *= sheen;
  sheen *= sheen;
  return colour * (0.44 + 0.66 * wrapped * wrapped) + 0.12 * sheen;
}

// paint.a names the treatment, as palette.h numbers it. inside: pixels from the edge of the shape's image, which
// may be half a pixel outside; radius: the shape's in pixels; part: less than 1 for lines thinner than a pixel.
void put_surface(vec4 paint, vec3 n, float z, float inside, float radius, float part)
{
  float depth = to_depth(z);
  if (depth <= 0.0 || (!orthographic && z >= 0.0))
    discard;
  bool flat_paint = paint.a < 0.16;
  vec3 colour = flat_paint ? paint.rgb : light(paint.rgb, n);
  if (!flat_paint && paint.a < 0.84) {
    bool selected = paint.a > 0.5;
    float rim = smoothstep(selected ? 0.66 : 0.5, selected ? 0.58 : 0.4, n.z);
    colour = mix(selected ? colour : colour * 1.06 + 0.06, accent, rim);
  }
  if (!flat_paint)
    colour *= 1.0 - contour * clamp(min(contour_pixels, 0.2 * radius) + 0.5 - inside, 0.0, 1.0);
#ifdef BARE
  float deep = clamp((-z - depth_range.x) / (depth_range.y - depth_range.x), 0.0, 1.0);
  out_colour = vec4(mix(colour, fog_colour, fog * deep), 1.0);
#else
  out_colour = vec4(colour, min(inside + 0.5, 1.0) * (flat_paint ? 1.0 : part));
  out_normal = vec4(0.5 + 0.5 * n, 1.0);
  out_distance = -z;
#endif
  gl_FragDepth = depth;
}
