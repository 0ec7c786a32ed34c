/* network-layout.h - how a trained network lies in its file, a `.bwmodel` (HDF5):
 *
 * - `/`: beadwork_kind "model", family "network" (kernel models have none), method, format_version,
 *   program_version
 * - `/network`: the description; elements; names, scales and offsets of what it predicts
 * - `/network/members/0` and so on: the matrices, in single precision where that loses nothing
 * - `/training`: which data: name, theory, units, md5, size, indices; how long and how
 * - `/errors`: of which quantities, in which units ("-": not stated): mean absolute and root mean square; on
 * how many structures
 *
 * Lists of words are one text, a line each. */
#pragma once

#include "base/error.h"
#include "io/network/network-file.h"

#define BW_NETWORK_H5_VERSION 2

/* The text of a key file as today's version says it: version 1 had other words for the keys. New. */
char *bw_network_update_keys(const char *text, int version);

#define BW_NETWORK_FAMILY "network"

/* What both directions check: at least one element, output and member, members alike, all numbers finite.
 * Fails with `code`, naming `path` and the array. */
gboolean bw_network_file_check(const BwNetworkFile *file, BwError code, const char *path, GError **error);
