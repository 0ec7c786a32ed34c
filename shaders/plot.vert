// One shape of a plot: a box, a stroke or a text. Places are pixels from the top left.

layout(location = 0) in vec4 ends;    // corners of a box, ends of a stroke
layout(location = 1) in vec3 form;    // half the width of a stroke, 0: a box, < 0: a text; the text's first texel
layout(location = 2) in vec4 colour;

flat out vec4 shape_ends;
flat out vec3 shape_form;
flat out vec4 shape_colour;
out vec2 place;

// A stroke has round ends; half a pixel more on every side is partly covered.
vec2 stroke_corner(vec2 corner)
{
  vec2 run = ends.zw - ends.xy;
  float extent = length(run), reach = form.x + 0.5;
  vec2 along = extent > 0.0 ? run / extent : vec2(1.0, 0.0);
  vec2 side = 2.0 * corner - 1.0;
  return mix(ends.xy, ends.zw, corner.x) + reach * (along * side.x + vec2(-along.y, along.x) * side.y);
}

void main()
{
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  if (form.x > 0.0)
    place = stroke_corner(corner);
  else
    place = mix(floor(ends.xy), ceil(ends.zw), corner);
  shape_ends = ends;
  shape_form = form;
  shape_colour = colour;
  gl_Position = vec4(2.0 * place.x / viewport.x - 1.0, 1.0 - 2.0 * place.y / viewport.y, 0.0, 1.0);
}
