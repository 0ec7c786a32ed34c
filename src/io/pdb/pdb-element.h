/* pdb-element.h - which element an ATOM or HETATM record of PDB means. */
#pragma once

#include <glib.h>

/* record: 80 columns, padded with blanks. Columns 77–78 where they name an element; otherwise the atom's
 * name, whose element ends in column 14: " CA " is a carbon, "CA  " calcium where the record is no part of a
 * chain. */
int bw_pdb_element(const char *record, double *mass);
