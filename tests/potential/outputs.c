/* What networks predict beside the energy: sums, invariance and equivariance, and what descriptions say. */
#include "base/elements.h"
#include "base/error.h"
#include "output-named.h"
#include "potential/evaluated.h"
#include "potential/network/outputs.h"
#include "potential/networks.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 4 };

static const char all_kinds[] = "[network]\nmodel = schnet\nn_atom_basis = 12\nn_interactions = 2\n"
                                "[outputs]\nenergy = sum eV\nheat = sum Ha Cv\ngap = mean eV\n"
                                "shielding = atoms ppm\ncharges = charges e\ndipole = dipole D\n"
                                "mu = magnitude D\nr2 = extent a0^2\ntotal_charge = -1\n";
static const int elements[] = {1, 6, 8}, number_of[ATOMS] = {1, 0, 2, 0};

static BwNetwork *make(const char *text, GError **error)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_assert_true(g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  return bw_network_make(description, elements, G_N_ELEMENTS(elements), error);
}

static BwNetwork *make_all(void)
{
  g_autoptr(GError) error = NULL;
  BwNetwork *network = make(all_kinds, &error);
  g_assert_no_error(error);
  bw_network_draw(network, 5);
  for (int o = 0; o < network->n_outputs; o++) {
    network->outputs[o].scale = 0.5 + o;
    for (int e = 0; e < network->n_elements; e++)
      network->outputs[o].offsets[e] = 0.1 * (e + 1) * (o + 1);
  }
  return network;
}

/* Around the z axis, then on; reversed: the atoms in opposite order. */
static void place(double *positions, int *kinds, double angle, double shift, gboolean reversed)
{
  static const double shape[ATOMS][3] = {{0, 0.1, 0}, {1.1, 0, 0.2}, {-0.4, 1.2, 0.1}, {-0.6, -0.7, 0.9}};
  for (int i = 0; i < ATOMS; i++) {
    const double *r = shape[reversed ? ATOMS - 1 - i : i];
    kinds[i] = number_of[reversed ? ATOMS - 1 - i : i];
    positions[3 * i] = cos(angle) * r[0] - sin(angle) * r[1] + shift;
    positions[3 * i + 1] = sin(angle) * r[0] + cos(angle) * r[1] - shift;
    positions[3 * i + 2] = r[2] + 2 * shift;
  }
}

/* Two molecules: all atoms as said, and the first two of them. values[2][ATOMS] */
static void predict(const BwNetwork *network, const char *name, double angle, double shift, gboolean reversed,
                    double values[2][ATOMS])
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  g_auto(BwBatch) batch;
  BwNetworkRecord record;
  double positions[3 * ATOMS], read[2 * ATOMS];
  int kinds[ATOMS], n = 0;
  const BwOutput *output = find_output(network, name);
  place(positions, kinds, angle, shift, reversed);
  bw_batch_init(&batch);
  for (int m = 0; m < 2; m++)
    g_assert_true(bw_batch_add(&batch, kinds, positions, m == 0 ? ATOMS : 2, NULL, network->cutoff, NULL));
  bw_batch_end(&batch, network->n_elements);
  bw_network_record(network, tape, &batch, &record);
  bw_tensor_read(bw_output_record(network, output, &record), read);
  for (int m = 0; m < 2; m++) {
    int n_atoms = m == 0 ? ATOMS : 2;
    int size = bw_output_is_per_atom(output) ? n_atoms : bw_output_get_n_components(output);
    memcpy(values[m], read + n, sizeof *read * size);
    n += size;
    bw_output_add_offsets(output, kinds, n_atoms, values[m]);
  }
}

