/* frames.h - trajectories that tests of formats open, and what their frames say. */
#pragma once

#include "io/formats.h"
#include "temporary.h"

/* Whole, from a text in a file of that name. */
static inline BwTrajectory *open_text_as(const BwFormat *format, const char *name, const char *text,
                                         const BwUnitSystem *units)
{
  g_autofree char *path = temporary_file(name, text, -1);
  g_autoptr(GError) error = NULL;
  BwTrajectory *trajectory = format->open_trajectory(path, units, &error);
  g_assert_no_error(error);
  bw_trajectory_wait(trajectory, NULL, &error);
  g_assert_no_error(error);
  return trajectory;
}

static inline BwFrame *read_frame(BwTrajectory *trajectory, gint64 index)
{
  g_autoptr(GError) error = NULL;
  BwFrame *frame = bw_trajectory_read(trajectory, index, &error);
  g_assert_no_error(error);
  return frame;
}

static inline double number(const BwFrame *frame, const char *name, int component)
{
  const BwProperty *property = bw_frame_find(frame, name);
  g_assert_nonnull(property);
  g_assert_nonnull(property->values);
  g_assert_cmpint(component, <, property->n_rows * property->n_components);
  return property->values[component];
}

static inline const char *text_of(const BwFrame *frame, const char *name)
{
  const BwProperty *property = bw_frame_find(frame, name);
  g_assert_nonnull(property);
  return property->text;
}
