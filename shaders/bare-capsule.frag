// One pixel of the side of a capsule in its own frame.

#include "light.glsl"

uniform vec3 accent;
uniform float contour;

noperspective in vec2 place;
flat in vec4 lights;
flat in vec4 depths;
flat in vec4 first;
flat in vec4 second;
flat in vec4 mist;
flat in vec4 line;

layout(location = 0) out vec4 out_colour;

void main()
{
  float q = 1.0 - place.y * place.y;
  float toward = sqrt(max(q, 0.0)), along = place.x + depths.w * toward;
  if (q <= 0.0 || abs(along - 0.5) > 0.5)
    discard;
  vec4 front = along < 0.5 ? first : second;
  float gloss = max(lights.z * place.y + lights.w * toward, 0.0);
  float wrapped = mist.w + 0.5 * (lights.x * place.y + lights.y * toward);
  vec3 colour = front.rgb * diffuse(wrapped) + to_the_32nd(gloss);
  colour = mix(colour, accent * line.w, clamp((front.w - toward * line.z) * 12.0, 0.0, 1.0));
  out_colour = vec4(colour * (1.0 - clamp(line.x - line.y * q, 0.0, contour)) + mist.rgb, 1.0);
  gl_FragDepth = depths.x + depths.y * along + depths.z * toward;
}
