/* h5md-units.h - units as H5MD writes them: factors with blanks between, powers as signed numbers behind:
 * "kcal mol-1 Angstrom-1". */
#pragma once

#include "base/units.h"

/* In Beadwork's notation, which bw_unit_parse() reads; free with g_free(). */
char *bw_h5md_unit_read(const char *unit);

/* From Beadwork's notation, in ASCII; NULL for NULL. Free with g_free(). */
char *bw_h5md_unit_write(const char *unit);
