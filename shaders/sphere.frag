// The point of the sphere that a pixel's ray meets first.

#include "surface.glsl"

flat in vec4 ball;
flat in float pixels;
flat in vec4 paint;

void main()
{
  vec2 xy = through_pixel(gl_FragCoord.xy);
  vec3 origin = orthographic ? vec3(xy, 0.0) : vec3(0.0);
  vec3 direction = orthographic ? vec3(0.0, 0.0, -1.0) : vec3(xy, -1.0);

  // from the ray's point nearest to the centre: single precision would not bear the usual discriminant
  float a = 1.0 / dot(direction, direction);
  vec3 miss = origin + dot(direction, ball.xyz - origin) * a * direction - ball.xyz;
  float miss2 = dot(miss, miss);
  float inside = (ball.w - sqrt(miss2)) * pixels;
  if (inside <= -0.5)
    discard;
  vec3 n = miss - direction * sqrt(max(ball.w * ball.w - miss2, 0.0) * a);
  put_surface(paint, n * (1.0 / ball.w), ball.z + n.z, inside, ball.w * pixels, 1.0);
}
