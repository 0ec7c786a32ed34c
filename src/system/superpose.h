/* superpose.h - the rotation that lays one geometry upon another. */
#pragma once

/* rotation · (from − its centre) comes closest to (to − its centre), by the sum of weighted squares (Horn
 * 1987). from, to: [n][3]; weights[n] > 0, as the masses are: centres are then centres of mass. Of fewer than
 * two places it is the identity. */
void bw_superpose(const double *from, const double *to, const double *weights, int n, double rotation[3][3]);
