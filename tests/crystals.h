/* crystals.h - small crystals with all their symmetries, for tests and benchmarks. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct {
  int n_atoms, n_permutations;
  int *perms;        /* [n_permutations][n_atoms] */
  double *positions; /* [n_atoms][3] */
  double cell[3][3]; /* rows are vectors */
} Crystal;

static inline void crystal_clear(Crystal *crystal)
{
  g_free(crystal->perms);
  g_free(crystal->positions);
}

static inline int crystal_wrap(int i, int n)
{
  return (i % n + n) % n;
}

/* sites[n_atoms][3] are integers modulo `period`; adds every site ↦ operation · site + site difference. */
static inline void crystal_add_operations(Crystal *crystal, const int (*sites)[3],
                                          const int (*operations)[3][3], int n_operations,
                                          const int period[3])
{
  int n = crystal->n_atoms;
  crystal->perms = g_renew(int, crystal->perms, (gsize)n_operations *n *n);
  for (int o = 0; o < n_operations; o++)
    for (int origin = 0; origin < n; origin++) { /* the translation that puts site 0 there */
      int *perm = crystal->perms + (gsize)crystal->n_permutations * n, n_found = 0;
      int shift[3];
      for (int c = 0; c < 3; c++) {
        shift[c] = sites[origin][c];
        for (int k = 0; k < 3; k++)
          shift[c] -= operations[o][c][k] * sites[0][k];
      }
      for (int i = 0; i < n; i++) {
        int image[3];
        for (int c = 0; c < 3; c++) {
          image[c] = shift[c];
          for (int k = 0; k < 3; k++)
            image[c] += operations[o][c][k] * sites[i][k];
          image[c] = crystal_wrap(image[c], period[c]);
        }
        for (int j = 0; j < n; j++)
          if (memcmp(sites[j], image, sizeof image) == 0)
            perm[i] = j, n_found++;
      }
      crystal->n_permutations += n_found == n;
    }
}

/* n³ cubic cells of a body-centred crystal: 2 n³ atoms, 96 n³ symmetries; of side a. */
static inline Crystal crystal_bcc(int n, double a)
{
  static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  Crystal crystal = {.n_atoms = 2 * n * n * n};
  int(*sites)[3] = g_malloc(sizeof *sites * crystal.n_atoms), operations[48][3][3] = {{{0}}};
  crystal.positions = g_new(double, 3 * crystal.n_atoms);
  for (int i = 0; i < crystal.n_atoms; i++)
    for (int c = 0; c < 3; c++) {
      const int cell[3] = {i / 2 / (n * n), i / 2 / n % n, i / 2 % n};
      sites[i][c] = 2 * cell[c] + i % 2;
      crystal.positions[3 * i + c] = sites[i][c] * a / 2;
    }
  for (int o = 0; o < 48; o++)
    for (int c = 0; c < 3; c++)
      operations[o][c][orders[o / 8][c]] = o >> c & 1 ? -1 : 1;
  crystal_add_operations(&crystal, (const int(*)[3])sites, (const int(*)[3][3])operations, 48,
                         (const int[]){2 * n, 2 * n, 2 * n});
  for (int c = 0; c < 3; c++)
    crystal.cell[c][c] = n * a;
  g_free(sites);
  return crystal;
}

/* n × n cells of a honeycomb sheet with lattice constant a: 2 n² atoms, 12 n² symmetries; the first
 * n_operations (1: translations alone, 6: rotations, 12) of each. */
static inline Crystal crystal_graphene(int n, double a, int n_operations)
{
  Crystal crystal = {.n_atoms = 2 * n * n};
  int(*sites)[3] = g_malloc0(sizeof *sites * crystal.n_atoms), operations[12][3][3] = {{{0}}};
  crystal.positions = g_new0(double, 3 * crystal.n_atoms);
  for (int i = 0; i < crystal.n_atoms; i++) {
    sites[i][0] = 3 * (i / 2 / n) + 1 + i % 2; /* thirds of the lattice vectors, 120° apart */
    sites[i][1] = 3 * (i / 2 % n) + 2 - i % 2;
    crystal.positions[3 * i] = a / 3 * (sites[i][0] - 0.5 * sites[i][1]);
    crystal.positions[3 * i + 1] = a / 3 * sqrt(0.75) * sites[i][1];
  }
  int turn[2][2] = {{1, 0}, {0, 1}};
  for (int o = 0; o < 6; o++) {
    for (int c = 0; c < 2; c++)
      for (int k = 0; k < 2; k++) {
        operations[o][c][k] = turn[c][k];
        operations[o + 6][1 - c][k] = turn[c][k]; /* then x ↔ y */
      }
    operations[o][2][2] = operations[o + 6][2][2] = 1;
    for (int k = 0; k < 2; k++) { /* by 60°: (x, y) ↦ (x − y, x) */
      int x = turn[0][k], y = turn[1][k];
      turn[0][k] = x - y, turn[1][k] = x;
    }
  }
  crystal_add_operations(&crystal, (const int(*)[3])sites, (const int(*)[3][3])operations, n_operations,
                         (const int[]){3 * n, 3 * n, 1});
  crystal.cell[0][0] = n * a, crystal.cell[1][0] = -0.5 * n * a, crystal.cell[1][1] = sqrt(0.75) * n * a;
  crystal.cell[2][2] = 20;
  g_free(sites);
  return crystal;
}

/* Adds n atoms whose permutations perms[n_perms][n] are independent of the crystal's; positions[n][3]. */
static inline void crystal_add_molecule(Crystal *crystal, int n, const double *positions, const int *perms,
                                        int n_perms)
{
  int n_all = crystal->n_atoms + n, n_before = crystal->n_permutations;
  int *all = g_new(int, (gsize)n_before *n_perms *n_all), *perm = all;
  for (int p = 0; p < n_before; p++)
    for (int q = 0; q < n_perms; q++, perm += n_all) {
      memcpy(perm, crystal->perms + (gsize)p * crystal->n_atoms, sizeof(int) * crystal->n_atoms);
      for (int i = 0; i < n; i++)
        perm[crystal->n_atoms + i] = crystal->n_atoms + perms[q * n + i];
    }
  crystal->positions = g_renew(double, crystal->positions, 3 * n_all);
  memcpy(crystal->positions + 3 * crystal->n_atoms, positions, sizeof(double) * 3 * n);
  g_free(crystal->perms);
  crystal->perms = all;
  crystal->n_atoms = n_all;
  crystal->n_permutations = n_before * n_perms;
}

/* [n_permutations][D] */
static inline int *crystal_pairs(const Crystal *crystal)
{
  int n = crystal->n_atoms, size = n * (n - 1) / 2;
  int *pairs = g_new(int, (gsize)crystal->n_permutations *size), *out = pairs;
  for (int p = 0; p < crystal->n_permutations; p++)
    for (int i = 1; i < n; i++)
      for (int j = 0; j < i; j++) {
        int a = crystal->perms[(gsize)p * n + i], b = crystal->perms[(gsize)p * n + j];
        *out++ = MAX(a, b) * (MAX(a, b) - 1) / 2 + MIN(a, b);
      }
  return pairs;
}
