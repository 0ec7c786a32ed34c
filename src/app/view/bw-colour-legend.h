/* bw-colour-legend.h - what colours mean: of atoms, where they are not those of their elements, or, with the
 * property "level", of a surface around them. */
#pragma once

#include <adwaita.h>

#define BW_TYPE_COLOUR_LEGEND (bw_colour_legend_get_type())
G_DECLARE_FINAL_TYPE(BwColourLegend, bw_colour_legend, BW, COLOUR_LEGEND, AdwBin)

/* What the two ends mean, with the unit. title NULL: there is nothing to tell, and nothing is shown. */
void bw_colour_legend_set(BwColourLegend *self, const char *title, const char *low, const char *high);
