/* bw-multiples-grid.h - small multiples on the screen: a panel for each, as many beside each other as fit,
 * one of them chosen. Panels are chosen by a click or with the keys.
 *
 * Signal: chosen (int panel). */
#pragma once

#include <adwaita.h>

#include "plot/multiples.h"

#define BW_TYPE_MULTIPLES_GRID (bw_multiples_grid_get_type())
G_DECLARE_FINAL_TYPE(BwMultiplesGrid, bw_multiples_grid, BW, MULTIPLES_GRID, AdwBin)

/* They must outlive the grid, or be taken away with NULL. */
void bw_multiples_grid_set_multiples(BwMultiplesGrid *self, BwMultiples *multiples);
/* They have changed. */
void bw_multiples_grid_update(BwMultiplesGrid *self);
void bw_multiples_grid_set_chosen(BwMultiplesGrid *self, int panel); /* −1: none */
