// The point of the capsule that a pixel's ray meets first; one paint on either half.

#include "surface.glsl"

flat in vec4 first_end;
flat in vec4 second_end;
flat in float pixels;
flat in vec4 first_paint;
flat in vec4 second_paint;

void main()
{
  vec2 xy = through_pixel(gl_FragCoord.xy);
  vec3 origin = orthographic ? vec3(xy, 0.0) : vec3(0.0);
  vec3 direction = orthographic ? vec3(0.0, 0.0, -1.0) : vec3(xy, -1.0) * inversesqrt(dot(xy, xy) + 1.0);
  float r = second_end.w;

  // all from the ray's point nearest to one end, for the sake of precision; along the axis in units of its length
  vec3 axis = second_end.xyz - first_end.xyz;
  vec3 v = origin + dot(first_end.xyz - origin, direction) * direction - first_end.xyz;
  float per_length2 = 1.0 / max(dot(axis, axis), 1e-12);
  float slope = dot(axis, direction) * per_length2;
  float begin = dot(axis, v) * per_length2;

  // the side: at t = -b / a the ray comes nearest to the axis, to the square root of apart2
  vec3 off = v - begin * axis;
  float a = max(1.0 - slope * slope / per_length2, 1e-6);
  float b = dot(direction, off);
  float apart2 = dot(off, off) - b * b / a;
  float t = (-b - sqrt(max(r * r - apart2, 0.0) * a)) / a;
  float along = begin + t * slope;

  // beyond the side a round end
  vec3 n = v + t * direction - along * axis;
  if (along < 0.0 || along > 1.0) {
    vec3 w = along < 0.0 ? v : v - axis;
    float nearest = dot(w, direction);
    apart2 = dot(w, w) - nearest * nearest;
    t = -nearest - sqrt(max(r * r - apart2, 0.0));
    n = w + t * direction;
  }
  float inside = (r - sqrt(max(apart2, 0.0))) * pixels;
  if (inside <= -0.5)
    discard;
  put_surface(along < 0.5 ? first_paint : second_paint, n / r, first_end.z + v.z + t * direction.z, inside,
              r * pixels, first_end.w);
}
