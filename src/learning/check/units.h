/* units.h - which unit numbers are in, told from how large they came out. */
#pragma once

#include "base/units.h"

/* The unit of energy, or of force, of which `to_internal` is one within 12 %; NULL: none that is used. */
const char *bw_check_energy_unit(double to_internal);
const char *bw_check_force_unit(double to_internal);

/* The same from a measurement that is good to a factor of two, among the units that are used most. */
const char *bw_check_usual_force_unit(double to_internal);
