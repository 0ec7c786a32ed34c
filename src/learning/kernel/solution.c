#include "learning/kernel/solution.h"
#include "base/array.h"

void bw_kernel_solution_clear(BwKernelSolution *solution)
{
  bw_free(solution->alphas);
  g_free(solution->inducing);
  *solution = (BwKernelSolution){0};
}

void bw_kernel_solution_move(BwKernelSolution *to, BwKernelSolution *from)
{
  bw_kernel_solution_clear(to);
  *to = *from;
  *from = (BwKernelSolution){0};
}
