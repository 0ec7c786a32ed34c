// A vertex of a surface around a molecule, with its own colour.

uniform mat4 view;
uniform vec3 offset;  // of the surface's origin, in the eye's axes

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec4 colour;

out vec3 eye_place;
out vec3 eye_normal;
out vec3 own_colour;

void main()
{
  vec3 p = mat3(view) * position + offset;
  float w = orthographic ? 1.0 : -p.z;
  eye_place = p;
  eye_normal = mat3(view) * normal;
  own_colour = colour.rgb;
  gl_Position = vec4(p.xy * scale + shift * w, to_clip_depth(p.z, w), w);
}
