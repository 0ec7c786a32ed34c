/* What K times a vector costs without K, the step of the iterative solver: the shipped ethanol model's points
 * (1000, 6 permutations), forces alone and with energies beside them. */
#include "base/array.h"
#include "base/random.h"
#include "bench.h"
#include "io/gdml/gdml-file.h"
#include "potential/gdml/product.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  BwGdmlProduct *product;
  double *x, *y;
} Product;

static void apply(gpointer data)
{
  const Product *p = data;
  bw_gdml_product_apply(p->product, p->x, p->y, NULL);
}

static void fill(double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = bw_random_uniform(1, BW_STREAM_TEST, 0, i) - 0.5;
}

static void report(const char *name, BwLearns learns)
{
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *path = g_build_filename(models ? models : "models", "ethanol.bwmodel", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGdmlFile) file = bw_gdml_file_read(path, &error);
  if (!file) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return;
  }
  int m = file->n_train, d = file->n_descriptors, s = file->n_permutations;
  g_autofree int *pairs = g_new(int, (gsize)s *d);
  g_autoptr(BwDoubles) arms = bw_new(double, (gsize)m *d * 3);
  fill(arms, (gsize)m * d * 3);
  for (int p = 0; p < s; p++)
    bw_gdml_descriptor_permutation(file->perms + (gsize)p * file->n_atoms, file->n_atoms,
                                   pairs + (gsize)p * d);
  const BwKernelSystem system = {
      {m, file->n_atoms, d, s, file->R_desc, arms, pairs}, BW_KERNEL_MATERN52, learns, file->sig};
  gsize n = bw_kernel_system_n_rows(&system);
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&system);
  g_autoptr(BwDoubles) x = bw_new(double, n), y = bw_new(double, n);
  fill(x, n);
  Product data = {product, x, y};
  bw_bench_report(name, bw_bench_median(apply, &data, 2.0) * 1e3, "ms",
                  8.0 * s * m * m * d / bw_bench_dgemm_rate() * 1e3, NAN);
}

static void run_forces(void)
{
  report("kernel-product-1000", BW_LEARNS_FORCES);
}

static void run_both(void)
{
  report("kernel-product-1000-energies", BW_LEARNS_FORCES | BW_LEARNS_ENERGIES);
}

const BwBenchCase bw_bench_product[] = {
    {"kernel-product-1000", run_forces},
    {"kernel-product-1000-energies", run_both},
    {NULL, NULL},
};
