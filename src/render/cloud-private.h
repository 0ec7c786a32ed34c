/* cloud-private.h - between the average and its surfaces. */
#pragma once

#include "render/cloud-density.h"
#include "render/cloud.h"

enum { BW_CLOUD_LARGE_CUBE = 33, BW_CLOUD_MIDDLE_CUBE = 25, BW_CLOUD_SMALL_CUBE = 17 };

/* densities[n_atoms], all of the same size. */
BwCloudMesh *bw_cloud_mesh_new(const BwDensity *densities, int n_atoms, const BwCloudRecipe *recipe,
                               double n_samples);
