// A sphere as the rectangle that bounds its image exactly: the corner of an instanced quad, or one point sprite.

uniform mat4 view;
uniform float least_pixels;  // smaller radii are drawn with this one, in pixels
#ifdef POINT_SPRITES
uniform vec2 guard;  // the part of the clip volume that is the picture
#endif

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

  // perspective shows a sphere as an ellipse; its extent: Mara and McGuire, JCGT 2 (2), 70 (2013)
  float k = c.z * c.z - r * r;
  vec2 middle = orthographic ? c.xy : c.xy * -c.z / k;
  vec2 extent = orthographic ? vec2(r) : r * sqrt(c.xy * c.xy + k) / k;
  middle = middle * scale + shift;
  extent = extent * scale + 1.2 / viewport;  // the smooth edge reaches half a pixel farther
  if (!orthographic && c.z + r > -1e-2 * r) {  // reaches behind the eye
    middle = vec2(0.0);
    extent = vec2(c.z - r < 0.0 ? 1.0 : 0.0);
  }
#ifdef POINT_SPRITES
  vec2 pixels = extent * viewport;
  gl_PointSize = max(pixels.x, pixels.y);
  gl_Position = vec4(middle * guard, 0.0, 1.0);
#else
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = vec4(middle + corner * extent, 0.0, 1.0);
#endif
}
