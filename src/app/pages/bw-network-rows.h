/* bw-network-rows.h - what can be set of a network and of its training alone.
 *
 * Signal: changed (by a person). */
#pragma once

#include "learning/train.h"

#include <adwaita.h>

#define BW_TYPE_NETWORK_ROWS (bw_network_rows_get_type())
G_DECLARE_FINAL_TYPE(BwNetworkRows, bw_network_rows, BW, NETWORK_ROWS, AdwBin)

/* Offers what this kind of network has. */
void bw_network_rows_set_kind(BwNetworkRows *self, BwModelKind kind);
/* What a plan chose where the rows leave it open; 0: not known. */
void bw_network_rows_set_planned(BwNetworkRows *self, int n_epochs);
/* Offers the labels of data (NULL: none) as what is learned beside energies and forces. */
void bw_network_rows_set_data(BwNetworkRows *self, const BwCollection *data);
/* Shows settings whose description is whole, as of a file; what there is no row for is kept and read again.
 * NULL: the usual ones. */
void bw_network_rows_show(BwNetworkRows *self, const BwTrainSettings *settings);
/* Their description is to be freed. */
void bw_network_rows_read(BwNetworkRows *self, BwNeuralSettings *settings);
