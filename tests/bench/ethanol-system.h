/* ethanol-system.h - the kernel system of the shipped ethanol model's training points, of as many as wanted
 * (1000 at most, 6 permutations); arms and labels are random, which costs the same. */
#pragma once

#include "io/gdml/gdml-file.h"
#include "potential/gdml/points.h"

typedef struct {
  BwKernelSystem system;
  BwGdmlFile *file;
  double *arms, *labels; /* labels: [rows of the system] */
  int *pairs;
} BwBenchEthanol;

/* FALSE where the model is not there, which is then said of `name`. */
gboolean bw_bench_ethanol_open(BwBenchEthanol *ethanol, const char *name, int n_points, BwLearns learns);
void bw_bench_ethanol_clear(BwBenchEthanol *ethanol);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwBenchEthanol, bw_bench_ethanol_clear)
