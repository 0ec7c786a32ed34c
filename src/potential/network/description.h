/* description.h - settings as keys of a key file: one table says how each is read, checked and written. */
#pragma once

#include "autodiff/operations.h"

typedef enum { BW_KEY_COUNT, BW_KEY_NUMBER, BW_KEY_SWITCH, BW_KEY_CHOICE } BwKeyKind;

/* A field of a struct of settings: an int, a double, a gboolean, or an enum whose values are numbers of
 * `choices`. */
typedef struct {
  const char *name;
  BwKeyKind kind;
  gsize offset;
  double smallest, largest;   /* of counts and numbers */
  const char *const *choices; /* NULL-terminated */
} BwKey;

/* By BwActivation: "ssp", "silu", … */
extern const char *const bw_activation_names[];

/* Sets what the group says; what it does not say stays as it is. Fails with ARGUMENT naming a value that is
 * not allowed and what would be, or a key that is neither in the table nor `other` (may be NULL). */
gboolean bw_description_read(GKeyFile *file, const char *group, const char *other, const BwKey *keys,
                             int n_keys, gpointer settings, GError **error);
/* All of them. */
void bw_description_write(GKeyFile *file, const char *group, const BwKey *keys, int n_keys,
                          gconstpointer settings);
