// The picture from its parts: paint, darkened where the sky is hidden, drawn with a contour where the depth
// jumps, fading into the background with distance; edges blended with what lies behind. Premultiplied alpha.

uniform sampler2D colours;
uniform sampler2D distances;
uniform sampler2D occlusion;
uniform vec4 background;     // premultiplied
uniform vec3 fog_colour;
uniform float fog;           // 0: none
uniform float occlude;       // 0: none
uniform float outline;       // 0: none
uniform int outline_width;   // pixels
uniform vec2 outline_jump;   // Å: where a contour begins to be seen and where it is full
uniform float same_depth;
uniform vec2 depth_range;

layout(location = 0) out vec4 out_colour;

// Half-resolution pixel h holds the openness at full pixel 2h; in between, the mean of those on the same surface.
float openness(ivec2 pixel, float deep)
{
  ivec2 corner = pixel >> 1, odd = pixel & 1, last = textureSize(occlusion, 0) - 1;
  float sum = 0.0, weights = 0.0;
  for (int i = 0; i < 4; i++) {
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

void main()
{
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  vec4 paint = texelFetch(colours, pixel, 0);
  float far = texelFetch(distances, pixel, 0).r;
  vec3 beside = vec3(pixel, far);
  look(pixel + ivec2(outline_width, 0), beside);
  look(pixel - ivec2(outline_width, 0), beside);
  look(pixel + ivec2(0, outline_width), beside);
  look(pixel - ivec2(0, outline_width), beside);

  float deep = clamp((far - depth_range.x) / (depth_range.y - depth_range.x), 0.0, 1.0);
  float shade = mix(1.0, openness(pixel, deep), occlude);
  float line = 1.0 - outline * smoothstep(outline_jump.x, outline_jump.y, beside.z - far);
  vec3 front = mix(paint.rgb * shade * line, fog_colour, fog * deep);

  float deep_behind = clamp((beside.z - depth_range.x) / (depth_range.y - depth_range.x), 0.0, 1.0);
  vec3 colour_behind = texelFetch(colours, ivec2(beside.xy), 0).rgb;
  vec4 behind = beside.z < 1e6 ? vec4(mix(colour_behind * shade, fog_colour, fog * deep_behind), 1.0) : background;
  out_colour = mix(behind, vec4(front, 1.0), paint.a);
}
