// How surfaces take light: matte paint under one soft lamp over the viewer's left shoulder, with a faint sheen.
// Colours are blended as they are shown, without tone mapping: an element keeps its colour.

const vec3 LAMP = vec3(-0.4082, 0.5443, 0.7328);
const vec3 HALFWAY = vec3(-0.2193, 0.2924, 0.9308);  // between the lamp and the viewer
const float SHADE = 0.44, LIT = 0.66, SHEEN = 0.12;

float to_the_32nd(float x)
{
  x *= x;
  x *= x;
  x *= x;
  x *= x;
  return x * x;
}

// The part of the paint that is seen, wrapped being 1 towards the lamp and 0 away from it.
float diffuse(float wrapped)
{
  return SHADE + LIT * wrapped * wrapped;
}

// Rims of what is selected or hovered over, by the treatment that palette.h numbers: where the surface turns away
// from the viewer more than this. Below 0: none.
float rim_begin(float treatment)
{
  return treatment > 0.84 || treatment < 0.16 ? -1.0 : treatment > 0.5 ? 0.66 : 0.5;
}

vec3 hover(vec3 colour, float treatment)
{
  return treatment > 0.16 && treatment < 0.5 ? colour * 1.06 + 0.06 : colour;
}

vec3 light(vec3 colour, vec3 n)
{
  return colour * diffuse(0.5 + 0.5 * dot(n, LAMP)) + SHEEN * to_the_32nd(max(dot(n, HALFWAY), 0.0));
}
