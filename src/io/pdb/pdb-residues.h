/* pdb-residues.h - where in a chain the atoms of a PDB file are: columns 18 to 27, as quantities of atoms
 * under the names that ASE gives them (residuenames, residuenumbers) and their like (chains, insertioncodes).
 */
#pragma once

#include "system/frame.h"

typedef struct {
  GString *names, *chains, *codes; /* one word per atom, "-" where there is none */
  double *numbers;                 /* [n_atoms] */
  gboolean has_names, has_chains, has_codes, has_numbers;
} BwPdbResidues;

void bw_pdb_residues_init(BwPdbResidues *residues, int n_atoms);
void bw_pdb_residues_clear(BwPdbResidues *residues);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwPdbResidues, bw_pdb_residues_clear)

/* The next atom's record of 80 columns. */
void bw_pdb_residues_read(BwPdbResidues *residues, int atom, const char *record);
/* What any atom has becomes a property. */
void bw_pdb_residues_add_to(BwPdbResidues *residues, BwFrame *frame);

/* Columns 18 to 27 of every atom, ten characters each, from such properties; free with g_free(). */
char *bw_pdb_residue_columns(const BwFrame *frame);
