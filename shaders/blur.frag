// Averages the openness over the four pixels of the occlusion's pattern along one direction, without mixing
// surfaces that lie at different depths.

uniform sampler2D occlusion;
uniform ivec2 step;
uniform float same_depth;  // fraction of the depth range

layout(location = 0) out vec2 out_occlusion;

void main()
{
  ivec2 pixel = ivec2(gl_FragCoord.xy), last = textureSize(occlusion, 0) - 1;
  vec2 here = texelFetch(occlusion, pixel, 0).rg;
  float sum = here.r, weights = 1.0, inverse = 1.0 / same_depth;
  for (int i = 0; i < 4; i++) {
    int offset = i < 2 ? i - 2 : i - 1;
    vec2 there = texelFetch(occlusion, clamp(pixel + offset * step, ivec2(0), last), 0).rg;
    float weight = max(1.0 - abs(there.g - here.g) * inverse, 0.0) * (i == 0 || i == 3 ? 0.5 : 1.0);
    sum += weight * there.r;
    weights += weight;
  }
  out_occlusion = vec2(sum / weights, here.g);
}
