/* bw-colour-legend.h - what the colours of atoms mean, where they are not those of their elements. */
#pragma once

#include "app/session/bw-atom-colours.h"

#include <adwaita.h>

#define BW_TYPE_COLOUR_LEGEND (bw_colour_legend_get_type())
G_DECLARE_FINAL_TYPE(BwColourLegend, bw_colour_legend, BW, COLOUR_LEGEND, AdwBin)

/* NULL: there are none, and nothing is shown. */
void bw_colour_legend_set_colours(BwColourLegend *self, const BwAtomColours *colours);