/* A turn, a shift and another order change nothing; dipoles turn with the molecule. */
static void test_symmetry(void)
{
  static const char *const names[] = {"heat", "gap", "mu", "r2", "shielding", "charges"};
  g_autoptr(BwNetwork) network = make_all();
  double here[2][ATOMS], there[2][ATOMS];
  const double angle = 0.7;
  for (gsize k = 0; k < G_N_ELEMENTS(names); k++) {
    gboolean per_atom = k >= 4;
    predict(network, names[k], 0, 0, FALSE, here);
    predict(network, names[k], angle, 3, TRUE, there);
    for (int i = 0; i < (per_atom ? ATOMS : 1); i++)
      g_assert_cmpfloat_with_epsilon(there[0][per_atom ? ATOMS - 1 - i : 0], here[0][i], 1e-12);
  }
  predict(network, "dipole", 0, 0, FALSE, here);
  predict(network, "dipole", angle, 3, FALSE, there);
  for (int m = 0; m < 2; m++) {
    g_assert_cmpfloat_with_epsilon(there[m][0], cos(angle) * here[m][0] - sin(angle) * here[m][1], 1e-12);
    g_assert_cmpfloat_with_epsilon(there[m][1], sin(angle) * here[m][0] + cos(angle) * here[m][1], 1e-12);
    g_assert_cmpfloat_with_epsilon(there[m][2], here[m][2], 1e-12);
  }
}

static void find_centre_of_mass(const double *positions, const int *kinds, double centre[3])
{
  double mass = 0;
  centre[0] = centre[1] = centre[2] = 0;
  for (int i = 0; i < ATOMS; i++) {
    double here = bw_element(elements[kinds[i]])->mass;
    mass += here;
    for (int d = 0; d < 3; d++)
      centre[d] += here * positions[3 * i + d];
  }
  for (int d = 0; d < 3; d++)
    centre[d] /= mass;
}

static void test_sums(void)
{
  g_autoptr(BwNetwork) network = make_all();
  double charges[2][ATOMS], dipole[2][ATOMS], mu[2][ATOMS], positions[3 * ATOMS], centre[3];
  int kinds[ATOMS];
  predict(network, "charges", 0, 0, FALSE, charges);
  predict(network, "dipole", 0, 0, FALSE, dipole);
  predict(network, "mu", 0, 0, FALSE, mu);
  g_assert_cmpfloat_with_epsilon(charges[0][0] + charges[0][1] + charges[0][2] + charges[0][3], -1, 1e-12);
  g_assert_cmpfloat_with_epsilon(charges[1][0] + charges[1][1], -1, 1e-12);
  place(positions, kinds, 0, 0, FALSE);
  find_centre_of_mass(positions, kinds, centre);
  for (int d = 0; d < 3; d++) {
    double sum = 0;
    for (int i = 0; i < ATOMS; i++)
      sum += charges[0][i] * (positions[3 * i + d] - centre[d]);
    g_assert_cmpfloat_with_epsilon(dipole[0][d] * BW_DEBYE, sum, 1e-12);
  }
  double length =
      sqrt(dipole[0][0] * dipole[0][0] + dipole[0][1] * dipole[0][1] + dipole[0][2] * dipole[0][2]);
  g_assert_cmpfloat_with_epsilon(mu[0][0], length, 1e-6);
}

/* A sum grows with the molecule, a mean does not: far apart, two equal halves. */
static void test_extent(void)
{
  g_autoptr(BwNetwork) network = make_all();
  static const char *const names[] = {"heat", "gap"};
  static const double positions[12] = {0, 0, 0, 1, 0, 0, 0, 50, 0, 1, 50, 0};
  static const int kinds[4] = {1, 2, 1, 2};
  for (int k = 0; k < 2; k++) {
    const BwOutput *output = find_output(network, names[k]);
    g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
    g_auto(BwBatch) batch;
    BwNetworkRecord record;
    double values[2];
    bw_batch_init(&batch);
    for (int m = 0; m < 2; m++)
      g_assert_true(bw_batch_add(&batch, kinds, positions, 2 + 2 * m, NULL, network->cutoff, NULL));
    bw_batch_end(&batch, network->n_elements);
    bw_network_record(network, tape, &batch, &record);
    bw_tensor_read(bw_output_record(network, output, &record), values);
    bw_output_add_offsets(output, kinds, 2, &values[0]);
    bw_output_add_offsets(output, kinds, 4, &values[1]);
    g_assert_cmpfloat_with_epsilon(values[1], (k == 0 ? 2 : 1) * values[0], 1e-12);
  }
}

