/* What K times a vector costs without K, the step of the iterative solver: 1000 points of ethanol, forces
 * alone and with energies beside them. */
#include "base/array.h"
#include "bench.h"
#include "ethanol-system.h"
#include "potential/gdml/product.h"

#include <math.h>

enum { N_POINTS = 1000 };

typedef struct {
  BwGdmlProduct *product;
  const double *x;
  double *y;
} Product;

static void apply(gpointer data)
{
  const Product *p = data;
  bw_gdml_product_apply(p->product, p->x, p->y, NULL);
}

static void report(const char *name, BwLearns learns)
{
  g_auto(BwBenchEthanol) ethanol = {0};
  if (!bw_bench_ethanol_open(&ethanol, name, N_POINTS, learns))
    return;
  const BwGdmlPoints *points = &ethanol.system.points;
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&ethanol.system);
  g_autoptr(BwDoubles) y = bw_new(double, bw_kernel_system_n_rows(&ethanol.system));
  Product data = {product, ethanol.labels, y};
  double flops = 8.0 * points->n_permutations * points->n_points * points->n_points * points->n_descriptors;
  bw_bench_report(name, bw_bench_median(apply, &data, 2.0) * 1e3, "ms", flops / bw_bench_dgemm_rate() * 1e3,
                  NAN);
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
