#include "learning/kind.h"
#include "base/error.h"

static const struct {
  const char *name;          /* NULL: its combination's */
  gboolean forces, energies; /* are needed */
  gboolean network;
} kinds[] = {
    [BW_MODEL_KRR] = {"KRR", FALSE, TRUE, FALSE},       [BW_MODEL_GDML] = {"GDML", TRUE, FALSE, FALSE},
    [BW_MODEL_SGDML] = {"sGDML", TRUE, FALSE, FALSE},   [BW_MODEL_BIGDML] = {"BIGDML", TRUE, FALSE, FALSE},
    [BW_MODEL_SCHNET] = {"SchNet", FALSE, FALSE, TRUE}, [BW_MODEL_GCN] = {NULL, FALSE, FALSE, TRUE},
    [BW_MODEL_DEEPSETS] = {NULL, FALSE, FALSE, TRUE},   [BW_MODEL_GAT] = {NULL, FALSE, FALSE, TRUE},
    [BW_MODEL_GGNN] = {NULL, FALSE, FALSE, TRUE},       [BW_MODEL_MPNN] = {"MPNN", FALSE, FALSE, TRUE},
};

gboolean bw_model_kind_parse(const char *text, BwModelKind *kind, GError **error)
{
  g_autoptr(GString) all = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    if (g_ascii_strcasecmp(text, bw_model_kind_name(i)) == 0) {
      *kind = i;
      return TRUE;
    }
    g_autofree char *name = g_ascii_strdown(bw_model_kind_name(i), -1);
    g_string_append_printf(all, "%s%s", i == 0 ? "" : i + 1 < G_N_ELEMENTS(kinds) ? ", " : " or ", name);
  }
  return bw_fail(error, BW_ERROR_ARGUMENT, "there is no kind of model \"%s\"; use %s", text, all->str);
}

const BwMpnnCombination *bw_model_kind_get_combination(BwModelKind kind)
{
  G_STATIC_ASSERT(BW_MODEL_GGNN - BW_MODEL_GCN == (int)BW_MPNN_GGNN - (int)BW_MPNN_GCN);
  return kind >= BW_MODEL_GCN && kind <= BW_MODEL_GGNN ? &bw_named_mpnns[kind - BW_MODEL_GCN] : NULL;
}

const char *bw_model_kind_name(BwModelKind kind)
{
  const BwMpnnCombination *combination = bw_model_kind_get_combination(kind);
  return combination ? combination->name : kinds[kind].name;
}

gboolean bw_model_kind_is_network(BwModelKind kind)
{
  return kinds[kind].network;
}

gboolean bw_model_kind_needs_forces(BwModelKind kind)
{
  return kinds[kind].forces;
}

gboolean bw_model_kind_needs_energies(BwModelKind kind)
{
  return kinds[kind].energies;
}
