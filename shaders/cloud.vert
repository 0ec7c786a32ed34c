// A vertex of a cloud's surface, which stands around its atom.

uniform mat4 view;
uniform vec3 offset;  // of the atom, in the eye's axes

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;

out vec3 eye_place;
out vec3 eye_normal;

void main()
{
  vec3 p = mat3(view) * position + offset;
  float w = orthographic ? 1.0 : -p.z;
  eye_place = p;
  eye_normal = mat3(view) * normal;
  gl_Position = vec4(p.xy * scale + shift * w, to_clip_depth(p.z, w), w);
}
