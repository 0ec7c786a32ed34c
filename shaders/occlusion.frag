// How open a point is to the sky, at half resolution: eight samples on a spiral, turned from pixel to pixel in
// a 4 × 4 pattern that the blur averages out. After McGuire, Osman, Bukowski and Hennessy (2011), with the
// samples closer together near the point, so that both contacts and the large shape count.

uniform sampler2D distances;
uniform sampler2D normals;
uniform float radius;      // Å
uniform float turn;        // of the spiral, differs between the frames of a still picture
uniform float most_pixels;
uniform vec2 depth_range;  // of the scene, Å from the eye

layout(location = 0) out vec2 out_occlusion;  // openness, and the depth as a fraction of the range

// radius ((i + 0.6) / 8)^1.5, angle i times the golden angle
const vec2 SPIRAL[8] = vec2[](
  vec2(0.0205, 0.0), vec2(-0.0660, 0.0604), vec2(0.0162, -0.1846), vec2(0.1837, 0.2396),
  vec2(-0.4293, -0.0759), vec2(0.4944, -0.3145), vec2(-0.1937, 0.7241), vec2(-0.4269, -0.8215));

vec3 place(vec2 ray, float far)
{
  return vec3(orthographic ? ray : ray * far, -far);
}

void main()
{
  ivec2 pixel = ivec2(gl_FragCoord.xy), last = textureSize(distances, 0) - 1;
  float far = texelFetch(distances, pixel, 0).r;
  vec3 n = texelFetch(normals, pixel, 0).xyz * 2.0 - 1.0;
  vec2 step = 4.0 / (viewport * scale);
  vec2 ray = through_pixel(vec2(2 * pixel) + 0.5);
  vec3 p = place(ray, far);
  float reach = 0.5 * min(radius / pixel_size(-far), most_pixels);

  float angle = turn + float((pixel.x * 4 + pixel.y * 7 + (pixel.x ^ pixel.y) * 5) & 15) * 0.3927;
  vec2 first = reach * vec2(cos(angle), sin(angle)), second = vec2(-first.y, first.x);
  float blocked = 0.0, inverse2 = 1.0 / (radius * radius);
  for (int i = 0; i < 8; i++) {
    ivec2 offset = ivec2(SPIRAL[i].x * first + SPIRAL[i].y * second);
    ivec2 there = clamp(pixel + offset, ivec2(0), last);
    vec3 v = place(ray + vec2(there - pixel) * step, texelFetch(distances, there, 0).r) - p;
    float distance2 = dot(v, v) + 1e-6;
    blocked += max(1.0 - distance2 * inverse2, 0.0) * max(dot(v, n) * inversesqrt(distance2) - 0.12, 0.0);
  }
  float deep = (far - depth_range.x) / (depth_range.y - depth_range.x);
  out_occlusion = vec2(max(1.0 - 0.33 * blocked, 0.0), deep);
}
