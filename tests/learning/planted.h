/* planted.h - labelled frames in which nothing is wrong, to plant a flaw in, and what the check finds then.
 */
#pragma once

#include "base/random.h"
#include "base/units.h"
#include "base/vec3.h"
#include "learning/check/check.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 80, ATOMS = 5, SIZE = 3 * ATOMS };

static inline double random_number(guint64 index)
{
  return 2 * bw_random_uniform(11, BW_STREAM_TEST, 0, index) - 1;
}

/* Every pair of atoms on a spring of its own: E = ½ Σ k (r − r₀)², eV. */
static inline void label(const double *positions, double *energy, double *forces)
{
  const double lengths[] = {1.0, 1.0, 1.65, 1.4, 2.0, 2.05, 2.4, 2.35, 1.9, 1.0};
  *energy = 0;
  memset(forces, 0, sizeof(double) * SIZE);
  for (int i = 1, p = 0; i < ATOMS; i++)
    for (int j = 0; j < i; j++, p++) {
      double d[3];
      bw_sub3(positions + 3 * i, positions + 3 * j, d);
      double r = bw_norm3(d), stretch = r - lengths[p], k = lengths[p] < 1.5 ? 20 : 5;
      *energy += 0.5 * k * stretch * stretch;
      for (int c = 0; c < 3; c++) {
        forces[3 * i + c] -= k * stretch * d[c] / r;
        forces[3 * j + c] += k * stretch * d[c] / r;
      }
    }
}

/* Methanimine-like NH₂–C–H, with some thermal motion. */
static inline GPtrArray *make_frames(int n)
{
  const int numbers[ATOMS] = {7, 1, 1, 6, 1};
  const double start[SIZE] = {0, 0, 0, 0.55, 0.83, 0, 0.55, -0.83, 0, -1.4, 0, 0, -1.95, 0.82, 0.2};
  GPtrArray *frames = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  BwAtoms *atoms = bw_atoms_new(ATOMS, numbers, NULL, NULL);
  for (int f = 0; f < n; f++) {
    BwFrame *frame = bw_frame_new(atoms, 1);
    double *energy = bw_frame_add_frame_values(frame, "energy", "eV", 1)->values;
    double *forces = bw_frame_add_atom_values(frame, "forces", "eV/Å", 3)->values;
    for (int k = 0; k < SIZE; k++)
      frame->positions[k] = start[k] + 0.08 * random_number((guint64)f * 100 + k);
    label(frame->positions, energy, forces);
    *energy -= 100;
    g_ptr_array_add(frames, frame);
  }
  bw_atoms_unref(atoms);
  return frames;
}

static inline BwFrame *nth(GPtrArray *frames, int f)
{
  return frames->pdata[f];
}

static inline double *energy_of(GPtrArray *frames, int f)
{
  return bw_frame_find(nth(frames, f), "energy")->values;
}

static inline double *forces_of(GPtrArray *frames, int f)
{
  return bw_frame_find(nth(frames, f), "forces")->values;
}

static inline void copy_frame(GPtrArray *frames, int from, int to)
{
  memcpy(nth(frames, to)->positions, nth(frames, from)->positions, sizeof(double) * SIZE);
  memcpy(forces_of(frames, to), forces_of(frames, from), sizeof(double) * SIZE);
  *energy_of(frames, to) = *energy_of(frames, from);
}

static inline BwTrajectory *as_trajectory(GPtrArray *frames)
{
  return bw_trajectory_new_in_memory(frames, "planted.xyz", "extxyz");
}

/* Takes the frames. */
static inline BwCheck *check(GPtrArray *frames)
{
  g_autoptr(BwTrajectory) trajectory = as_trajectory(frames);
  g_autoptr(GError) error = NULL;
  BwCheck *found = bw_check_trajectory(trajectory, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < found->flaws->len; i++) {
    const BwFlaw *flaw = found->flaws->pdata[i];
    g_test_message("%s: %s (%s)", bw_severity_name(flaw->severity), flaw->message, flaw->remedy);
    g_assert_true(g_utf8_validate(flaw->message, -1, NULL));
  }
  return found;
}

static inline const BwFlaw *nth_flaw(const BwCheck *found, guint i)
{
  g_assert_cmpuint(i, <, found->flaws->len);
  return found->flaws->pdata[i];
}

/* The only finding above a notice is this one. */
static inline const BwFlaw *only(const BwCheck *found, BwFlawKind kind, BwSeverity severity, gint64 frame)
{
  const BwFlaw *flaw = nth_flaw(found, 0);
  g_assert_cmpstr(bw_flaw_kind_name(flaw->kind), ==, bw_flaw_kind_name(kind));
  g_assert_cmpint(flaw->severity, ==, severity);
  g_assert_cmpint(flaw->frame, ==, frame);
  g_assert_cmpint(found->n_errors + found->n_warnings, ==, 1);
  g_assert_nonnull(flaw->remedy);
  return flaw;
}
