#include "learning/kind.h"
#include "base/error.h"

typedef struct {
  const char *name, *description;
  gboolean forces, energies;
} Kind;

static const Kind kinds[] = {
    [BW_MODEL_KRR] =
        {"KRR",
         "Kernel ridge regression on energies alone; forces are its slope. Needs many more points "
         "than the others for the same accuracy: the baseline to compare with.",
         FALSE, TRUE},
    [BW_MODEL_GDML] =
        {"GDML",
         "Learns the forces of one molecule and integrates them to an energy. For rigid molecules "
         "without equivalent atoms, and to see what symmetries are worth.",
         TRUE, FALSE},
    [BW_MODEL_SGDML] =
        {"sGDML",
         "GDML that knows which atoms of the molecule can change places. The choice for molecules: "
         "accurate from a few hundred expensive calculations.",
         TRUE, FALSE},
    [BW_MODEL_BIGDML] = {"BIGDML",
                         "For crystals, surfaces and molecules on them: sGDML in a periodic cell, with the "
                         "translations and symmetries of the crystal. Accurate from tens of calculations.",
                         TRUE, FALSE},
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

const char *bw_model_kind_describe(BwModelKind kind)
{
  return kinds[kind].description;
}

gboolean bw_model_kind_needs_forces(BwModelKind kind)
{
  return kinds[kind].forces;
}

gboolean bw_model_kind_needs_energies(BwModelKind kind)
{
  return kinds[kind].energies;
}
