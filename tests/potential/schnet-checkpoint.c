/* The two networks that SchNet's authors published for C20, imported and compared with an independent forward
 * and backward pass through their weights. */
#include "io/io.h"
#include "io/tensorflow/schnet-checkpoint.h"
#include "potential/networks.h"
#include "shared-data.h"

#include <math.h>

#define PER_ATOM (-23856.0176) /* kcal/mol, the mean energy that both have taken off */

static void compare(const char *name, double energy, const double first[3], double largest)
{
  static const int carbon[] = {6};
  g_autofree char *path = shared_file("weights", name),
                  *structure = find_shared("weights", "schnet-c20/C20.xyz");
  GError *error = NULL;
  if (!path)
    return;
  g_autoptr(BwNetworkFile) file = bw_schnet_checkpoint_read(path, carbon, 1, "kcal/mol", &error);
  g_assert_no_error(error);
  file->dataset_name = g_strdup("C20");
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, &error);
  g_assert_no_error(error);
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(structure, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, &error);
  g_assert_no_error(error);
  double found, forces[20][3], most = 0;
  const BwReplicas in = {1, 20, frame->atoms->numbers, NULL, frame->positions};
  BwEvaluation out = {.energies = &found, .forces = forces[0]};
  bw_potential_evaluate(potential, &in, &out, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat_with_epsilon(found / BW_KCAL_PER_MOL - 20 * PER_ATOM, energy - 20 * PER_ATOM, 3e-3);
  for (int d = 0; d < 3; d++)
    g_assert_cmpfloat_with_epsilon(forces[0][d] / BW_KCAL_PER_MOL, first[d], 1e-3);
  for (int i = 0; i < 20; i++)
    most = fmax(
        most, sqrt(forces[i][0] * forces[i][0] + forces[i][1] * forces[i][1] + forces[i][2] * forces[i][2]));
  g_test_message("%.6f kcal/mol, largest force %.4f kcal/mol/Å", found / BW_KCAL_PER_MOL,
                 most / BW_KCAL_PER_MOL);
  g_assert_cmpfloat_with_epsilon(most / BW_KCAL_PER_MOL, largest, 1e-3);
}

static void test_force_model(void)
{
  compare("schnet-c20/force_model/best_model.index", -477075.847510, (double[]){55.8505, -26.3378, -46.7027},
          91.7261);
}

static void test_energy_model(void)
{
  compare("schnet-c20/energy_model/best_model.index", -477076.882657, (double[]){54.0416, -28.3339, -47.6060},
          92.6750);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/potential/schnet-checkpoint/forces", test_force_model);
  g_test_add_func("/potential/schnet-checkpoint/energies", test_energy_model);
  return g_test_run();
}
