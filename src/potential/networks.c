#include "potential/networks.h"

#include "base/error.h"
#include "potential/mpnn/mpnn.h"
#include "potential/network/ensemble.h"
#include "potential/network/outputs-potential.h"
#include "potential/network/tape-potential.h"
#include "potential/schnet/schnet.h"

typedef struct {
  const char *name;
  BwNetwork *(*make)(GKeyFile *description, const int *elements, int n_elements, GError **error);
} BwModel;

/* Beside them, combinations of message passing go by their names. */
static const BwModel models[] = {{"schnet", bw_schnet_make}, {"mpnn", bw_mpnn_make}};

static gboolean check_groups(GKeyFile *description, GError **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups(description, NULL);
  for (int g = 0; groups[g]; g++)
    if (strcmp(groups[g], "network") != 0 && strcmp(groups[g], "outputs") != 0)
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "[%s] says nothing of a network: its description has [network] and [outputs]",
                     groups[g]);
  return TRUE;
}

static char *list_models(void)
{
  GString *all = g_string_new(models[0].name);
  for (gsize m = 1; m < G_N_ELEMENTS(models); m++)
    g_string_append_printf(all, ", %s", models[m].name);
  for (int k = 0; k < BW_N_NAMED_MPNNS; k++) {
    g_autofree char *name = g_ascii_strdown(bw_named_mpnns[k].name, -1);
    g_string_append_printf(all, ", %s", name);
  }
  return g_string_free(all, FALSE);
}

static const BwModel *find_model(GKeyFile *description, GError **error)
{
  g_autofree char *name = g_key_file_get_string(description, "network", "model", NULL);
  const char *sought = name && bw_mpnn_find(name) ? "mpnn" : name;
  for (gsize m = 0; m < G_N_ELEMENTS(models); m++)
    if (sought && g_ascii_strcasecmp(sought, models[m].name) == 0)
      return &models[m];
  g_autofree char *all = list_models();
  if (name)
    bw_fail(error, BW_ERROR_ARGUMENT, "model = %s in [network]: it must be one of %s", name, all);
  else
    bw_fail(error, BW_ERROR_ARGUMENT, "[network] does not say which model it is: model = one of %s", all);
  return NULL;
}

static gboolean check_size(const BwNetwork *network, GError **error)
{
  gsize n = network->parameters.n_values;
  return n <= BW_MOST_WEIGHTS ||
         bw_fail(error, BW_ERROR_MEMORY,
                 "a network of %.3g million weights, which take %.3g GB, is too large; the most is %.3g "
                 "million: use fewer features or interactions in [network]",
                 (double)n * 1e-6, (double)n * 8e-9, (double)BW_MOST_WEIGHTS * 1e-6);
}

BwNetwork *bw_network_make(GKeyFile *description, const int *elements, int n_elements, GError **error)
{
  const BwModel *model = NULL;
  if (!check_groups(description, error) || !(model = find_model(description, error)))
    return NULL;
  g_autoptr(BwNetwork) network = model->make(description, elements, n_elements, error);
  return network && check_size(network, error) && bw_network_read_outputs(network, description, error) &&
                 check_size(network, error)
             ? g_steal_pointer(&network)
             : NULL;
}

GKeyFile *bw_network_describe(const BwNetwork *self)
{
  GKeyFile *description = g_key_file_new();
  self->klass->describe(self, description);
  bw_network_describe_outputs(self, description);
  return description;
}

BwPotential *bw_network_predict(BwNetwork *network, const char *name, GError **error)
{
  return network->klass->predict ? network->klass->predict(network, name, error)
                                 : bw_tape_potential_new(network, name);
}

static BwPotential *make_member(const BwNetworkFile *file, int member, GError **error)
{
  BwNetwork *network = bw_network_load(file, member, error);
  return network ? bw_network_predict(network, file->dataset_name, error) : NULL;
}

static BwPotential *make_energies(const BwNetworkFile *file, GError **error)
{
  int n_members = (int)file->members->len;
  if (n_members == 1)
    return make_member(file, 0, error);
  g_autofree BwPotential **members = g_new0(BwPotential *, n_members);
  int n = 0;
  while (n < n_members && (members[n] = make_member(file, n, error)))
    n++;
  if (n == n_members)
    return bw_ensemble_new(members, n_members, file->spread_limit);
  while (n > 0)
    bw_potential_unref(members[--n]);
  return NULL;
}

/* With what is predicted beside the energy. */
static BwPotential *make_with_outputs(const BwNetworkFile *file, gboolean has_energy, GError **error)
{
  g_autoptr(GPtrArray) networks = g_ptr_array_new_with_free_func((GDestroyNotify)bw_network_free);
  BwPotential *energies = has_energy ? make_energies(file, error) : NULL;
  if (has_energy && !energies)
    return NULL;
  for (guint m = 0; m < file->members->len; m++) {
    BwNetwork *network = bw_network_load(file, (int)m, error);
    if (!network) {
      bw_potential_unref(energies);
      return NULL;
    }
    g_ptr_array_add(networks, network);
  }
  return bw_outputs_potential_new(energies, g_steal_pointer(&networks), file->dataset_name);
}

BwPotential *bw_network_potential_new(const BwNetworkFile *file, GError **error)
{
  gboolean has_energy = g_str_equal(file->outputs[0], "energy");
  BwPotential *potential = has_energy && !file->outputs[1] ? make_energies(file, error)
                                                           : make_with_outputs(file, has_energy, error);
  if (potential)
    bw_network_label(potential, file);
  return potential;
}
