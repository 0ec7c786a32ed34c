// The camera, as every shader sees it. Eye space: x right, y up, the camera looks along -z; lengths in Å.
// It comes after the #version line, in front of every shader.

uniform vec2 scale;         // eye to normalised device coordinates: at depth 1, or at any when orthographic
uniform vec2 shift;         // of normalised device coordinates: tiles and antialiasing
uniform vec4 pixel_to_ray;  // factor and offset
uniform float pixel_step;   // Å per pixel at depth 1, or at any when orthographic
uniform vec3 depth_map;     // p, q, r of depth = p + q z - r / z
uniform vec2 viewport;      // pixels
uniform bool orthographic;

float to_depth(float z)
{
  return depth_map.x + depth_map.y * z - depth_map.z / min(z, -1e-6);
}

// For a vertex whose w is that; also behind the eye.
float to_clip_depth(float z, float w)
{
  return (2.0 * depth_map.x - 1.0) * w + 2.0 * (depth_map.y * z + depth_map.z);
}

// x and y of the eye ray through a pixel where z = -1, or anywhere when orthographic.
vec2 through_pixel(vec2 pixel)
{
  return pixel * pixel_to_ray.xy + pixel_to_ray.zw;
}

// Å per pixel at a place.
float pixel_size(float z)
{
  return orthographic ? pixel_step : pixel_step * -z;
}

// Middle of a sphere's image in pixels from the middle of the picture, and the radius of a disc that covers it.
vec3 image_of(vec3 c, float r)
{
  float k = c.z * c.z - r * r;
  vec2 middle = orthographic ? c.xy : c.xy * -c.z / k;
  float widest = orthographic ? r : r * sqrt(dot(c.xy, c.xy) + k) / k;
  return vec3((middle * scale + shift) * 0.5 * viewport, widest * scale.y * 0.5 * viewport.y);
}

// Of what passes the eye, the part in front of it. As a thin line keeps one width in Å, it ends where it would
// look ten times as wide as at its far end.
void keep_in_front(inout vec3 near, vec3 far, float r)
{
  float limit = 0.1 * far.z;
  if (!orthographic && near.z + r > -1e-2 * r && far.z < 0.0)
    near = mix(near, far, (near.z - limit) / (near.z - far.z));
}
