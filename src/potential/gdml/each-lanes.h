/* each-lanes.h - includes the file LANES_BODY once for each instruction set that there may be, with
 * - LANES: doubles in a vector,
 * - Lanes, Words: vectors of doubles and of integers,
 * - ROOT(x), SMALLER(x, y), LARGER(x, y): of each lane; TOTAL(x): the sum of the lanes,
 * - NAME(x): x with the instruction set's suffix,
 * - INLINE: what functions that are called with constants are marked with,
 * and defines CHOOSE_LANES(loops, lanes): of the variables NAME(loops) the one of so many lanes, NULL where
 * the processor does not have them. */

#include "base/simd.h"

#include <math.h>
#ifdef BW_X86_TARGETS
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
#define LANES_TYPE(type, lanes) __attribute__((vector_size((lanes) * sizeof(type)), may_alias)) type

#ifdef BW_X86_TARGETS
typedef LANES_TYPE(double, 8) Lanes_v4;
typedef LANES_TYPE(gint64, 8) Words_v4;
#define LANES 8
#define NAME(x) x##_v4
#define Lanes Lanes_v4
#define Words Words_v4
#define ROOT(x) _mm512_sqrt_pd(x)
#define SMALLER(x, y) _mm512_min_pd(x, y)
#define LARGER(x, y) _mm512_max_pd(x, y)
#define TOTAL(x) _mm512_reduce_add_pd(x)
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#include LANES_BODY
#pragma GCC pop_options
#undef LANES
#undef NAME
#undef Lanes
#undef Words
#undef ROOT
#undef SMALLER
#undef LARGER
#undef TOTAL

typedef LANES_TYPE(double, 4) Lanes_v3;
typedef LANES_TYPE(gint64, 4) Words_v3;
#define LANES 4
#define NAME(x) x##_v3
#define Lanes Lanes_v3
#define Words Words_v3
#define ROOT(x) _mm256_sqrt_pd(x)
#define SMALLER(x, y) _mm256_min_pd(x, y)
#define LARGER(x, y) _mm256_max_pd(x, y)
#define TOTAL(x) (((x)[0] + (x)[2]) + ((x)[1] + (x)[3]))
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#include LANES_BODY
#pragma GCC pop_options
#undef LANES
#undef NAME
#undef Lanes
#undef Words
#undef ROOT
#undef SMALLER
#undef LARGER
#undef TOTAL
#endif

typedef LANES_TYPE(double, 2) Lanes_any;
typedef LANES_TYPE(gint64, 2) Words_any;
#define LANES 2
#define NAME(x) x##_any
#define Lanes Lanes_any
#define Words Words_any
#define ROOT(x) ((Lanes){sqrt((x)[0]), sqrt((x)[1])})
#define SMALLER(x, y) ((Lanes){MIN((x)[0], (y)[0]), MIN((x)[1], (y)[1])})
#define LARGER(x, y) ((Lanes){MAX((x)[0], (y)[0]), MAX((x)[1], (y)[1])})
#define TOTAL(x) ((x)[0] + (x)[1])
#include LANES_BODY
#undef LANES
#undef NAME
#undef Lanes
#undef Words
#undef ROOT
#undef SMALLER
#undef LARGER
#undef TOTAL

#ifdef BW_X86_TARGETS
#define CHOOSE_LANES(loops, lanes)                                                                           \
  ((lanes) == 8 && __builtin_cpu_supports("x86-64-v4")   ? &loops##_v4                                       \
   : (lanes) == 4 && __builtin_cpu_supports("x86-64-v3") ? &loops##_v3                                       \
   : (lanes) == 2                                        ? &loops##_any                                      \
                                                         : NULL)
#else
#define CHOOSE_LANES(loops, lanes) ((lanes) == 2 ? &loops##_any : NULL)
#endif
