/* pickle-value.h - the objects that the pickle reader knows, and the few calls that it imitates. */
#pragma once

#include <glib.h>

typedef enum {
  BW_PICKLE_NONE,
  BW_PICKLE_INT, /* and bool */
  BW_PICKLE_FLOAT,
  BW_PICKLE_TEXT,  /* UTF-8 */
  BW_PICKLE_BYTES, /* also Python 2's str */
  BW_PICKLE_LIST,  /* and tuple */
  BW_PICKLE_DICT,  /* items: key, value, key, value … */
  BW_PICKLE_FUNCTION,
  BW_PICKLE_DTYPE, /* a number's dtype: bytes hold its name, integer its byte order */
  BW_PICKLE_ARRAY, /* numpy.ndarray; item 0 is its only element once the state is known */
  BW_PICKLE_MARK,
} BwPickleKind;

typedef enum {
  BW_PICKLE_RECONSTRUCT, /* numpy.core.multiarray._reconstruct */
  BW_PICKLE_SCALAR,      /* numpy.core.multiarray.scalar */
  BW_PICKLE_NDARRAY,     /* numpy.ndarray */
  BW_PICKLE_NEW_DTYPE,   /* numpy.dtype */
  BW_PICKLE_ENCODE,      /* _codecs.encode: how protocol 2 spells bytes */
} BwPickleFunction;

typedef struct {
  BwPickleKind kind;
  BwPickleFunction function;
  gint64 integer;
  double number;
  const guint8 *bytes; /* in the input, or `owned` */
  gsize n_bytes;
  guint8 *owned;
  GPtrArray *items; /* not owned: the machine keeps every value until it ends */
} BwPickleValue;

void bw_pickle_value_free(gpointer value);

/* The string of a value that is TEXT (Latin-1 with \uXXXX and \UXXXXXXXX) or BYTES (\xXX, \n, \\ …). */
gboolean bw_pickle_unescape(BwPickleValue *value, const char *text, gsize n);

/* A function by module and name; FALSE when it is none of the above. */
gboolean bw_pickle_find_function(BwPickleValue *value, const char *module, gsize n_module, const char *name,
                                 gsize n_name);
/* Turns `result` into what the function would return; FALSE when the arguments are not what NumPy gives. */
gboolean bw_pickle_call(const BwPickleValue *function, const BwPickleValue *arguments, BwPickleValue *result);
/* __setstate__ of an array or a dtype. */
gboolean bw_pickle_set_state(BwPickleValue *value, const BwPickleValue *state);
/* See bw_pickle_read(). */
GVariant *bw_pickle_to_variant(const BwPickleValue *value);
