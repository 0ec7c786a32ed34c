/* palette.h - which colour means what. */
#pragma once

#include <glib.h>

/* Red, green, blue as shown (sRGB), and how the surface is treated: see BwSurface. */
typedef struct {
  guint8 r, g, b, surface;
} BwColour;

/* Kept in the fourth byte of a colour; the shaders know these numbers. */
typedef enum {
  BW_SURFACE_FLAT = 0,       /* no light: lines of the cell */
  BW_SURFACE_HOVERED = 85,   /* brightened, with a thin rim of the accent colour */
  BW_SURFACE_SELECTED = 170, /* with a broad rim of it */
  BW_SURFACE_PLAIN = 255,
} BwSurface;

/* The element's colour, lifted or lowered a little where it would melt into the background. */
BwColour bw_colour_of_element(int number, gboolean dark);
/* Imaginary time as a fraction 0 … 1 of ħβ; cyclic, even in lightness and in hue steps. */
BwColour bw_colour_of_time(double fraction);
/* How much of something an atom has, 0 … 1: from a calm grey blue to vermilion, even in lightness, and told
 * apart by eyes that do not tell all hues apart. */
BwColour bw_colour_of_share(double share, gboolean dark);
/* A number between the least and the largest, 0 … 1: from dark blue over green to light yellow, even in steps
 * of lightness, which alone tells them apart in print and for every eye. */
BwColour bw_colour_of_level(double level);
BwColour bw_colour_mix(BwColour a, BwColour b, double amount_of_b);
BwColour bw_colour_of_cell(gboolean dark);
