/* each-precision.h - includes the file TEMPLATE once for each precision, with
 * - REAL: float or double, WORD: the unsigned integer of its size,
 * - REAL_IS_DOUBLE: 0 or 1,
 * - NAME(x): x with the precision's suffix,
 * and defines KERNELS(x): an initialiser of BwOperation.kernels from NAME(x). A file that is its own TEMPLATE
 * has its kernels under #ifdef REAL. */

#define REAL float
#define WORD guint32
#define REAL_IS_DOUBLE 0
#define NAME(x) x##_single
#include TEMPLATE
#undef REAL
#undef WORD
#undef REAL_IS_DOUBLE
#undef NAME

#define REAL double
#define WORD guint64
#define REAL_IS_DOUBLE 1
#define NAME(x) x##_double
#include TEMPLATE
#undef REAL
#undef WORD
#undef REAL_IS_DOUBLE
#undef NAME

#define KERNELS(x)                                                                                           \
  {                                                                                                          \
    x##_single, x##_double                                                                                   \
  }
