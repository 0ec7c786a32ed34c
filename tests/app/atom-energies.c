/* The energy of every atom as its colour: as the model says it, frame after frame, and of no other model. */
#include "small-network.h"

#include <math.h>

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
