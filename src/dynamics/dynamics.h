/* dynamics.h - classical and ring-polymer dynamics of one system on one potential.
 *
 * A ring polymer of P beads obeys H_P = Σ_b p_b²/2m + ½ m ω_P² Σ_b |q_{b+1} − q_b|² + Σ_b V(q_b) with ω_P = P
 * k_B T/ħ and is sampled at temperature P·T (Parrinello and Rahman 1984; Ceriotti, Parrinello, Markland,
 * Manolopoulos, J. Chem. Phys. 133, 124104 (2010), from here on CPMM). P = 1 is classical dynamics. The state
 * lives in normal modes; beads are derived from it. */
#pragma once

#include "potential/potential.h"

typedef enum {
  BW_THERMOSTAT_NONE,     /* NVE; RPMD for P > 1 */
  BW_THERMOSTAT_LANGEVIN, /* white noise on every momentum of every bead, friction 1/tau */
  BW_THERMOSTAT_SVR, /* stochastic velocity rescaling, Bussi, Donadio, Parrinello 2007; all beads together */
  BW_THERMOSTAT_PILE_L, /* CPMM: Langevin on each normal mode, 2λω_k, and 1/tau on the centroid */
  BW_THERMOSTAT_PILE_G, /* the same with SVR on the centroid */
} BwThermostat;

/* Order of kicks (B), exact free motion (A) and thermostat (O). BAOAB is the default: its averages over
 * positions are the better ones (Leimkuhler and Matthews, J. Chem. Phys. 138, 174102 (2013)). In ethanol's
 * harmonic modes, 32 beads at 300 K and 0.25 fs, the primitive kinetic energy is 4 meV low with it and 19 meV
 * with OBABO; OBABO in turn keeps the momenta's temperature exact. */
typedef enum {
  BW_SPLITTING_OBABO,
  BW_SPLITTING_BAOAB,
} BwSplitting;

typedef struct {
  int n_beads;        /* 1 … 128 */
  double temperature; /* K; also sets ω_P without a thermostat */
  double timestep;    /* fs */
  BwThermostat thermostat;
  double tau;         /* fs: 1/friction of Langevin, of SVR, and of PILE's centroid */
  double pile_lambda; /* λ: 1 optimal sampling, 0.5 thermostatted RPMD */
  BwSplitting splitting;
  gboolean remove_com; /* centre-of-mass momentum is removed at the start and kept at zero */
  guint64 seed;
} BwDynamicsSettings;

void bw_dynamics_settings_init(
    BwDynamicsSettings *settings); /* 32 beads, 300 K, 0.25 fs, PILE-L, 100 fs, λ 1, BAOAB, com */
const char *bw_thermostat_name(BwThermostat thermostat); /* "pile-l" as on the command line */
gboolean bw_thermostat_parse(const char *name, BwThermostat *thermostat, GError **error);
const char *bw_splitting_name(BwSplitting splitting);
gboolean bw_splitting_parse(const char *name, BwSplitting *splitting, GError **error);

/* All that a restart needs, bit for bit; random numbers need no history. Arrays are owned by the dynamics. */
typedef struct {
  gint64 step;
  int n_beads, n_atoms;
  double *modes;            /* [n_beads][n_atoms][3] positions in normal modes, Å */
  double *mode_momenta;     /* [n_beads][n_atoms][3], amu·Å per internal time (BW_TIME_UNIT) */
  double *forces;           /* [n_beads][n_atoms][3] of the beads, eV/Å */
  double *energies;         /* [n_beads], eV */
  double thermostat_energy; /* heat taken out so far, eV: conserved = H_P + thermostat_energy */
  double time_offset;       /* fs: time = time_offset + step · timestep; 0 until the timestep is changed */
  double pull_work; /* eV per physical system: what hands have left in it so far, that is their work less
                       the energy of the spring that is pulling now */
} BwDynamicsState;

/* What is known after each step, all of the whole system. */
typedef struct {
  double time;        /* fs */
  double temperature; /* K, of the bead momenta: 2K/(f P k_B), f = 3NP, less 3 with com removal */
  double kinetic_cv;  /* centroid virial, eV: 3/2 N k_B T − 1/2P Σ (q_b − q̄)·f_b */
  double kinetic_td; /* thermodynamic (primitive), eV: 3/2 N P k_B T − mω_P²/2P Σ |q_{b+1} − q_b|². With com
                        removal both are of the motion relative to the centre of mass: less 3/2 k_B T (i-PI
                        keeps it) */
  double potential; /* mean over the beads, eV */
  double conserved; /* per physical system, eV: (H_P + thermostat)/P + pull_energy − pull_work; constant up
                       to the time step */
  double radius_of_gyration; /* Å, root mean square over atoms */
  double out_of_domain;      /* largest of the beads; NaN where the potential cannot say */
  double pull_energy;        /* eV, of the spring that pulls now; 0: none */
  double pull_work;          /* eV, done by the hand so far: taking hold, moving the target, letting go */
} BwEstimates;

