/* xyz-layout.h - what the columns of an XYZ frame are: "Properties=species:S:1:pos:R:3:forces:R:3". */
#pragma once

#include "system/frame.h"

typedef enum {
  BW_COLUMN_SPECIES,  /* S: symbols */
  BW_COLUMN_NUMBER,   /* I: atomic numbers, where there are no symbols */
  BW_COLUMN_POSITION, /* R:3 */
  BW_COLUMN_MASS,     /* R:1 */
  BW_COLUMN_VALUES,   /* R, I or L of any width */
  BW_COLUMN_LABEL,    /* S:1: names beside the elements */
  BW_COLUMN_WORDS,    /* S of any width */
} BwColumnRole;

typedef struct {
  const char *name; /* interned */
  BwColumnRole role;
  BwPropertyType type;
  int width;
} BwXyzColumn;

typedef struct {
  gatomicrefcount refs;
  char *text;  /* of Properties; NULL for plain XYZ */
  int n_extra; /* of plain XYZ */
  int n_columns;
  BwXyzColumn *columns;
  gboolean strict; /* a row has these columns and no more */
} BwXyzLayout;

/* From the value of Properties. Fails (without a place) and says which column is wrong. */
BwXyzLayout *bw_xyz_layout_parse(const char *text, gsize n, GError **error);
/* Symbol and position, and what numbers more there are as "extra". */
BwXyzLayout *bw_xyz_layout_plain(int n_extra);

BwXyzLayout *bw_xyz_layout_ref(BwXyzLayout *layout);
void bw_xyz_layout_unref(BwXyzLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwXyzLayout, bw_xyz_layout_unref)