/* Of charges that are an element's offset alone, by hand; an atom by itself has none. */
static void test_spatial_extent(void)
{
  g_autoptr(BwNetwork) network = make("[network]\nmodel = schnet\n[outputs]\nr2 = extent a0^2\n", NULL);
  static const double offsets[] = {1.5, 6, 8.25};
  double r2[2][ATOMS], positions[3 * ATOMS], centre[3], counts[3], expected = 0, all = 0;
  int kinds[ATOMS];
  BwOutput *output = &network->outputs[0];
  memcpy(output->offsets, offsets, sizeof offsets);
  predict(network, "r2", 0.3, 2, FALSE, r2);
  place(positions, kinds, 0.3, 2, FALSE);
  find_centre_of_mass(positions, kinds, centre);
  for (int k = 0; k < 3 * ATOMS; k++) {
    double arm = positions[k] - centre[k % 3];
    expected += offsets[kinds[k / 3]] * arm * arm;
    all += arm * arm;
  }
  g_assert_cmpfloat_with_epsilon(r2[0][0], expected, 1e-12);
  g_assert_cmpfloat_with_epsilon(bw_output_count(network, output, kinds, positions, ATOMS, counts), all,
                                 1e-12);
  g_assert_cmpfloat_with_epsilon(counts[0] * 1.5 + counts[1] * 6 + counts[2] * 8.25, expected, 1e-11);
  g_assert_cmpfloat(bw_output_count(network, output, kinds, positions, 1, counts), ==, 1);
}

/* Dipole and its length are of the same charges, and the charge of an ion is in e, in whatever units they are
 * asked for. */
static void test_units(void)
{
  static const char *const said[] = {"dipole = dipole D\nmu = magnitude e·Å\n",
                                     "mu = magnitude e·Å\ncharges = charges e\ndipole = dipole D\n"};
  for (gsize s = 0; s < G_N_ELEMENTS(said); s++) {
    g_autofree char *text =
        g_strconcat("[network]\nmodel = schnet\n[outputs]\ntotal_charge = 1\n", said[s], NULL);
    g_autoptr(BwNetwork) network = make(text, NULL);
    double dipole[2][ATOMS], mu[2][ATOMS];
    predict(network, "dipole", 0, 0, FALSE,
            dipole); /* all weights are zero: a quarter of the charge on each atom */
    double centre[3], square = 0;
    double positions[3 * ATOMS], middle[3] = {0};
    int kinds[ATOMS];
    place(positions, kinds, 0, 0, FALSE);
    find_centre_of_mass(positions, kinds, centre);
    for (int k = 0; k < 3 * ATOMS; k++)
      middle[k % 3] += positions[k] / ATOMS;
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(dipole[0][d] * BW_DEBYE, middle[d] - centre[d], 1e-12);
    bw_network_draw(network, 3);
    for (int o = 0; o < network->n_outputs; o++)
      network->outputs[o].scale = 0.5 + o;
    predict(network, "dipole", 0, 0, FALSE, dipole);
    predict(network, "mu", 0, 0, FALSE, mu);
    for (int d = 0; d < 3; d++)
      square += dipole[0][d] * dipole[0][d];
    g_assert_cmpfloat_with_epsilon(mu[0][0], sqrt(square) * BW_DEBYE, 1e-6);
  }
}

