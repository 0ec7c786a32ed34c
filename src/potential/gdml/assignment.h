/* assignment.h - the linear assignment problem, by shortest augmenting paths in O(n³) (Hungarian method). */
#pragma once

/* column_of[row] such that Σ_row cost[row][column_of[row]] is smallest. cost: [n][n], finite. */
void bw_assign(const double *cost, int n, int *column_of);
