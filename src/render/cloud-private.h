/* cloud-private.h - between the average and its surfaces. */
#pragma once

#include "render/cloud-density.h"
#include "render/cloud.h"

enum { BW_CLOUD_LARGE_CUBE = 33, BW_CLOUD_MIDDLE_CUBE = 25, BW_CLOUD_SMALL_CUBE = 17 };

/* The rotation from how atoms were turned at first to how they are turned now; in place and in a crystal
 * there is none. */
void bw_cloud_find_turn(const BwAtoms *atoms, const BwCell *cell, gboolean in_place, const double *anchors,
                        const double *centroid, double turn[3][3]);

/* densities[n_atoms], all of the same size. */
BwCloudMesh *bw_cloud_mesh_new(const BwDensity *densities, int n_atoms, const BwCloudRecipe *recipe,
                               double n_samples);
