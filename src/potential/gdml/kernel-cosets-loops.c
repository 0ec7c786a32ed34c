/* The innermost loops of the sum by cosets for each instruction set that there may be. */
#include "potential/gdml/kernel-cosets.h"

#include <string.h>

#define LANES_BODY "potential/gdml/kernel-cosets-lanes.h"
#include "potential/gdml/each-lanes.h"

gboolean bw_cosets_kernel_set_lanes(BwGdmlKernel *kernel, int lanes)
{
  const BwCosetLoops *loops = CHOOSE_LANES(loops, lanes);
  if (loops)
    ((BwCosetsKernel *)kernel)->loops = loops;
  return loops != NULL;
}
