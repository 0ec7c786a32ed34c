/* units.h - CODATA 2018 constants and the units that files and people use.
 *
 * Inside Beadwork: length Å, energy eV, mass amu, time fs, charge e, temperature K, and products of these
 * (force eV/Å, pressure eV/Å³). Only the integrator uses its own time, Å·√(amu/eV), so that F = m a has no
 * factor. */
#pragma once

#include <glib.h>

#define BW_KB 8.617333262145179e-5                /* Boltzmann constant, eV/K */
#define BW_HBAR 6.582119569509067e-1              /* reduced Planck constant, eV fs */
#define BW_BOHR 0.529177210903                    /* Å */
#define BW_HARTREE 27.211386245988                /* eV */
#define BW_KCAL_PER_MOL 4.3364104241800934e-2     /* thermochemical calorie (4.184 J) per mole, eV */
#define BW_KJ_PER_MOL 1.0364269656262174e-2       /* eV */
#define BW_ELECTRON_MASS 5.48579909065e-4         /* amu */
#define BW_TIME_UNIT 10.180505710759413           /* fs per Å·√(amu/eV) */
#define BW_HBAR_INTERNAL (BW_HBAR / BW_TIME_UNIT) /* ħ in eV · Å·√(amu/eV) */
#define BW_WAVENUMBER 1.239841984332e-4           /* eV per cm⁻¹ */
#define BW_DEBYE 0.20819433                       /* e·Å */
#define BW_GPA 6.241509074460763e-3               /* eV/Å³ */

/* Exponents of the base dimensions of a unit; energy is a base of its own. */
typedef struct {
  signed char length, energy, time, mass, charge, temperature;
} BwDimension;

#define BW_DIMENSION_LENGTH ((BwDimension){.length = 1})
#define BW_DIMENSION_ENERGY ((BwDimension){.energy = 1})
#define BW_DIMENSION_FORCE ((BwDimension){.energy = 1, .length = -1})
#define BW_DIMENSION_TIME ((BwDimension){.time = 1})

typedef struct {
  double to_internal; /* multiply a value in this unit by it to get Beadwork's unit */
  BwDimension dimension;
} BwUnit;

/* Reads a unit such as "Ang", "Å", "kcal/mol/Ang", "eV/A^3", "kJ mol-1 nm-1", "ps". Products are written with
 * '*', '.', '·' or a blank, quotients with '/', powers with '^', '**', a superscript or a trailing digit;
 * case matters only where it tells m from M. Fails with BW_ERROR_UNITS and the names that are known. */
gboolean bw_unit_parse(const char *text, BwUnit *unit, GError **error);

/* The same, and the unit must measure `dimension`; "energy" and the like in `what` go into the message. Here
 * "atomic_unit" and "a.u." are read too: they name a unit only once the dimension is known. */
gboolean bw_unit_parse_as(const char *text, BwDimension dimension, const char *what, double *to_internal,
                          GError **error);

gboolean bw_dimension_equal(BwDimension a, BwDimension b);

/* The units in which one file, dataset or model speaks. Strings are static or interned; never freed. */
typedef struct {
  const char *length; /* "Å" */
  const char *energy; /* "kcal/mol" */
  const char *force;  /* "kcal/mol/Å"; NULL: energy/length */
  const char *time;   /* "fs" */
} BwUnitSystem;

/* Parses what `--units` takes: a named convention ("metal", "kcal", "atomic", "ev") or a comma list
 * "length=Ang,energy=kcal/mol,force=kcal/mol/Ang,time=fs". Fields that are not named keep their value in
 * *units. */
gboolean bw_unit_system_parse(const char *text, BwUnitSystem *units, GError **error);

/* Factors to Beadwork's units; any pointer may be NULL. */
gboolean bw_unit_system_factors(const BwUnitSystem *units, double *length, double *energy, double *force,
                                double *time, GError **error);
