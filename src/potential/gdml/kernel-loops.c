/* The innermost loops of the sum in an adapted basis for each instruction set that there may be. */
#include "potential/gdml/kernel-adapted.h"

#define LANES_BODY "potential/gdml/kernel-lanes.h"
#include "potential/gdml/each-lanes.h"

gboolean bw_adapted_kernel_set_lanes(BwGdmlKernel *kernel, int lanes)
{
  const BwKernelLoops *loops = CHOOSE_LANES(loops, lanes);
  if (loops)
    ((BwAdaptedKernel *)kernel)->loops = loops;
  return loops != NULL;
}
