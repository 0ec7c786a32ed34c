/* bw-plan.h - what a run will take, said before it is started. Numbers only: bw-scout.h measures the speed.
 */
#pragma once

#include "engine/engine.h"

typedef struct {
  int n_atoms;
  BwDynamicsSettings dynamics;
  double length; /* fs; 0: until it is stopped */
  gboolean twin; /* a classical one beside it, with a file of its own */
  gboolean recorded;
  BwRecordSettings record;
  guint64 model_bytes;     /* of its file */
  double steps_per_second; /* NaN: not known */
} BwPlanned;

/* Of a run with an open end all but the speed and the memory are those of one picosecond. */
typedef struct {
  gboolean open_end;
  double steps_per_second; /* NaN: not known; so is: */
  double seconds;          /* that it takes; of one that goes on: that are left */
  gboolean goes_on;
  guint64 file_bytes; /* 0: nothing is written */
  guint64 memory_bytes;
} BwPlan;

void bw_plan_init(BwPlan *plan, const BwPlanned *planned);

gint64 bw_plan_n_steps(const BwPlanned *planned); /* 0: open end */

/* The speed of a job, for a run of other beads: work goes with the number of geometries. */
double bw_plan_scale_speed(double steps_per_second, int n_beads, gboolean twin, const BwPlanned *planned);

/* "1 420 steps/s · 35 s · 120 MB file · 12 MB memory"; new string. */
char *bw_plan_describe(const BwPlan *plan);
