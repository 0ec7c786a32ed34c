#include "learning/check/units.h"

#include <math.h>

typedef struct {
  const char *name;
  double to_internal;
} Unit;

static const Unit energies[] = {
    {"eV", 1},     {"kcal/mol", BW_KCAL_PER_MOL}, {"kJ/mol", BW_KJ_PER_MOL}, {"Ha", BW_HARTREE},
    {"meV", 1e-3}, {"Ry", 0.5 * BW_HARTREE},
};

/* The usual ones first: where two are alike, those are meant. */
static const Unit forces[] = {
    {"eV/Å", 1},
    {"kcal/mol/Å", BW_KCAL_PER_MOL},
    {"Ha/bohr", BW_HARTREE / BW_BOHR},
    {"kJ/mol/Å", BW_KJ_PER_MOL},
    {"kJ/mol/nm", 0.1 * BW_KJ_PER_MOL},
    {"Ha/Å", BW_HARTREE},
    {"Ry/bohr", 0.5 * BW_HARTREE / BW_BOHR},
    {"eV/bohr", 1 / BW_BOHR},
    {"kcal/mol/bohr", BW_KCAL_PER_MOL / BW_BOHR},
    {"meV/Å", 1e-3},
};

enum { USUAL = 4 };
static const double TOLERANCE = 0.113; /* of the logarithm: 12 % */
static const double ROUGHLY = 0.69;    /* a factor of two */

static const Unit *nearest(const Unit *units, gsize n, double to_internal)
{
  const Unit *best = units;
  for (gsize i = 1; i < n; i++)
    if (fabs(log(to_internal / units[i].to_internal)) < fabs(log(to_internal / best->to_internal)))
      best = &units[i];
  return best;
}

static const char *name_of(const Unit *unit, double to_internal, double tolerance)
{
  return fabs(log(to_internal / unit->to_internal)) < tolerance ? unit->name : NULL;
}

const char *bw_check_energy_unit(double to_internal)
{
  return name_of(nearest(energies, G_N_ELEMENTS(energies), to_internal), to_internal, TOLERANCE);
}

const char *bw_check_force_unit(double to_internal)
{
  return name_of(nearest(forces, G_N_ELEMENTS(forces), to_internal), to_internal, TOLERANCE);
}

const char *bw_check_usual_force_unit(double to_internal)
{
  return name_of(nearest(forces, USUAL, to_internal), to_internal, ROUGHLY);
}