typedef struct _BwDynamics BwDynamics;

/* positions: [n_atoms][3] (beads start together on it unless `spread`: then drawn from the free ring polymer
 * around it), or [n_beads][n_atoms][3] when n_given_beads == n_beads. Momenta are drawn from
 * Maxwell–Boltzmann at P·T. The forces of the start are computed here. References to atoms and potential are
 * taken. `cell` may be NULL. */
BwDynamics *bw_dynamics_new(BwAtoms *atoms, const BwCell *cell, BwPotential *potential,
                            const BwDynamicsSettings *settings, const double *positions, int n_given_beads,
                            gboolean spread, BwPool *pool, GError **error);
void bw_dynamics_free(BwDynamics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDynamics, bw_dynamics_free)

/* Sets the velocities of the beads, [n_beads][n_atoms][3] in Å/fs; the centre of mass is brought to rest
 * where the settings say so. */
void bw_dynamics_set_velocities(BwDynamics *self, const double *velocities);

/* One time step. On an error (NaN, the potential's own) the state is the one before the step. */
gboolean bw_dynamics_step(BwDynamics *self, BwPool *pool, GError **error);

/* Takes the step back that was just made. */
void bw_dynamics_undo_step(BwDynamics *self);

/* The current numbers; cheap, computed once per step when asked for. */
const BwEstimates *bw_dynamics_estimates(BwDynamics *self);

/* A spring between the centroid of one atom and a point that a hand moves: U = ½ k |q̄ − target|². */
typedef struct {
  int atom;
  double target[3]; /* Å, in the unwrapped coordinates of bw_dynamics_positions() */
  double stiffness; /* k, eV/Å²; far below m/Δt² */
} BwPull;

gboolean bw_pull_is_valid(const BwPull *pull, int n_atoms);

/* From the next step on, `pull` (copied; valid) instead of what pulled before; NULL: let go. Every bead feels
 * −k (q̄ − target). Taking hold, moving on and letting go change no position or momentum; the change of the
 * spring's energy is work of the hand. With com removal the centre of mass stays where it is: what the pull
 * would give to it is taken back from all atoms by their masses, a constraint that does no work. Time-step
 * errors aside, `conserved` stays what it was in every case. */
void bw_dynamics_set_pull(BwDynamics *self, const BwPull *pull);
const BwPull *bw_dynamics_get_pull(const BwDynamics *self); /* NULL: nobody pulls */

/* Views, valid until the next call that changes the dynamics. */
const double *bw_dynamics_positions(BwDynamics *self);     /* beads [n_beads][n_atoms][3], Å */
const double *bw_dynamics_momenta(BwDynamics *self);       /* beads, amu·Å/fs */
const double *bw_dynamics_forces(BwDynamics *self);        /* beads, eV/Å */
const double *bw_dynamics_energies(BwDynamics *self);      /* [n_beads], eV */
const double *bw_dynamics_out_of_domain(BwDynamics *self); /* [n_beads]; NaN where it is not known */
const double *bw_dynamics_centroid(BwDynamics *self);      /* [n_atoms][3], Å */
const double *bw_dynamics_gyration(BwDynamics *self);      /* [n_atoms] radius of gyration, Å */
const BwDynamicsSettings *bw_dynamics_get_settings(const BwDynamics *self);
BwAtoms *bw_dynamics_get_atoms(const BwDynamics *self);
const BwCell *bw_dynamics_get_cell(const BwDynamics *self); /* NULL: none */
BwPotential *bw_dynamics_get_potential(const BwDynamics *self);

/* Restart: the state to write, and the same put back (copied; sizes must match). Nobody pulls afterwards. */
const BwDynamicsState *bw_dynamics_get_state(const BwDynamics *self);
void bw_dynamics_set_state(BwDynamics *self, const BwDynamicsState *state);

/* Changes while it runs. The conserved quantity goes on without a step.
 *   - Temperature: momenta are rescaled by √(T′/T); the beads stay where they are.
 *   - Beads: the modes that both ring polymers have (0 < k < P/2 and their sines, in the sense of
 * ring-polymer contraction; Markland and Manolopoulos 2008) and the centroid keep positions and velocities,
 * the stiffer ones are drawn from the free ring polymer. On an error nothing has changed. */
gboolean bw_dynamics_change(BwDynamics *self, const BwDynamicsSettings *settings, BwPool *pool,
                            GError **error);
