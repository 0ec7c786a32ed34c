// A capsule (bond, spring, edge of the cell) as a quadrilateral around the images of its two end spheres.

uniform mat4 view;
uniform float least_pixels;

layout(location = 0) in vec3 start;
layout(location = 1) in vec4 end_and_radius;
layout(location = 2) in vec4 start_colour;
layout(location = 3) in vec4 end_colour;

flat out vec4 first_end;   // and the part of its width that is left of a line thinner than a pixel
flat out vec4 second_end;  // and radius
flat out float pixels;     // per Å
flat out vec4 first_paint;
flat out vec4 second_paint;

void main()
{
  vec3 a = (view * vec4(start, 1.0)).xyz;
  vec3 b = (view * vec4(end_and_radius.xyz, 1.0)).xyz;
  if (a.z > b.z)
    keep_in_front(a, b, end_and_radius.w);
  else
    keep_in_front(b, a, end_and_radius.w);
  float size = pixel_size(0.5 * (a.z + b.z));
  float r = max(end_and_radius.w, least_pixels * size);
  pixels = 1.0 / size;
  first_end = vec4(a, end_and_radius.w / r);
  second_end = vec4(b, r);
  first_paint = start_colour;
  second_paint = end_colour;

  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1) * 2.0 - 1.0;
  if (!orthographic && max(a.z, b.z) + r > -1e-2 * r) {
    gl_Position = vec4(corner * (min(a.z, b.z) - r < 0.0 ? 1.0 : 0.0), 0.0, 1.0);
    return;
  }
  vec3 p = image_of(a, r), q = image_of(b, r);
  vec2 along = q.xy - p.xy;
  float apart = length(along);
  along = apart > 1e-3 ? along / apart : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  // one disc may hide the other, when one looks along the axis; the smooth edge reaches half a pixel farther
  float back = max(p.z, q.z - apart) + 0.6, front = max(q.z, p.z - apart) + 0.6, side = max(p.z, q.z) + 0.6;
  vec2 pixel = corner.x < 0.0 ? p.xy - along * back : q.xy + along * front;
  gl_Position = vec4((pixel + across * corner.y * side) * 2.0 / viewport, 0.0, 1.0);
}
