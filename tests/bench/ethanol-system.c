#include "ethanol-system.h"
#include "base/array.h"
#include "base/random.h"

#include <stdio.h>

static double *random_numbers(gsize n)
{
  double *values = bw_new(double, n);
  for (gsize i = 0; i < n; i++)
    values[i] = bw_random_uniform(1, BW_STREAM_TEST, 0, i) - 0.5;
  return values;
}

gboolean bw_bench_ethanol_open(BwBenchEthanol *ethanol, const char *name, int n_points, BwLearns learns)
{
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *path = g_build_filename(models ? models : "models", "ethanol.bwmodel", NULL);
  g_autoptr(GError) error = NULL;
  BwGdmlFile *file = bw_gdml_file_read(path, &error);
  *ethanol = (BwBenchEthanol){.file = file};
  if (!file) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return FALSE;
  }
  int m = MIN(n_points, file->n_train), d = file->n_descriptors, s = file->n_permutations;
  ethanol->pairs = g_new(int, (gsize)s *d);
  ethanol->arms = random_numbers((gsize)m * d * 3);
  for (int p = 0; p < s; p++)
    bw_gdml_descriptor_permutation(file->perms + (gsize)p * file->n_atoms, file->n_atoms,
                                   ethanol->pairs + (gsize)p * d);
  ethanol->system = (BwKernelSystem){{m, file->n_atoms, d, s, file->R_desc, ethanol->arms, ethanol->pairs},
                                     BW_KERNEL_MATERN52,
                                     learns,
                                     file->sig};
  ethanol->labels = random_numbers(bw_kernel_system_n_rows(&ethanol->system));
  return TRUE;
}

void bw_bench_ethanol_clear(BwBenchEthanol *ethanol)
{
  bw_gdml_file_free(ethanol->file);
  bw_free(ethanol->arms);
  bw_free(ethanol->labels);
  g_free(ethanol->pairs);
}
