/* simd.h - hot loops compiled for several generations of processors; the one that fits is chosen when the
 * program starts.
 *
 * (Not under the thread sanitizer, which the choice, made before the program starts, would crash.)
 *
 * A vectorised function keeps constant trip counts in its loops: then there is no remainder loop, and a
 * number does not depend on where in an array it stands. */
#pragma once

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define BW_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define BW_X86_TARGETS /* functions can be compiled for these by hand, too */
#else
#define BW_VECTORISED
#endif

/* For what a vectorised function calls: it must be compiled again into each of its versions. */
#define BW_VECTORISED_PART static inline __attribute__((always_inline))