static void test_description(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(GKeyFile) description = bw_network_describe(network);
  g_autofree char *heat = g_key_file_get_string(description, "outputs", "heat", NULL);
  g_autofree char *text = g_key_file_to_data(description, NULL, NULL);
  g_autoptr(BwNetwork) again = make(text, NULL);
  g_autoptr(BwNetwork) alone = make("[network]\nmodel = schnet\n[outputs]\ngap = mean eV\n", NULL);
  g_autoptr(BwNetwork) usual = make("[network]\nmodel = schnet\n", NULL);
  g_assert_cmpstr(heat, ==, "sum Ha Cv");
  g_assert_cmpint(again->n_outputs, ==, 7);
  g_assert_cmpfloat(again->total_charge, ==, -1);
  g_assert_cmpuint(again->parameters.n_values, ==, network->parameters.n_values);
  g_assert_true(again->has_energy && usual->has_energy && !alone->has_energy);
  g_assert_cmpint(usual->n_outputs, ==, 0);
  g_assert_cmpuint(alone->parameters.n_values, ==, usual->parameters.n_values);
}

static void check_refused(const char *outputs, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strconcat("[network]\nmodel = schnet\n[outputs]\n", outputs, "\n", NULL);
  g_assert_null(make(text, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  if (!strstr(error->message, part))
    g_error("'%s' does not say '%s'", error->message, part);
}

static void test_refused(void)
{
  check_refused("gap = average eV", "its kind must be one of sum, mean, atoms");
  check_refused("dipole = dipole eV", "charge times length");
  check_refused("charges = charges", "must be one of charge, such as e");
  check_refused("a = dipole D\nb = dipole D", "a and b in [outputs] are both of the kind dipole");
  check_refused("forces = atoms eV", "forces come with the energy");
  check_refused("energy = mean eV", "it must be energy = sum eV");
  check_refused("gap = mean eV gap of it", "a kind, a unit and");
  check_refused("total_charge = 0", "nothing to learn");
  check_refused("gap = mean eV\ntotal_charge = much", "a number of e");
}

static void test_labels(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[]){1, 8}, NULL, NULL);
  g_autoptr(BwDataset) dataset = bw_dataset_new(atoms, 2, FALSE, FALSE);
  g_autoptr(GError) error = NULL;
  double value[3];
  const BwOutput *dipole = find_output(network, "dipole");
  g_assert_false(bw_output_read_label(dipole, dataset, 0, value, &error));
  g_assert_no_error(error);
  memcpy(bw_dataset_add_label(dataset, "D", "e*Ang", FALSE, 3)->values + 3, (const double[]){3, 0, 4}, 24);
  memcpy(bw_dataset_add_label(dataset, "gap", NULL, FALSE, 9)->values,
         (const double[]){1, 9, 9, 9, 2, 9, 9, 9, 6}, 72);
  bw_dataset_add_label(dataset, "shielding", NULL, TRUE, 3);
  bw_dataset_add_label(dataset, "Cv", "D", FALSE, 1);
  g_assert_true(bw_output_read_label(dipole, dataset, 1, value, &error));
  g_assert_cmpfloat_with_epsilon(value[2], 4 / BW_DEBYE, 1e-12);
  g_assert_true(bw_output_read_label(find_output(network, "mu"), dataset, 1, value, &error));
  g_assert_cmpfloat_with_epsilon(value[0], 5 / BW_DEBYE, 1e-12);
  g_assert_true(bw_output_read_label(find_output(network, "gap"), dataset, 0, value, &error));
  g_assert_cmpfloat(value[0], ==, 3);
  g_assert_no_error(error);
  g_assert_false(bw_output_read_label(find_output(network, "shielding"), dataset, 0, value, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_clear_error(&error);
  g_assert_false(bw_output_read_label(find_output(network, "heat"), dataset, 0, value, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
}

/* Through a file's arrays: the same scales and offsets, with and without an energy. */
static void test_stored(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(BwNetwork) alone = make("[network]\nmodel = schnet\n[outputs]\ngap = mean eV\n", NULL);
  g_autoptr(BwNetworkFile) file = bw_network_file_new(), other = bw_network_file_new();
  g_autoptr(GError) error = NULL;
  alone->outputs[0].scale = 0.25;
  bw_network_store(network, file);
  bw_network_store(alone, other);
  g_assert_cmpstr(file->outputs[0], ==, "energy");
  g_assert_cmpstr(other->outputs[0], ==, "gap");
  g_autoptr(BwNetwork) again = bw_network_load(file, 0, &error);
  g_assert_no_error(error);
  for (int o = 0; o < network->n_outputs; o++) {
    g_assert_cmpfloat(again->outputs[o].scale, ==, network->outputs[o].scale);
    g_assert_cmpmem(again->outputs[o].offsets, sizeof(double) * 3, network->outputs[o].offsets,
                    sizeof(double) * 3);
  }
  g_autoptr(BwNetwork) gap = bw_network_load(other, 0, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(gap->outputs[0].scale, ==, 0.25);
}

/* As a force field: charges in e, dipoles in e·Å, everything else in its unit; no dipole in a cell. */
static void test_potential(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  g_autoptr(GError) error = NULL;
  double positions[3 * ATOMS], charges[ATOMS], dipole[3], properties[4], shifts[ATOMS], energy;
  double expected[2][ATOMS], cell_dipole[3], cell_properties[4];
  int kinds[ATOMS], numbers[ATOMS];
  file->dataset_name = g_strdup("methanol");
  bw_network_store(network, file);
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, &error);
  g_assert_no_error(error);
  place(positions, kinds, 0, 0, FALSE);
  for (int i = 0; i < ATOMS; i++)
    numbers[i] = elements[kinds[i]];
  BwReplicas in = {1, ATOMS, numbers, NULL, positions};
  BwEvaluation out = {.energies = &energy,
                      .charges = charges,
                      .dipoles = dipole,
                      .properties = properties,
                      .atomic_properties = shifts};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  predict(network, "charges", 0, 0, FALSE, expected);
  for (int i = 0; i < ATOMS; i++)
    g_assert_cmpfloat_with_epsilon(charges[i], expected[0][i], 1e-12);
  predict(network, "dipole", 0, 0, FALSE, expected);
  for (int d = 0; d < 3; d++)
    g_assert_cmpfloat_with_epsilon(dipole[d], expected[0][d] * BW_DEBYE, 1e-12);
  static const char *const names[] = {"heat", "gap", "mu", "r2"};
  for (int p = 0; p < 4; p++) {
    predict(network, names[p], 0, 0, FALSE, expected);
    g_assert_cmpstr(potential->properties[p].name, ==, names[p]);
    g_assert_cmpfloat_with_epsilon(properties[p], expected[0][0], 1e-12);
  }
  predict(network, "shielding", 0, 0, FALSE, expected);
  g_assert_cmpfloat_with_epsilon(shifts[3], expected[0][3], 1e-12);
  const double vectors[3][3] = {{20, 0, 0}, {0, 20, 0}, {0, 0, 20}};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, (const gboolean[]){TRUE, TRUE, TRUE}, NULL));
  in.cell = &cell;
  BwEvaluation in_cell = {.dipoles = cell_dipole, .properties = cell_properties};
  g_assert_true(bw_potential_evaluate(potential, &in, &in_cell, NULL, &error));
  g_assert_true(isnan(cell_dipole[0]));
  g_assert_true(isfinite(cell_properties[0]) && isnan(cell_properties[2]) && isnan(cell_properties[3]));
}

/* The dipole of an ion is about its centre of mass, wherever it is. */
static void test_ion(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  double positions[2][3 * ATOMS], charges[2][ATOMS], dipoles[2][3], centre[3];
  int kinds[ATOMS], numbers[ATOMS];
  bw_network_store(network, file);
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, NULL);
  for (int r = 0; r < 2; r++)
    place(positions[r], kinds, 0, 40 * r, FALSE);
  for (int i = 0; i < ATOMS; i++)
    numbers[i] = elements[kinds[i]];
  find_centre_of_mass(positions[1], kinds, centre);
  const BwReplicas in = {2, ATOMS, numbers, NULL, positions[0]};
  BwEvaluation out = {.charges = charges[0], .dipoles = dipoles[0]};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  for (int d = 0; d < 3; d++) {
    double sum = 0;
    for (int i = 0; i < ATOMS; i++)
      sum += charges[1][i] * (positions[1][3 * i + d] - centre[d]);
    g_assert_cmpfloat_with_epsilon(dipoles[1][d], sum, 1e-9);
    g_assert_cmpfloat_with_epsilon(dipoles[1][d], dipoles[0][d], 1e-9);
  }
}

/* Frames as the force field sees them have what it predicts, in place of what they had. */
static void test_frames(void)
{
  g_autoptr(BwNetwork) network = make_all();
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  g_autoptr(BwAtoms) atoms = bw_atoms_new(3, (const int[]){8, 1, 1}, NULL, NULL);
  g_autoptr(GError) error = NULL;
  GPtrArray *frames = g_ptr_array_new();
  BwFrame *water = bw_frame_new(atoms, 1);
  memcpy(water->positions, (const double[]){0, 0, 0, 0.96, 0, 0, -0.2, 0.9, 0}, 72);
  bw_frame_add_frame_values(water, "gap", NULL, 1)->values[0] = 1e6;
  bw_frame_add_frame_values(water, "spin", NULL, 1)->values[0] = 1;
  g_ptr_array_add(frames, water);
  file->dataset_name = g_strdup("water");
  bw_network_store(network, file);
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, &error);
  g_autoptr(BwTrajectory) plain = bw_trajectory_new_in_memory(frames, "/somewhere/water.xyz", "extxyz");
  g_autoptr(BwTrajectory) evaluated = bw_evaluated_new(potential, plain, NULL, NULL, NULL, NULL);
  g_autoptr(BwFrame) frame = bw_trajectory_read(evaluated, 0, &error);
  g_assert_no_error(error);
  const BwProperty *charges = bw_frame_find(frame, "charges"), *dipole = bw_frame_find(frame, "dipole");
  g_assert_cmpfloat_with_epsilon(charges->values[0] + charges->values[1] + charges->values[2], -1, 1e-12);
  g_assert_cmpstr(dipole->unit, ==, "e·Å");
  g_assert_cmpint(dipole->n_components, ==, 3);
  g_assert_cmpfloat(fabs(bw_frame_find(frame, "gap")->values[0]), <, 1e3);
  g_assert_cmpstr(bw_frame_find(frame, "gap")->unit, ==, "eV");
  g_assert_cmpstr(bw_frame_find(frame, "shielding")->unit, ==, "ppm");
  g_assert_true(bw_frame_find(frame, "shielding")->per_atom);
  g_assert_nonnull(bw_frame_find(frame, "spin"));
  g_assert_nonnull(bw_frame_find(frame, "heat"));
}

