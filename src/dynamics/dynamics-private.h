/* dynamics-private.h - what the files of this room share.
 *
 * A mode is a row of n_columns = 3 n_atoms numbers. Inside, time is in Å·√(amu/eV). */
#pragma once

#include "dynamics/dynamics.h"
#include "dynamics/normal-modes.h"

/* All of one moment. There are two: a step reads one and fills the other, so that a step that fails has
 * changed nothing. */
typedef struct {
  BwDynamicsState state;
  double *beads;       /* [n_beads][n_atoms][3], Å */
  double *mode_forces; /* [n_beads][n_atoms][3], eV/Å, with the pull; no net force on the centroids with com
                          removal */
  double *out_of_domain; /* [n_beads]; NaN: not known */
  double pull_energy;    /* eV, per physical system */
} BwMoment;

/* Free motion of the modes over one time: p ← p cos ωt − mq ω sin ωt, q ← q cos ωt + p/m sin ωt/ω. */
typedef struct {
  double *cosine, *omega_sine, *sine_over_omega; /* [n_beads] */
} BwFreeMotion;

struct _BwDynamics {
  BwAtoms *atoms;
  gboolean has_cell;
  BwCell cell;
  BwPotential *potential;
  BwDynamicsSettings settings;
  BwNormalModes *transform;

  int n_columns;
  double timestep;                               /* internal */
  double thermal_energy;                         /* P k_B T, eV */
  double degrees_of_freedom;                     /* of all modes */
  double *masses, *inverse_masses, *root_masses; /* [n_columns] */
  double total_mass;
  double *frequencies; /* [n_beads] */
  BwFreeMotion motion; /* over a whole step for OBABO, half for BAOAB */
  double *damping;     /* [n_beads] of white noise over one use of the thermostat; 1: none */
  double *amplitude;   /* [n_beads], √(k_B P T (1 − damping²)) */
  double *noise;       /* [n_beads][n_columns] */
  double *sums;        /* [4][n_columns] */

  BwMoment *now, *next;

  gboolean pulling;
  BwPull pull; /* while pulling */

  gboolean estimates_known, momenta_known;
  BwEstimates estimates;
  double *gyration; /* [n_atoms] */
  double *centroid; /* [n_atoms][3] */
  double *momenta;  /* [n_beads][n_atoms][3], amu·Å/fs */
};

gboolean bw_dynamics_settings_check(const BwDynamicsSettings *settings, int n_atoms, GError **error);

/* Without a state yet. */
BwDynamics *bw_dynamics_allocate(BwAtoms *atoms, const BwCell *cell, BwPotential *potential,
                                 const BwDynamicsSettings *settings, GError **error);
/* Beads, energies and forces of a moment from its modes. */
gboolean bw_dynamics_evaluate(BwDynamics *self, BwMoment *moment, BwPool *pool, GError **error);
/* Beads and the forces on the modes from what a restart knows. */
void bw_dynamics_derive(const BwDynamics *self, BwMoment *moment);
/* How far the beads are out of domain is known again after the next evaluation. */
void bw_dynamics_forget_domain(BwMoment *moment);
/* Forces on the modes from those on the beads. */
void bw_dynamics_transform_forces(const BwDynamics *self, BwMoment *moment);
/* The current moment has changed. */
void bw_dynamics_forget(BwDynamics *self);

/* start.c */
void bw_dynamics_draw_momenta(BwDynamics *self);    /* all modes, Maxwell–Boltzmann */
void bw_dynamics_draw_free_modes(BwDynamics *self); /* all but the centroid */

/* pull.c: the pull's force on the centroid, and its energy. */
void bw_dynamics_add_pull(const BwDynamics *self, BwMoment *moment);

/* propagate.c */
void bw_free_motion_init(BwFreeMotion *motion, const double *frequencies, int n_beads, double time);
void bw_free_motion_clear(BwFreeMotion *motion);
void bw_dynamics_kick(const BwDynamics *self, BwMoment *moment, const double *mode_forces, double time);
void bw_dynamics_move_freely(const BwDynamics *self, const double *modes, BwMoment *moment);
/* Takes the motion of the centre of mass out of momenta or the net force out of forces[n_columns]; returns
 * Σ|P|²/2M of it. */
double bw_dynamics_remove_com(const BwDynamics *self, double *centroid_momenta);

/* langevin.c, svr.c: one use of the thermostat; the heat it took goes into the moment. `second`: the other
 * half of an OBABO step. */
void bw_langevin_init(BwDynamics *self, double time);
void bw_langevin_apply(BwDynamics *self, BwMoment *moment, gboolean second);
void bw_svr_apply(BwDynamics *self, BwMoment *moment, double time, gboolean second);
