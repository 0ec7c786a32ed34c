/* Outputs in words: the group [outputs] of a description. */
#include "base/error.h"
#include "base/units.h"
#include "potential/network/outputs.h"

#include <math.h>
#include <string.h>

#define GROUP "outputs"
#define TOTAL_CHARGE "total_charge"
#define LARGEST_CHARGE 1000

static const char *const kinds[] = {"sum", "mean", "atoms", "charges", "dipole", "magnitude", "extent", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == BW_N_OUTPUT_KINDS + 1);

const char *bw_output_kind_name(BwOutputKind kind)
{
  return kinds[kind];
}

/* They may become names of matrices in a file. */
static gboolean check_name(const char *name, GError **error)
{
  gboolean is_force = strcmp(name, "force") == 0 || strcmp(name, "forces") == 0;
  return (*name && !strpbrk(name, "./ \t") && !is_force) ||
         bw_fail(error, BW_ERROR_ARGUMENT,
                 "\"%s\" in [outputs] cannot be the name of an output: use letters and digits%s", name,
                 is_force ? "; forces come with the energy" : "");
}

static gboolean find_kind(const char *name, const char *text, BwOutputKind *kind, GError **error)
{
  for (int k = 0; kinds[k]; k++)
    if (g_ascii_strcasecmp(kinds[k], text) == 0) {
      *kind = (BwOutputKind)k;
      return TRUE;
    }
  g_autofree char *all = g_strjoinv(", ", (char **)kinds);
  return bw_fail(error, BW_ERROR_ARGUMENT,
                 "%s = %s … in [outputs]: its kind must be one of %s, as in dipole = dipole e·Å", name, text,
                 all);
}

/* Charges and dipoles must be in units of such, because what they are in Beadwork's is asked for. */
static gboolean check_unit(const BwOutput *output, GError **error)
{
  const BwDimension charge = {.charge = 1}, dipole = {.charge = 1, .length = 1};
  double factor;
  gboolean is_charge = output->kind == BW_OUTPUT_CHARGES;
  if (!bw_output_has_charges(output) ||
      (output->unit &&
       bw_unit_parse_as(output->unit, is_charge ? charge : dipole, output->name, &factor, NULL)))
    return TRUE;
  return bw_fail(error, BW_ERROR_ARGUMENT, "%s = %s %s in [outputs]: its unit must be one of %s, such as %s",
                 output->name, kinds[output->kind], output->unit ? output->unit : "",
                 is_charge ? "charge" : "charge times length", is_charge ? "e" : "e·Å or D");
}

static gboolean check_kind(const BwNetwork *network, const BwOutput *output, GError **error)
{
  for (int o = 0; o < network->n_outputs && bw_output_has_charges(output); o++)
    if (network->outputs[o].kind == output->kind)
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "%s and %s in [outputs] are both of the kind %s, of which a network has one",
                     network->outputs[o].name, output->name, kinds[output->kind]);
  return network->n_outputs < BW_MAX_OUTPUTS ||
         bw_fail(error, BW_ERROR_ARGUMENT, "[outputs] asks for more than %d outputs", BW_MAX_OUTPUTS);
}

/* The head of the charges where another output has it already. */
static void add_head(BwNetwork *network, BwOutput *output, int n_hidden, BwActivation activation)
{
  for (int o = 0; o < network->n_outputs; o++)
    if (bw_output_has_charges(output) && bw_output_has_charges(&network->outputs[o])) {
      output->head = network->outputs[o].head;
      return;
    }
  bw_head_add(&output->head, network, output->name, n_hidden, 1, activation);
}

enum { MOST_WORDS = 3 };

/* The words of a line; returns how many there are, of which the first few are in said[]. Free *all. */
static int split(const char *text, char ***all, const char *said[MOST_WORDS])
{
  int n = 0;
  *all = g_strsplit_set(text, " \t", -1);
  for (char **word = *all; *word; word++)
    if (**word && n++ < MOST_WORDS)
      said[n - 1] = *word;
  return n;
}

