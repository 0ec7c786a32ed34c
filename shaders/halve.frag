// Every second pixel of every second row of the surfaces, for effects that need no more.

uniform sampler2D normals;
uniform sampler2D distances;

layout(location = 0) out vec4 out_normal;
layout(location = 1) out float out_distance;

void main()
{
  ivec2 pixel = min(2 * ivec2(gl_FragCoord.xy), textureSize(distances, 0) - 1);
  float far = texelFetch(distances, pixel, 0).r;
  out_normal = texelFetch(normals, pixel, 0);
  out_distance = far;
  gl_FragDepth = far < 1e6 ? 0.0 : 1.0;
}
