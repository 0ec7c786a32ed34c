#include "render/palette.h"
#include "base/elements.h"

#include <math.h>

/* On dark ground a paint is at least this light, on light ground at most that (of 255). */
enum { LEAST_ON_DARK = 145, MOST_ON_LIGHT = 222 };

BwColour bw_colour_of_element(int number, gboolean dark)
{
  static const BwColour white = {255, 255, 255, BW_SURFACE_PLAIN}, black = {0, 0, 0, BW_SURFACE_PLAIN};
  guint32 rgb = bw_element(number)->colour;
  BwColour colour = {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, BW_SURFACE_PLAIN};
  double luma = 0.30 * colour.r + 0.59 * colour.g + 0.11 * colour.b;
  if (dark && luma < LEAST_ON_DARK)
    return bw_colour_mix(colour, white, 0.75 * (LEAST_ON_DARK - luma) / (255 - luma));
  if (!dark && luma > MOST_ON_LIGHT)
    return bw_colour_mix(colour, black, 1 - MOST_ON_LIGHT / luma);
  return colour;
}

static guint8 encode(double linear)
{
  double x = CLAMP(linear, 0, 1);
  x = x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
  return (guint8)lround(255 * x);
}

/* Oklab (Ottosson 2020): perceived lightness and two opponent colours to sRGB. */
static BwColour from_oklab(double lightness, double a, double b)
{
  double l = lightness + 0.3963377774 * a + 0.2158037573 * b;
  double m = lightness - 0.1055613458 * a - 0.0638541728 * b;
  double s = lightness - 0.0894841775 * a - 1.2914855480 * b;
  l = l * l * l, m = m * m * m, s = s * s * s;
  return (BwColour){
      encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
      BW_SURFACE_PLAIN,
  };
}

/* A circle of constant chroma. Lightness swings once around it, so that the two halves differ for eyes that
 * do not tell all hues apart, and in print. */
BwColour bw_colour_of_time(double fraction)
{
  double angle = 2 * G_PI * (fraction - floor(fraction)), chroma = 0.13;
  double lightness = 0.71 - 0.06 * cos(angle - 1.7);
  return from_oklab(lightness, chroma * cos(angle + 0.45), chroma * sin(angle + 0.45));
}

BwColour bw_colour_of_share(double share, gboolean dark)
{
  double k = CLAMP(share, 0, 1), angle = (250 - 215 * k) * G_PI / 180, chroma = 0.035 + 0.155 * k * k;
  double lightness = dark ? 0.52 + 0.20 * k : 0.84 - 0.24 * k;
  return from_oklab(lightness, chroma * cos(angle), chroma * sin(angle));
}

BwColour bw_colour_of_level(double level)
{
  double k = CLAMP(level, 0, 1), angle = (282 - 178 * k) * G_PI / 180;
  double chroma = 0.125 + 0.03 * cos(2 * G_PI * (k - 0.02));
  return from_oklab(0.36 + 0.54 * k, chroma * cos(angle), chroma * sin(angle));
}

BwColour bw_colour_mix(BwColour a, BwColour b, double amount_of_b)
{
  double k = amount_of_b;
  return (BwColour){
      (guint8)lround(a.r + k * (b.r - a.r)),
      (guint8)lround(a.g + k * (b.g - a.g)),
      (guint8)lround(a.b + k * (b.b - a.b)),
      a.surface,
  };
}

BwColour bw_colour_of_cell(gboolean dark)
{
  guint8 grey = dark ? 0x8c : 0x80;
  return (BwColour){grey, grey, dark ? 0x90 : 0x84, BW_SURFACE_FLAT};
}
