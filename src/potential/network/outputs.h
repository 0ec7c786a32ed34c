/* outputs.h - what a network predicts beside the energy and the forces: a head of its own for each quantity.
 *
 * With y_i the head's number for atom i, s a scale and e_Z an offset for each element, both taken from the
 * data, an output is
 *
 *   sum        Σ_i (s y_i + e_Z(i))                 energies, heat capacities: grows with the molecule
 *   mean       1/N Σ_i (s y_i + e_Z(i))             gaps, orbital energies: does not
 *   atoms      s y_i + e_Z(i)                       a number for each atom
 *   charges    q_i = s y_i + e_Z(i) + c             c the same for all atoms, so that Σ q_i = Q
 *   dipole     μ = Σ_i q_i (r_i − r₀)               r₀ the centre of mass
 *   magnitude  |μ|                                  QM9's mu
 *   extent     Σ_i (s y_i + e_Z(i)) |r_i − r₀|²     the electronic spatial extent ⟨R²⟩, QM9's r2
 *
 * as in SchNet's output modules, J. Chem. Theory Comput. 15, 448 (2019). Charges, dipole and magnitude of one
 * network are of the same charges, in e, whatever units they are told in. Q is the network's. Of an ion the
 * dipole depends on r₀: that of its labels must be about the centre of mass too (potential.h), where Q is
 * zero it may be about any point. */
#pragma once

#include "potential/network/network.h"
#include "system/dataset.h"

enum { BW_MAX_OUTPUTS = 32 };

typedef enum {
  BW_OUTPUT_SUM,
  BW_OUTPUT_MEAN,
  BW_OUTPUT_ATOMS,
  BW_OUTPUT_CHARGES,
  BW_OUTPUT_DIPOLE,
  BW_OUTPUT_MAGNITUDE,
  BW_OUTPUT_EXTENT,
  BW_N_OUTPUT_KINDS
} BwOutputKind;

struct _BwOutput {
  const char *name;  /* interned */
  const char *unit;  /* of what it predicts, interned; NULL: that of the labels, which do not say it */
  const char *label; /* what the data call it, interned; NULL: by its name, or a usual one */
  BwOutputKind kind;
  BwHead head;     /* charges, dipole and magnitude have the same */
  double scale;    /* s, > 0 */
  double *offsets; /* [n_elements] e_Z; owned; 0 of a dipole's charges */
};

/* "charges" */
const char *bw_output_kind_name(BwOutputKind kind);
/* One number for each atom, instead of for the molecule. */
gboolean bw_output_is_per_atom(const BwOutput *output);
/* It is made of charges: charges, dipole, magnitude. */
gboolean bw_output_has_charges(const BwOutput *output);
/* It is made of vectors from the centre of mass, which a periodic system does not have: dipole, magnitude,
 * extent. */
gboolean bw_output_has_centre(const BwOutput *output);
/* What one of its unit is in e, e·Å, eV …; 1 where it has no unit that is known. */
double bw_output_get_factor(const BwOutput *output);
/* 3 of a dipole, 1 of all others. */
int bw_output_get_n_components(const BwOutput *output);

/* Gives a network the heads that the group [outputs] of a description asks for, NAME = KIND UNIT [LABEL]
 * each, and `total_charge` in e; they are like the energy's head in size and activation. Without that group
 * it has its energy alone, with it the energy only as energy = sum eV. Call it right after the network was
 * made. Fails with ARGUMENT naming the output and what would be allowed. */
gboolean bw_network_read_outputs(BwNetwork *network, GKeyFile *description, GError **error);
/* Names of the outputs that a description asks for beside the energy, in the network's order. New. */
char **bw_network_list_outputs(GKeyFile *description);
/* Adds [outputs]. */
void bw_network_describe_outputs(const BwNetwork *network, GKeyFile *description);

/* The output on the tape, with features recorded before: [n_molecules][n_components], or [n_atoms][1]. Sum,
 * mean and atoms are without their offsets, which single precision could drown in. */
BwTensor *bw_output_record(const BwNetwork *network, const BwOutput *output, const BwNetworkRecord *record);
/* What the offsets of sum, mean and atoms add to a molecule whose atoms are these of the network's elements:
 * values[n_atoms] or values[1]; the others add 0. */
void bw_output_add_offsets(const BwOutput *output, const int *elements, int n_atoms, double *values);

/* What scale and offsets of a sum (or an energy: NULL) and an extent are for: atoms, or the squares of their
 * distances from the centre of mass in Å². counts[n_elements of the network] of each element (may be NULL);
 * returns how many in all, not less than 1. 1 of other kinds, whose counts are not touched. */
double bw_output_count(const BwNetwork *network, const BwOutput *output, const int *elements,
                       const double *positions, int n_atoms, double *counts);

/* A label of frame `frame` as the output predicts it: values[n_atoms] or [n_components] in the output's unit,
 * NaN where it is not known. A tensor counts as the third of its trace, a vector as its length where the
 * output is one number. FALSE without an error: the dataset does not have it. Fails with FORMAT where it is
 * of another shape, UNITS where it cannot be converted. */
gboolean bw_output_read_label(const BwOutput *output, const BwDataset *dataset, int frame, double *values,
                              GError **error);
/* The dataset's label for it; NULL: none. */
const BwLabel *bw_output_find_label(const BwOutput *output, const BwDataset *dataset);

void bw_outputs_free(BwOutput *outputs, int n);
