/* SchNet against numbers of SchNetPack 2, with all its weights, in double precision. */
#include "potential/schnet/schnet.h"
#include "shared-data.h"

#include <json-glib/json-glib.h>
#include <math.h>

enum { MOST = 16 };

/* A number, or an array of them row after row. Returns how many. */
static int read_numbers(JsonNode *node, double *out)
{
  if (!JSON_NODE_HOLDS_ARRAY(node)) {
    *out = json_node_get_double(node);
    return 1;
  }
  int n = 0;
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++)
    n += read_numbers(json_array_get_element(array, i), out + n);
  return n;
}

static int read_member(JsonObject *object, const char *name, double *out)
{
  g_assert_true(json_object_has_member(object, name));
  return read_numbers(json_object_get_member(object, name), out);
}

/* Theirs are [out][in]. */
static void set_matrix(BwParameters *parameters, int number, JsonObject *weights, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *name = g_strdup_vprintf(format, args);
  va_end(args);
  const BwParameter *parameter = bw_parameters_get(parameters, number);
  double *values = bw_parameters_get_values(parameters, number), theirs[256];
  int rows = parameter->rows, columns = parameter->columns;
  g_assert_cmpint(read_member(weights, name, theirs), ==, rows * columns);
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++)
      values[r * columns + c] = theirs[c * rows + r];
}

static void set_weights(BwSchnet *schnet, JsonObject *weights)
{
  BwParameters *p = &schnet->base.parameters;
  JsonObject *embedding = json_object_get_object_member(weights, "embedding.weight[rows]");
  int width = schnet->settings.n_features;
  for (int e = 0; e < schnet->base.n_elements; e++) {
    g_autofree char *row = g_strdup_printf("%d", schnet->base.elements[e]);
    read_member(embedding, row, bw_parameters_get_values(p, schnet->embedding) + e * width);
  }
  for (int t = 0; t < schnet->settings.n_interactions; t++) {
    const BwSchnetInteraction *part = &schnet->interactions[t];
    set_matrix(p, part->in, weights, "interactions.%d.in2f.weight", t);
    for (int l = 0; l < 2; l++) {
      set_matrix(p, part->filter_weights[l], weights, "interactions.%d.filter_network.%d.weight", t, l);
      set_matrix(p, part->filter_biases[l], weights, "interactions.%d.filter_network.%d.bias", t, l);
      set_matrix(p, part->out_weights[l], weights, "interactions.%d.f2out.%d.weight", t, l);
      set_matrix(p, part->out_biases[l], weights, "interactions.%d.f2out.%d.bias", t, l);
    }
  }
  for (int l = 0; l < 2; l++) {
    set_matrix(p, schnet->base.energy.weights[l], weights, "head.%d.weight", l);
    set_matrix(p, schnet->base.energy.biases[l], weights, "head.%d.bias", l);
  }
  read_member(weights, "radial_basis.offsets", schnet->centres);
  double widths[MOST];
  int n = read_member(weights, "radial_basis.widths", widths);
  for (int k = 0; k < n; k++)
    schnet->gammas[k] = 0.5 / (widths[k] * widths[k]);
}

static void compare(const BwTensor *tensor, JsonObject *root, const char *name)
{
  double expected[256], values[256];
  int n = read_member(root, name, expected);
  g_assert_cmpint(n, ==, bw_tensor_get_rows(tensor) * bw_tensor_get_columns(tensor));
  bw_tensor_read(tensor, values);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon(values[i], expected[i], 1e-10);
}

static void test_reference(void)
{
  g_autofree char *path = shared_file("fixtures", "schnet2_reference.json");
  if (!path)
    return;
  g_autoptr(JsonParser) parser = json_parser_new();
  GError *error = NULL;
  json_parser_load_from_file(parser, path, &error);
  g_assert_no_error(error);
  JsonObject *root = json_node_get_object(json_parser_get_root(parser));
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  settings.n_features = settings.n_filters = (int)json_object_get_int_member(root, "n_atom_basis");
  settings.n_interactions = (int)json_object_get_int_member(root, "n_interactions");
  settings.n_gaussians = (int)json_object_get_int_member(root, "n_rbf");
  settings.cutoff = settings.last_gaussian = json_object_get_double_member(root, "cutoff");
  const int elements[] = {1, 6, 8};
  g_autoptr(BwNetwork) network = (BwNetwork *)bw_schnet_new(&settings, elements, 3, &error);
  g_assert_no_error(error);
  set_weights((BwSchnet *)network, json_object_get_object_member(root, "weights"));

  double numbers[MOST], positions[3 * MOST];
  int n = read_member(root, "Z", numbers), z[MOST], element[MOST];
  read_member(root, "R", positions);
  for (int i = 0; i < n; i++)
    z[i] = (int)numbers[i];
  g_assert_true(bw_network_find_elements(network, z, n, element, &error));
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  bw_batch_begin(&batch);
  g_assert_true(bw_batch_add(&batch, element, positions, n, NULL, settings.cutoff, &error));
  bw_batch_end(&batch, 3);

  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  BwTensor *gradient;
  bw_network_record(network, tape, &batch, &record);
  BwTensor *energies = bw_network_record_energies(network, &record), *energy = bw_total(energies);
  bw_gradient(energy, NULL, &record.positions, 1, &gradient);
  compare(record.features, root, "representation");
  compare(energies, root, "atom_energies");
  compare(energy, root, "energy");
  compare(bw_scale(gradient, -1), root, "forces");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/schnet/reference", test_reference);
  return g_test_run();
}
