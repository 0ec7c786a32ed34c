// One pixel of a sphere in its own frame.

#include "light.glsl"

uniform vec3 accent;
uniform float contour;

flat in vec4 disc;
flat in vec4 lamp;
flat in vec4 sheen;
flat in vec4 front;
flat in vec4 mist;
flat in vec2 line;

layout(location = 0) out vec4 out_colour;

void main()
{
  vec2 xy = gl_FragCoord.xy * disc.xy + disc.zw;
  float q = 1.0 - dot(xy, xy);
  if (q <= 0.0)
    discard;
  vec3 n = vec3(xy, sqrt(q));
  vec3 colour = front.rgb * diffuse(0.5 + 0.5 * dot(n, lamp.xyz)) + to_the_32nd(max(dot(n, sheen.xyz), 0.0));
  colour = mix(colour, accent * mist.w, clamp((front.w - n.z) * 12.0, 0.0, 1.0));
  out_colour = vec4(colour * (1.0 - clamp(line.x - line.y * q, 0.0, contour)) + mist.rgb, 1.0);
  gl_FragDepth = lamp.w + sheen.w * n.z;
}
