/* potential.h - the contract that every force field fulfils, ours or foreign.
 *
 * One question: here are R replicas of one system (the beads of a ring polymer, the frames of a trajectory,
 * the points of a test set); give me energies and forces. The batch is where the speed comes from. A
 * potential holds no mutable state between calls, except what can be thrown away; evaluate() may be called
 * from any thread, one call at a time per potential. Results do not depend on the number of threads of the
 * pool. */
#pragma once

#include "base/pool.h"
#include "system/atoms.h"
#include "system/cell.h"

typedef struct {
  int n_replicas;
  int n_atoms;
  const int *numbers;      /* [n_atoms] */
  const BwCell *cell;      /* one for all replicas; NULL: none */
  const double *positions; /* [n_replicas][n_atoms][3], Å */
} BwReplicas;

/* Where the answers go; NULL: not wanted. The caller owns all of it. */
typedef struct {
  double *energies; /* [n_replicas], eV */
  double *forces;   /* [n_replicas][n_atoms][3], eV/Å */
  double *virials;  /* [n_replicas][3][3], eV: Σ r ⊗ F, positive under compression by pair repulsion */
  double *atomic_energies; /* [n_replicas][n_atoms], eV */
  double *charges;         /* [n_replicas][n_atoms], e */
  double *dipoles; /* [n_replicas][3], e·Å, about the centre of mass, which matters where there is a charge */
  double *properties; /* [n_replicas][n_properties]: what else of a molecule it predicts, in their units */
  double *atomic_properties; /* [n_replicas][n_atoms][n_atomic_properties]: what else of atoms */
  double *out_of_domain;     /* [n_replicas]: distance from what the model has seen, in units of its own
                                measure: ≤ 1 within the training set's own spread, > 1 outside */
  int *outlier;              /* [n_replicas]: the atom most responsible for it, −1 none */
} BwEvaluation;

typedef enum {
  BW_CAN_VIRIAL = 1 << 0,
  BW_CAN_ATOMIC_ENERGIES = 1 << 1,
  BW_CAN_OUT_OF_DOMAIN = 1 << 2,
  BW_CAN_CHARGES = 1 << 3,
  BW_CAN_DIPOLES = 1 << 4,
  BW_CAN_PROBE = 1 << 6,     /* its members are SchNet's: bw_schnet_probe_new() */
  BW_HAS_NO_ENERGY = 1 << 5, /* neither energies nor forces: it predicts other properties alone */
} BwCapabilities;

/* A number for the whole molecule beside its energy: "gap". */
typedef struct {
  const char *name, *unit; /* interned; unit NULL: not stated */
} BwPropertyName;

typedef struct _BwPotential BwPotential;

typedef struct {
  gboolean (*evaluate)(BwPotential *self, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                       GError **error);
  void (*finalize)(BwPotential *self); /* frees what the model added, not the base */
} BwPotentialClass;

/* Models embed it as their first member; constant after construction. Strings are owned unless interned. */
struct _BwPotential {
  const BwPotentialClass *klass;
  gatomicrefcount refs;
  const char *method; /* "sGDML", interned */
  char *name;         /* "ethanol" */
  char *path;         /* NULL: not from a file */
  char *theory;       /* level of theory of the training data; NULL: not stated */
  char hash[65];      /* SHA-256 of the model file, hex; "" without one */
  BwCapabilities can;
  BwAtoms *atoms;      /* the one system it describes, in this order; NULL: any */
  const int *elements; /* [n_elements] atomic numbers that it describes, the model's; NULL: any */
  int n_elements;
  double cutoff;           /* Å; 0: every atom sees every other */
  const char *length_unit; /* of the training data, interned: errors are reported in them */
  const char *energy_unit;
  BwPropertyName *properties; /* [n_properties], owned */
  int n_properties;
  BwPropertyName *atomic_properties; /* [n_atomic_properties], owned */
  int n_atomic_properties;
  double force_error; /* mean absolute error of the forces on its test set, energy_unit/length_unit; NaN: not
                         stated */
};

/* For those who fill in a class: one reference, Å and eV, nothing that it can do yet; the name is copied,
 * the method interned. */
void bw_potential_init(BwPotential *self, const BwPotentialClass *klass, const char *method,
                       const char *name);
BwPotential *bw_potential_ref(BwPotential *self);
void bw_potential_unref(BwPotential *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPotential, bw_potential_unref)

/* Checks that the system is one the potential describes, evaluates, and checks the answers for NaN
 * (BW_ERROR_NUMERICS naming replica and atom). Asking for what the potential cannot give is
 * BW_ERROR_UNSUPPORTED. */
gboolean bw_potential_evaluate(BwPotential *self, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                               GError **error);

/* Fails with a message that names the difference when `atoms` is not the system of the model. */
gboolean bw_potential_check_atoms(const BwPotential *self, const BwAtoms *atoms, GError **error);

/* Opens a model file of any kind we know, found by content; "harmonic:K=…" and the other simple ones by name
 * (potential/simple/). */
BwPotential *bw_potential_open(const char *path, GError **error);
