/* The energy of every atom as its colour: as the model says it, frame after frame, and of no other model. */
#include "sessions.h"

#include "potential/networks.h"

#include <math.h>

enum { ATOMS = 3 };

static const int numbers[ATOMS] = {8, 1, 1};

static char *write_model(const Fixture *f)
{
  const int elements[2] = {1, 8};
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_key_file_load_from_data(description, "[network]\nmodel=schnet\nfeatures=16\nfilters=16\n", (gsize)-1,
                            G_KEY_FILE_NONE, NULL);
  g_autoptr(BwNetwork) network = bw_network_make(description, elements, 2, NULL);
  bw_network_draw(network, 3);
  network->offsets[1] = -2000;
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  bw_network_store(network, file);
  file->dataset_name = g_strdup("water");
  char *path = g_build_filename(f->folder, "net.bwmodel", NULL);
  g_assert_true(bw_network_file_write(file, path, NULL));
  return path;
}

static char *write_frames(const Fixture *f)
{
  char *path = g_build_filename(f->folder, "water.xyz", NULL);
  g_assert_true(g_file_set_contents(path,
                                    "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n"
                                    "3\n\nO 0 0 0\nH 1.5 0 0\nH -0.24 0.93 0\n",
                                    -1, NULL));
  return path;
}

/* What the model says of the frame shown, less atoms alone. */
static void compute(Fixture *f, double energies[ATOMS])
{
  BwPotential *potential = bw_session_get_potential(f->session);
  const BwReplicas in = {1, ATOMS, numbers, NULL, bw_session_get_frame(f->session)->positions};
  BwEvaluation out = {.atomic_energies = energies};
  g_assert_true(bw_potential_evaluate(potential, &in, &out, NULL, NULL));
  for (int i = 0; i < ATOMS; i++) {
    double alone;
    const BwReplicas one = {1, 1, numbers + i, NULL, (const double[3]){0}};
    BwEvaluation single = {&alone};
    g_assert_true(bw_potential_evaluate(potential, &one, &single, NULL, NULL));
    energies[i] -= alone;
  }
}

static gboolean has_colours(Fixture *f)
{
  return bw_session_get_atom_colours(f->session) != NULL;
}

static gboolean has_second_frame(Fixture *f)
{
  return bw_session_get_position(f->session) == 1;
}

static void check_order(Fixture *f)
{
  double energies[ATOMS];
  const BwAtomColours *colours = bw_session_get_atom_colours(f->session);
  compute(f, energies);
  for (int i = 0; i < ATOMS; i++)
    for (int j = 0; j < ATOMS; j++)
      if (energies[i] > energies[j] + 1e-4)
        g_assert_cmpfloat(colours->shares[i], >, colours->shares[j]);
}

static void test_colours(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *model = write_model(f), *frames = write_frames(f);
  open_files(f, model, frames);
  g_assert_true(bw_session_can_show_energies(f->session));
  g_assert_null(bw_session_get_atom_colours(f->session));
  bw_session_set_show_energies(f->session, TRUE);
  g_assert_true(happens(f, has_colours));
  check_order(f);
  double before = bw_session_get_atom_colours(f->session)->shares[1];
  bw_session_go_to(f->session, 1);
  g_assert_true(happens(f, has_second_frame));
  spend(0.5);
  check_order(f);
  g_assert_cmpfloat(fabs(bw_session_get_atom_colours(f->session)->shares[1] - before), >, 1e-3);
  bw_session_set_show_energies(f->session, FALSE);
  g_assert_null(bw_session_get_atom_colours(f->session));
  bw_session_set_show_energies(f->session, TRUE); /* closed while the worker is at it */
}

/* Kernel models know nothing of atoms. */
static void test_kernel_model(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  g_assert_false(bw_session_can_show_energies(f->session));
  bw_session_set_show_energies(f->session, TRUE);
  spend(0.2);
  g_assert_null(bw_session_get_atom_colours(f->session));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/atom-energies", test_colours);
  add("/session/atom-energies/kernel-model", test_kernel_model);
  return g_test_run();
}
