/* xyz-units.h - in which units an XYZ frame is: what the user told, what the frame says, or what is assumed.
 */
#pragma once

#include "base/units.h"

typedef struct {
  BwUnitSystem units;
  double length, energy, force, time; /* factors to Beadwork's units */
  gboolean said;                      /* by the frame itself */
} BwXyzUnits;

/* For the frames of one file, which mostly say the same: the last answer is kept. */
typedef struct {
  BwUnitSystem told; /* fields NULL: not told */
  GMutex mutex;      /* guards what follows */
  gboolean any;
  char *said;
  const char *energy;
  BwXyzUnits last;
} BwXyzUnitRules;

void bw_xyz_unit_rules_init(BwXyzUnitRules *rules, const BwUnitSystem *told);
void bw_xyz_unit_rules_clear(BwXyzUnitRules *rules);

/* `said`: the value of units= in the comment line, NULL without; one that is no system of units counts for
 * nothing. `energy`: the unit of energy that is assumed. */
gboolean bw_xyz_unit_rules_apply(BwXyzUnitRules *rules, const char *said, const char *energy,
                                 BwXyzUnits *units, GError **error);
