// The picture from its parts: paint, darkened where the sky is hidden, fading into the background with distance;
// edges blended with what lies behind. Premultiplied alpha.

uniform sampler2D colours;
uniform sampler2D distances;
uniform sampler2D occlusion;
uniform vec4 background;        // premultiplied
uniform vec3 fog_colour;
uniform float fog;              // 0: none
uniform float occlude;          // 0: none
uniform int occlusion_samples;  // 1 or 4
uniform float same_depth;
uniform vec2 depth_range;

layout(location = 0) out vec4 out_colour;

// Half-resolution pixel h holds the openness at full pixel 2h; in between, the mean of those on the same surface.
// One sample does while the picture moves.
float openness(ivec2 pixel, float deep)
{
  ivec2 corner = pixel >> 1, odd = pixel & 1, last = textureSize(occlusion, 0) - 1;
  float sum = 0.0, weights = 0.0;
  for (int i = 0; i < occlusion_samples; i++) {
    ivec2 there = min(corner + ivec2(i & 1, i >> 1) * odd, last);
    vec2 value = texelFetch(occlusion, there, 0).rg;
    float weight = abs(value.g - deep) < same_depth ? 1.0 : 1e-3;
    sum += weight * value.r;
    weights += weight;
  }
  return sum / weights;
}

void look(ivec2 pixel, inout vec3 farthest)
{
  ivec2 there = clamp(pixel, ivec2(0), ivec2(viewport) - 1);
  float far = texelFetch(distances, there, 0).r;
  if (far > farthest.z)
    farthest = vec3(there, far);
}

float depth_fraction(float far)
{
  return (far - depth_range.x) / (depth_range.y - depth_range.x);
}

void main()
{
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  vec4 paint = texelFetch(colours, pixel, 0);
  float far = texelFetch(distances, pixel, 0).r;
  float deep = depth_fraction(far);
  float shade = mix(1.0, openness(pixel, deep), occlude);
  vec3 front = mix(paint.rgb * shade, fog_colour, fog * clamp(deep, 0.0, 1.0));

  // what an edge lets through is what is seen beside it; three directions find every edge
  vec3 beside = vec3(pixel, far);
  look(pixel + ivec2(0, 1), beside);
  look(pixel + ivec2(1, -1), beside);
  look(pixel + ivec2(-1, -1), beside);
  vec3 colour_behind = texelFetch(colours, ivec2(beside.xy), 0).rgb * shade;
  vec4 behind = vec4(mix(colour_behind, fog_colour, fog * clamp(depth_fraction(beside.z), 0.0, 1.0)), 1.0);
  out_colour = mix(beside.z < 1e6 ? behind : background, vec4(front, 1.0), paint.a);
}
