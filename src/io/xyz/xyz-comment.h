/* xyz-comment.h - the second line of an XYZ frame: key=value pairs as extended XYZ has them, and as people
 * and programs write them into plain XYZ ("i = 10, time = 5.0, E = -12.3", "energy: -5.07 gnorm: 0.0004
 * xtb: 6.4.1"). */
#pragma once

#include "system/frame.h"

typedef struct {
  const char *key; /* into the line */
  gsize key_length;
  const char *text; /* the value without its quotes or brackets, into the line */
  gsize text_length;
  gboolean is_number; /* one or more numbers or booleans */
  BwPropertyType type;
  guint first, n; /* numbers[first … first + n − 1] */
} BwXyzEntry;

typedef struct {
  GArray *entries;        /* of BwXyzEntry, in the order of the line */
  GArray *numbers;        /* of double */
  gboolean extended;      /* has Properties or Lattice: words without a value are flags that are set */
  gboolean has_free_text; /* not extended, and there are words that belong to no pair */
} BwXyzComment;

/* Into a comment that is zeroed or was parsed before. `line` is terminated and must outlive it. Fails
 * (without a place) when an extended line has a quote or bracket that does not end; a plain one is then free
 * text. */
gboolean bw_xyz_comment_parse(BwXyzComment *comment, const char *line, GError **error);
void bw_xyz_comment_clear(BwXyzComment *comment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwXyzComment, bw_xyz_comment_clear)

/* NULL when there is none; case does not matter. */
const BwXyzEntry *bw_xyz_comment_find(const BwXyzComment *comment, const char *key);
gboolean bw_xyz_entry_is(const BwXyzEntry *entry, const char *key);
const double *bw_xyz_entry_numbers(const BwXyzComment *comment, const BwXyzEntry *entry);

/* The value as text, backslashes resolved, valid UTF-8. */
char *bw_xyz_entry_dup_text(const BwXyzEntry *entry);