static gboolean add_output(BwNetwork *network, const char *name, const char *text, int n_hidden,
                           BwActivation activation, GError **error)
{
  g_auto(GStrv) words = NULL;
  const char *said[MOST_WORDS] = {0};
  int n = split(text, &words, said);
  if (n < 1 || n > MOST_WORDS)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "%s = %s in [outputs]: it must be a kind, a unit and, if the data call it otherwise, the "
                   "name that it has there",
                   name, text);
  BwOutput output = {g_intern_string(name), g_intern_string(g_strcmp0(said[1], "-") == 0 ? NULL : said[1]),
                     g_intern_string(said[2]), .scale = 1};
  if (!check_name(name, error) || !find_kind(name, said[0], &output.kind, error) ||
      !check_unit(&output, error) || !check_kind(network, &output, error))
    return FALSE;
  add_head(network, &output, n_hidden, activation);
  output.offsets = g_new0(double, network->n_elements);
  network->outputs = g_renew(BwOutput, network->outputs, network->n_outputs + 1);
  network->outputs[network->n_outputs++] = output;
  return TRUE;
}

static gboolean check_energy(const char *text, GError **error)
{
  g_auto(GStrv) words = NULL;
  const char *said[MOST_WORDS] = {0};
  return (split(text, &words, said) == 2 && g_ascii_strcasecmp(said[0], "sum") == 0 &&
          g_str_equal(said[1], "eV")) ||
         bw_fail(error, BW_ERROR_ARGUMENT, "energy = %s in [outputs]: it must be energy = sum eV", text);
}

static gboolean read_total_charge(BwNetwork *network, GKeyFile *description, GError **error)
{
  g_autoptr(GError) wrong = NULL;
  double charge = g_key_file_get_double(description, GROUP, TOTAL_CHARGE, &wrong);
  if (wrong || !(fabs(charge) <= LARGEST_CHARGE))
    return bw_fail(error, BW_ERROR_ARGUMENT, TOTAL_CHARGE " in [outputs] must be a number of e, such as -1");
  network->total_charge = charge;
  return TRUE;
}

char **bw_network_list_outputs(GKeyFile *description)
{
  g_auto(GStrv) keys = g_key_file_get_keys(description, GROUP, NULL, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (int k = 0; keys && keys[k]; k++)
    if (strcmp(keys[k], "energy") != 0 && strcmp(keys[k], TOTAL_CHARGE) != 0)
      g_ptr_array_add(names, g_strdup(keys[k]));
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

/* The energy's head is the last thing that a network was given. */
static void drop_energy(BwNetwork *network)
{
  network->has_energy = FALSE;
  bw_parameters_truncate(&network->parameters, network->energy.weights[0]);
}

gboolean bw_network_read_outputs(BwNetwork *network, GKeyFile *description, GError **error)
{
  g_auto(GStrv) names = g_key_file_get_keys(description, GROUP, NULL, NULL);
  if (!names)
    return TRUE;
  int n_hidden = bw_parameters_get(&network->parameters, network->energy.weights[0])->columns;
  if (!g_strv_contains((const char *const *)names, "energy"))
    drop_energy(network);
  for (char **name = names; *name; name++) {
    g_autofree char *text = g_key_file_get_string(description, GROUP, *name, NULL);
    text = text ? text : g_strdup("");
    gboolean read = strcmp(*name, "energy") == 0 ? check_energy(text, error)
                    : strcmp(*name, TOTAL_CHARGE) == 0
                        ? read_total_charge(network, description, error)
                        : add_output(network, *name, text, n_hidden, network->energy.activation, error);
    if (!read)
      return FALSE;
  }
  return network->has_energy || network->n_outputs > 0 ||
         bw_fail(error, BW_ERROR_ARGUMENT,
                 "[outputs] says nothing to learn: energy = sum eV is what it usually has");
}

void bw_network_describe_outputs(const BwNetwork *network, GKeyFile *description)
{
  if (network->has_energy)
    g_key_file_set_string(description, GROUP, "energy", "sum eV");
  if (network->total_charge != 0)
    g_key_file_set_double(description, GROUP, TOTAL_CHARGE, network->total_charge);
  for (int o = 0; o < network->n_outputs; o++) {
    const BwOutput *output = &network->outputs[o];
    g_autofree char *text =
        g_strdup_printf("%s %s%s%s", kinds[output->kind], output->unit ? output->unit : "-",
                        output->label ? " " : "", output->label ? output->label : "");
    g_key_file_set_string(description, GROUP, output->name, text);
  }
}
