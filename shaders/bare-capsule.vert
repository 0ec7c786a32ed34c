// The cylinder of a capsule as a rectangle in its own frame, and all of its light, fog and depth that is the same for
// every pixel. Its round ends lie within balls or in corners, and are left out.

#include "bare.glsl"

uniform mat4 view;
uniform float least_pixels;

layout(location = 0) in vec3 start;
layout(location = 1) in vec4 end_and_radius;
layout(location = 2) in vec4 start_colour;
layout(location = 3) in vec4 end_colour;

noperspective out vec2 place;  // along the image of the axis, which goes from 0 to 1, and across, in radii
flat out vec4 lights;          // what the lamp and the sheen give per unit across, and towards the viewer
flat out vec4 depths;          // at the start of the axis; gained to its end; gained, and shift along, towards the viewer
flat out vec4 first;           // what the fog leaves of the paint; w: where the rim begins
flat out vec4 second;
flat out vec4 mist;            // what the fog adds; w: light at rest
flat out vec4 line;            // contour; z: how much of the side faces the viewer; w: what the fog leaves

void paint(vec4 colour, float z, float part, out vec4 front)
{
  bool flat_paint = colour.a < 0.16;
  vec3 rgb = flat_paint ? mix(colour.rgb, fog_colour, fog_at(z)) : hover(colour.rgb, colour.a) * part;
  front = vec4(rgb, rim_begin(colour.a));
}

void main()
{
  vec3 a = (view * vec4(start, 1.0)).xyz;
  vec3 b = (view * vec4(end_and_radius.xyz, 1.0)).xyz;
  if (a.z > b.z)
    keep_in_front(a, b, end_and_radius.w);
  else
    keep_in_front(b, a, end_and_radius.w);
  vec3 middle = 0.5 * (a + b);
  float size = pixel_size(middle.z), r = max(end_and_radius.w, least_pixels * size);
  mat3 frame = frame_at(middle);
  vec3 axis = (b - a) * frame;
  float seen = max(length(axis.xy), 1e-6), cosine = seen / length(vec2(seen, axis.z));
  float sine = axis.z / length(vec2(seen, axis.z));
  vec2 u = axis.xy / seen, v = vec2(-u.y, u.x);

  // across the axis, and across both this and the axis
  vec3 lamp = LAMP * frame, sheen = sheen_in(frame, 1.0 - fog_at(middle.z));
  bool lit = start_colour.a >= 0.16;
  float part = end_and_radius.w / r, left = (1.0 - fog_at(middle.z)) * part;
  lights = lit ? vec4(dot(lamp.xy, v), lamp.z * cosine - sine * dot(lamp.xy, u), dot(sheen.xy, v),
                     sheen.z * cosine - sine * dot(sheen.xy, u))
              : vec4(0.0);
  depths = vec4(to_depth(a.z), to_depth(b.z) - to_depth(a.z), r * cosine * depth_per_length(middle.z, r),
                r * sine / seen);
  paint(start_colour, a.z, left, first);
  paint(end_colour, b.z, left, second);
  mist = lit ? vec4(fog_colour * (1.0 - left), 0.5) : vec4(vec3(0.0), sqrt((1.0 - SHADE) / LIT));
  line = vec4(lit ? contour_line(r / size) : vec2(0.0), cosine, left);

  vec3 p = image_of(a, r), q = image_of(b, r);
  float apart = max(length(q.xy - p.xy), 1e-3), side = 0.5 * (p.z + q.z);
  vec2 along = (q.xy - p.xy) / apart, across = vec2(-along.y, along.x);
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1) * 2.0 - 1.0;
  float beyond = side * abs(sine) + 0.5, wide = side + 0.5;
  place = vec2(corner.x < 0.0 ? -beyond / apart : 1.0 + beyond / apart, corner.y * wide / side);
  vec2 pixel = (corner.x < 0.0 ? p.xy - along * beyond : q.xy + along * beyond) + across * corner.y * wide;
  bool hidden = !orthographic && max(a.z, b.z) + r > -1e-2 * r;
  gl_Position = vec4(hidden ? vec2(0.0) : pixel * 2.0 / viewport, 0.0, 1.0);
}