static void test_alone(void)
{
  g_autoptr(BwNetwork) network = make("[network]\nmodel = schnet\n[outputs]\ngap = mean eV\n", NULL);
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  g_autoptr(GError) error = NULL;
  file->dataset_name = g_strdup("qm9");
  bw_network_store(network, file);
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, &error);
  g_assert_no_error(error);
  double gap, energy;
  const double positions[6] = {0, 0, 0, 1, 0, 0};
  const BwReplicas in = {1, 2, (const int[]){1, 8}, NULL, positions};
  BwEvaluation out = {.properties = &gap}, too_much = {.energies = &energy};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, &error));
  g_assert_false(bw_potential_evaluate(potential, &in, &too_much, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNSUPPORTED);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/outputs/symmetry", test_symmetry);
  g_test_add_func("/outputs/sums", test_sums);
  g_test_add_func("/outputs/extent", test_extent);
  g_test_add_func("/outputs/spatial-extent", test_spatial_extent);
  g_test_add_func("/outputs/units", test_units);
  g_test_add_func("/outputs/description", test_description);
  g_test_add_func("/outputs/refused", test_refused);
  g_test_add_func("/outputs/labels", test_labels);
  g_test_add_func("/outputs/stored", test_stored);
  g_test_add_func("/outputs/potential", test_potential);
  g_test_add_func("/outputs/ion", test_ion);
  g_test_add_func("/outputs/frames", test_frames);
  g_test_add_func("/outputs/alone", test_alone);
  return g_test_run();
}
