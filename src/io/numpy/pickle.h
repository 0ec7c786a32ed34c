/* pickle.h - the few Python objects that NumPy archives hold, read without Python.
 *
 * A pickle is a program for a stack machine that may call any function. This reader knows its opcodes (all of
 * protocols 0 to 5) and builds None, numbers, strings, bytes, tuples, lists and dicts; of calls it knows only
 * those that make a NumPy array, scalar or dtype (and bytes in protocol 2), which it imitates. Nothing is
 * looked up, imported or executed, and memory stays proportional to the input. */
#pragma once

#include <glib.h>

/* (transfer full): x, d or s for a number or string (also of a NumPy scalar, and of an array with one
 * element), a{sd} for a dict of names to numbers, () for None. NULL for anything else, and for what is
 * malformed. */
GVariant *bw_pickle_read(const guint8 *bytes, gsize n_bytes);

/* What NumPy stores for a 0-d object array of None, or of a dict of n names to numbers: opened by
 * numpy.load(…, allow_pickle=True) of NumPy 1 and 2. */
GByteArray *bw_pickle_write_none(void);
GByteArray *bw_pickle_write_dict(const char *const *keys, const double *values, int n);
