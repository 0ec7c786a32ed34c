// The camera, as every shader sees it. Eye space: x right, y up, the camera looks along -z; lengths in Å.
// It comes after the #version line, in front of every shader.

uniform vec2 scale;      // eye to normalised device coordinates: at depth 1, or at any when orthographic
uniform vec2 shift;      // of normalised device coordinates: tiles and antialiasing
uniform vec2 depth_map;  // third row of the projection matrix
uniform vec2 viewport;   // pixels
uniform bool orthographic;

float to_depth(float z)
{
  float clip = depth_map.x * z + depth_map.y;
  return 0.5 + 0.5 * (orthographic ? clip : clip / -z);
}

// x and y of the eye ray through a pixel where z = -1, or anywhere when orthographic.
vec2 through_pixel(vec2 pixel)
{
  return (2.0 * pixel / viewport - 1.0 - shift) / scale;
}

// Å per pixel at a place.
float pixel_size(float z)
{
  float size = 2.0 / (viewport.y * scale.y);
  return orthographic ? size : size * -z;
}
