#include "io/gdml/gdml-kind.h"

static const char *const function_names[] = {"matern52", "gaussian"};

const char *bw_kernel_function_name(BwKernelFunction function)
{
  return function_names[function];
}

gboolean bw_kernel_function_parse(const char *name, BwKernelFunction *function)
{
  for (gsize i = 0; i < G_N_ELEMENTS(function_names); i++)
    if (g_strcmp0(name, function_names[i]) == 0) {
      *function = (BwKernelFunction)i;
      return TRUE;
    }
  return FALSE;
}

const char *bw_kernel_method_parse(const char *name)
{
  static const char *const methods[] = {BW_METHOD_KRR, BW_METHOD_GDML, BW_METHOD_SGDML, BW_METHOD_BIGDML};
  for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
    if (g_strcmp0(name, methods[i]) == 0)
      return methods[i];
  return NULL;
}
