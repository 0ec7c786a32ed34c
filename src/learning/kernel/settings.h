/* settings.h - what is asked of a kernel model alone. */
#pragma once

#include "io/gdml/gdml-file.h"
#include "potential/gdml/crystal/crystal.h"
#include "potential/gdml/points.h"

typedef enum { BW_SOLVER_AUTO, BW_SOLVER_CLOSED, BW_SOLVER_ITERATIVE } BwSolver;

/* "auto", "closed", "iterative". */
gboolean bw_solver_parse(const char *text, BwSolver *solver, GError **error);
const char *bw_solver_name(BwSolver solver);

typedef struct {
  BwSolver solver;           /* AUTO: what is faster and fits */
  BwKernelFunction function; /* of KRR; the others are Matérn */
  const double *sigmas;      /* [n_sigmas], ascending; tried in this order while the validation error falls;
                                NULL: the kind's grid */
  int n_sigmas;
  const double *lambdas; /* [n_lambdas]; NULL: the kind's own */
  int n_lambdas;
  BwCrystalSymmetries symmetries; /* which ones BIGDML looks for */
  gboolean search_symmetries;     /* though permutations are stored with the data */
  gboolean use_energies;          /* the energies of the data count too (E_cstr); KRR: always */
  const BwGdmlFile *like; /* take kind, frames, σ, λ, permutations and unit of length from it; NULL: none */
  double tolerance;       /* relative residual at which the iterative solver stops; 0: the kind's own */
} BwKernelSettings;
