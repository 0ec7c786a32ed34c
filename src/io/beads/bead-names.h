/* bead-names.h - the names of i-PI's bead files: STEM.pos_0.xyz … STEM.pos_31.xyz, or with zeros in front
 * (STEM.pos_00.xyz), which of both is seen from what is there. */
#pragma once

#include <glib.h>

typedef struct {
  char *stem;      /* with its folder, up to the quantity: "runs/sim." */
  char *extension; /* ".xyz", ".pdb", maybe with ".gz" */
  int width;       /* digits where they are padded with zeros; 1: they are not */
} BwBeadNames;

/* FALSE when the name is none of a bead file of positions. Looks into the folder where the name alone does
 * not say how numbers are written. */
gboolean bw_bead_names_parse(BwBeadNames *names, const char *path);
void bw_bead_names_clear(BwBeadNames *names);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwBeadNames, bw_bead_names_clear)

/* The path of one bead; quantity: "pos", "frc", "vel", "mom". */
char *bw_bead_names_path(const BwBeadNames *names, const char *quantity, int bead);

/* How many beads the files in the folder tell of: one more than the largest number among them. */
int bw_bead_names_count(const BwBeadNames *names);
