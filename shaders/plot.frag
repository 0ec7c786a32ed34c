// How much of the pixel a shape covers, times its colour; premultiplied.

uniform sampler2D picture;  // texts, drawn before

flat in vec4 shape_ends;
flat in vec3 shape_form;
flat in vec4 shape_colour;
in vec2 place;
out vec4 colour;

float overlap(float low, float high, float from, float to)
{
  return clamp(min(high, to) - max(low, from), 0.0, 1.0);
}

float stroke(float radius)
{
  vec2 run = shape_ends.zw - shape_ends.xy, here = place - shape_ends.xy;
  float part = clamp(dot(here, run) / max(dot(run, run), 1e-9), 0.0, 1.0);
  float away = distance(here, part * run);
  return overlap(away - 0.5, away + 0.5, -radius, radius);
}

float box()
{
  return overlap(place.x - 0.5, place.x + 0.5, shape_ends.x, shape_ends.z) *
         overlap(place.y - 0.5, place.y + 0.5, shape_ends.y, shape_ends.w);
}

void main()
{
  float covered;
  if (shape_form.x > 0.0)
    covered = stroke(shape_form.x);
  else if (shape_form.x == 0.0)
    covered = box();
  else
    covered = texelFetch(picture, ivec2(floor(place - shape_ends.xy) + shape_form.yz), 0).r;
  float alpha = shape_colour.a * covered;
  colour = vec4(shape_colour.rgb * alpha, alpha);
}
