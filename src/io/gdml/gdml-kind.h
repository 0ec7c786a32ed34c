/* gdml-kind.h - the kinds of kernel models, by the names that files and windows use. */
#pragma once

#include <glib.h>

/* k as a function of x: (1 + x + x²/3) e^(−x) with x = √5 |Δ|/σ, or e^(−x²/2) with x = |Δ|/σ. */
typedef enum { BW_KERNEL_MATERN52, BW_KERNEL_GAUSSIAN } BwKernelFunction;

/* "matern52", "gaussian" */
const char *bw_kernel_function_name(BwKernelFunction function);
gboolean bw_kernel_function_parse(const char *name, BwKernelFunction *function);

#define BW_METHOD_KRR "KRR"       /* kernel ridge regression of energies */
#define BW_METHOD_GDML "GDML"     /* forces, without symmetry */
#define BW_METHOD_SGDML "sGDML"   /* and with permutations of like atoms */
#define BW_METHOD_BIGDML "BIGDML" /* of a crystal, with the nearest images and the crystal's group */

/* The one of the four that `name` is, as a constant; NULL: none. */
const char *bw_kernel_method_parse(const char *name);
