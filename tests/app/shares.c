/* What a network's energy is made of: the parts add up to what it predicts, go with what is shown, and kernel
 * models have none. */
#include "sessions.h"

#include <math.h>

static void open_schnet(Fixture *f)
{
  g_autofree char *model = model_path("ethanol-schnet.bwmodel"), *structure = model_path("ethanol.xyz");
  open_files(f, model, structure);
  g_assert_true(bw_session_can_show_energies(f->session));
}

static gboolean has_shares(Fixture *f)
{
  return bw_session_get_shares(f->session) != NULL;
}

static void test_shares(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  double energy;
  open_schnet(f);
  bw_session_set_wants_shares(f->session, TRUE);
  g_assert_true(happens(f, has_shares));
  const BwFrame *frame = bw_session_get_frame(f->session);
  const BwExplained *explained = bw_session_get_shares(f->session);
  const BwReplicas in = {1, frame->atoms->n_atoms, frame->atoms->numbers, NULL, frame->positions};
  BwEvaluation out = {&energy};
  g_assert_true(bw_potential_evaluate(bw_session_get_potential(f->session), &in, &out, NULL, NULL));
  g_assert_cmpfloat(fabs(bw_explained_get_energy(explained, -1, -1) - energy), <, 1e-4);
  g_assert_cmpuint(explained->pairs->len, ==, 36);
  bw_session_set_wants_shares(f->session, FALSE);
  g_assert_false(has_shares(f));
  bw_session_set_wants_shares(f->session, TRUE); /* closed while the worker is at it */
  spend(0.3);
}

static void test_kernel_model(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  open_ethanol(f);
  bw_session_set_wants_shares(f->session, TRUE);
  spend(0.5);
  g_assert_false(has_shares(f));
  g_assert_cmpint(f->n_trouble, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/session/shares", test_shares);
  add("/session/shares/kernel-model", test_kernel_model);
  return g_test_run();
}
