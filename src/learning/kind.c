#include "learning/kind.h"
#include "base/error.h"

static const struct {
  const char *name;
  gboolean forces, energies; /* are needed */
} kinds[] = {
    [BW_MODEL_KRR] = {"KRR", FALSE, TRUE},
    [BW_MODEL_GDML] = {"GDML", TRUE, FALSE},
    [BW_MODEL_SGDML] = {"sGDML", TRUE, FALSE},
    [BW_MODEL_BIGDML] = {"BIGDML", TRUE, FALSE},
};

gboolean bw_model_kind_parse(const char *text, BwModelKind *kind, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_ascii_strcasecmp(text, kinds[i].name) == 0) {
      *kind = i;
      return TRUE;
    }
  return bw_fail(error, BW_ERROR_ARGUMENT, "there is no kind of model \"%s\"; use krr, gdml, sgdml or bigdml",
                 text);
}

const char *bw_model_kind_name(BwModelKind kind)
{
  return kinds[kind].name;
}

gboolean bw_model_kind_needs_forces(BwModelKind kind)
{
  return kinds[kind].forces;
}

gboolean bw_model_kind_needs_energies(BwModelKind kind)
{
  return kinds[kind].energies;
}
