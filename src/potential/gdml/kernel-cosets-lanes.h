/* kernel-cosets-lanes.h - the innermost loops of kernel-cosets.h; each-lanes.h includes it for every width of
 * vectors. */

#include "potential/gdml/cosets-products-lanes.h"
#include "potential/gdml/cyclic-lanes.h"
#include "potential/gdml/kernel-weigh.h"

#include "potential/gdml/cosets-fourier-lanes.h"
#include "potential/gdml/cosets-weigh-lanes.h"

INLINE void NAME(weigh_chunk)(const BwCosetsKernel *kernel, const BwKernelFunction function,
                              const BwLearns learns, const BwCosetGroup *group, const BwCosetChunk *chunk)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  const BwCharacters *characters = kernel->characters;
  for (int c = 0; c < chunk->n; c++) {
    const double *panel = chunk->panels + c * chunk->panel_size;
    double *features = chunk->features + c * chunk->features_size;
    for (int b = 0; b < characters->n_blocks; b++)
      if (characters->blocks[b].n_parts == 2)
        NAME(multiply)(&characters->blocks[b], n_parts, 2, group, panel, features);
      else
        NAME(multiply)(&characters->blocks[b], n_parts, 1, group, panel, features);
    for (int j = 0; j < group->n; j++)
      NAME(weigh_panel)
    (kernel, function, learns, chunk->first_point + (gsize)c * POINTS, chunk->norms, group, j,
     features + j * n_parts * POINTS, chunk->products);
  }
}

INLINE void NAME(gather_chunk)(const BwCosetsKernel *kernel, const int n_parts, const BwCosetGroup *group,
                               const BwCosetChunk *chunk)
{
  const BwCharacters *characters = kernel->characters;
  for (int b = 0; b < characters->n_blocks; b++)
    if (characters->blocks[b].n_parts == 2)
      NAME(gather)(&characters->blocks[b], n_parts, 2, group, chunk);
    else
      NAME(gather)(&characters->blocks[b], n_parts, 1, group, chunk);
}

INLINE void NAME(share_panel)(const BwCosetsKernel *kernel, const int n_parts, const BwCosetGroup *group,
                              const BwCosetChunk *chunk)
{
  const BwCharacters *characters = kernel->characters;
  for (int j = 0; j < group->n; j++) {
    const double *features = chunk->features + j * n_parts * POINTS;
    for (int b = 0; b < characters->n_blocks; b++)
      if (characters->blocks[b].n_parts == 2)
        NAME(share)(&characters->blocks[b], n_parts, 2, chunk->panels, features, group->slopes[j]);
      else
        NAME(share)(&characters->blocks[b], n_parts, 1, chunk->panels, features, group->slopes[j]);
  }
}

#define WEIGH(name, function, learns)                                                                        \
  static void NAME(name)(const BwCosetsKernel *kernel, const BwCosetGroup *group, const BwCosetChunk *chunk) \
  {                                                                                                          \
    NAME(weigh_chunk)(kernel, function, learns, group, chunk);                                               \
  }

WEIGH(matern_forces, BW_KERNEL_MATERN52, BW_LEARNS_FORCES)
WEIGH(matern_energies, BW_KERNEL_MATERN52, BW_LEARNS_ENERGIES)
WEIGH(matern_both, BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)
WEIGH(gaussian_forces, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES)
WEIGH(gaussian_energies, BW_KERNEL_GAUSSIAN, BW_LEARNS_ENERGIES)
WEIGH(gaussian_both, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)

#define OF_PARTS(name, function, n_parts)                                                                    \
  static void NAME(name)(const BwCosetsKernel *kernel, const BwCosetGroup *group, const BwCosetChunk *chunk) \
  {                                                                                                          \
    NAME(function)(kernel, n_parts, group, chunk);                                                           \
  }

OF_PARTS(gather_r, gather_chunk, 1)
OF_PARTS(gather_both, gather_chunk, 2)
OF_PARTS(share_r, share_panel, 1)
OF_PARTS(share_both, share_panel, 2)

static const BwCosetLoops NAME(loops) = {
    NAME(analyse),
    NAME(synthesise),
    NAME(turn),
    NAME(collect),
    {{NULL, NAME(matern_forces), NAME(matern_energies), NAME(matern_both)},
     {NULL, NAME(gaussian_forces), NAME(gaussian_energies), NAME(gaussian_both)}},
    {NULL, NAME(gather_r), NAME(gather_both)},
    {NULL, NAME(share_r), NAME(share_both)},
};

#undef WEIGH
#undef OF_PARTS
#undef Complex
