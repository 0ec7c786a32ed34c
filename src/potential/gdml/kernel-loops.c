/* The innermost loops for each instruction set that there may be. */
#include "base/simd.h"
#include "potential/gdml/kernel-adapted.h"

#include <math.h>
#ifdef BW_X86_TARGETS
#include <immintrin.h>
#endif

#ifdef BW_X86_TARGETS
#define LANES 8
#define TILE 2
#define ROOT(x) _mm512_sqrt_pd(x)
#define SMALLER(x, y) _mm512_min_pd(x, y)
#define LARGER(x, y) _mm512_max_pd(x, y)
#define NAME(x) x##_v4
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#include "potential/gdml/kernel-lanes.h"
#pragma GCC pop_options
#define LANES 4
#define TILE 1
#define ROOT(x) _mm256_sqrt_pd(x)
#define SMALLER(x, y) _mm256_min_pd(x, y)
#define LARGER(x, y) _mm256_max_pd(x, y)
#define NAME(x) x##_v3
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#include "potential/gdml/kernel-lanes.h"
#pragma GCC pop_options
#endif

typedef double Two __attribute__((vector_size(2 * sizeof(double)), may_alias));

static inline Two root_of_two(Two x)
{
  return (Two){sqrt(x[0]), sqrt(x[1])};
}

static inline Two smaller_of_two(Two x, Two y)
{
  return (Two){MIN(x[0], y[0]), MIN(x[1], y[1])};
}

static inline Two larger_of_two(Two x, Two y)
{
  return (Two){MAX(x[0], y[0]), MAX(x[1], y[1])};
}

#define LANES 2
#define TILE 1
#define ROOT(x) root_of_two(x)
#define SMALLER(x, y) smaller_of_two(x, y)
#define LARGER(x, y) larger_of_two(x, y)
#define NAME(x) x##_any
#include "potential/gdml/kernel-lanes.h"

/* NULL when the processor cannot. */
static const BwKernelLoops *loops_of(int lanes)
{
#ifdef BW_X86_TARGETS
  if (lanes == 8)
    return __builtin_cpu_supports("x86-64-v4") ? &loops_v4 : NULL;
  if (lanes == 4)
    return __builtin_cpu_supports("x86-64-v3") ? &loops_v3 : NULL;
#endif
  return lanes == 2 ? &loops_any : NULL;
}

gboolean bw_adapted_kernel_set_lanes(BwGdmlKernel *kernel, int lanes)
{
  const BwKernelLoops *loops = loops_of(lanes);
  if (loops)
    ((BwAdaptedKernel *)kernel)->loops = loops;
  return loops != NULL;
}
