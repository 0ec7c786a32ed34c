#include "base/error.h"
#include "base/units.h"

#include <math.h>

#define AVOGADRO 6.02214076e23
#define CHARGE 1.602176634e-19 /* C */

static void test_parse(void)
{
  static const struct {
    const char *text;
    double factor;
    BwDimension dimension;
  } cases[] = {
      {"Å", 1, {.length = 1}},
      {"angstrom", 1, {.length = 1}},
      {"bohr", 0.529177210903, {.length = 1}},
      {"kcal/mol/Ang", 4184 / AVOGADRO / CHARGE, {.energy = 1, .length = -1}},
      {"kcal/(mol*Ang)", 4184 / AVOGADRO / CHARGE, {.energy = 1, .length = -1}},
      {"kcal mol-1 Å⁻¹", 4184 / AVOGADRO / CHARGE, {.energy = 1, .length = -1}},
      {"kcal/mol", 4184 / AVOGADRO / CHARGE, {.energy = 1}},
      {"kJ/mol/nm", 1000 / AVOGADRO / CHARGE / 10, {.energy = 1, .length = -1}},
      {"Ha/bohr", 27.211386245988 / 0.529177210903, {.energy = 1, .length = -1}},
      {"HARTREE/BOHR", 27.211386245988 / 0.529177210903, {.energy = 1, .length = -1}},
      {"eV/A^3", 1, {.energy = 1, .length = -3}},
      {"eV/Å**3", 1, {.energy = 1, .length = -3}},
      {"eV/Å3", 1, {.energy = 1, .length = -3}},
      {"eV·Å^-3", 1, {.energy = 1, .length = -3}},
      {"GPa", 1e9 * 1e-30 / CHARGE, {.energy = 1, .length = -3}},
      {"e·Å", 1, {.charge = 1, .length = 1}},
      {"D", 0.20819433, {.charge = 1, .length = 1}},
      {"e*bohr", 0.529177210903, {.charge = 1, .length = 1}},
      {"Å³", 1, {.length = 3}},
      {"Å²", 1, {.length = 2}},
      {"bohr^3", 0.529177210903 * 0.529177210903 * 0.529177210903, {.length = 3}},
      {"1/fs", 1, {.time = -1}},
      {"Å/ps", 1e-3, {.length = 1, .time = -1}},
      {"fs^-2", 1, {.time = -2}},
      {"cm-1", 1.239841984332e-4, {.energy = 1}},
      {"cm^-1", 1.239841984332e-4, {.energy = 1}},
      {"1/cm", 1.239841984332e-4, {.energy = 1}},
      {"cm⁻¹", 1.239841984332e-4, {.energy = 1}},
      {"meV", 1e-3, {.energy = 1}},
      {"eV/atom", 1, {.energy = 1}},
      {"g/mol", 1, {.mass = 1}},
      {"eV/Å*fs", 1, {.energy = 1, .length = -1, .time = 1}}, /* (eV/Å)·fs */
      {"eV/(Å*fs)/ps", 1e-3, {.energy = 1, .length = -1, .time = -2}},
      {"a0", 0.529177210903, {.length = 1}},
      {"m", 1e10, {.length = 1}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    BwUnit unit;
    g_autoptr(GError) error = NULL;
    g_test_message("%s", cases[i].text);
    gboolean ok = bw_unit_parse(cases[i].text, &unit, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    g_assert_true(fabs(unit.to_internal / cases[i].factor - 1) < 1e-8);
    g_assert_true(bw_dimension_equal(unit.dimension, cases[i].dimension));
  }
}

/* The commonest unit of force fields has exactly the constant's factor. */
static void test_exact(void)
{
  BwUnit unit;
  g_assert_true(bw_unit_parse("kcal/mol", &unit, NULL) && unit.to_internal == BW_KCAL_PER_MOL);
  g_assert_true(bw_unit_parse("kcal/mol/Ang", &unit, NULL) && unit.to_internal == BW_KCAL_PER_MOL);
  g_assert_true(bw_unit_parse("kJ/mol/Å", &unit, NULL) && unit.to_internal == BW_KJ_PER_MOL);
}

static void test_refused(void)
{
  static const char *const bad[] = {
      "",
      " ",
      "eVV",
      "eV/",
      "/eV",
      "eV//Å",
      "(eV",
      "eV)",
      "eV/()",
      "²",
      "\xc2",
      "\xff\xfe",
      "M",
      "MeV",
      "kcal/²",
      "eV/A^",
      "eV A_3",
      "*",
      "Å^^",
      "1/",
      "42",
      "eV\n",
      "eV;Å",
      "((((((((((eV))))))))))",
      "kcal9*kcal9*kcal9*kcal9",
      "Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å*Å",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    BwUnit unit;
    g_autoptr(GError) error = NULL;
    g_test_message("case %zu", i);
    g_assert_false(bw_unit_parse(bad[i], &unit, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
  }
}

static void test_parse_as(void)
{
  double factor;
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_unit_parse_as("atomic_unit", BW_DIMENSION_LENGTH, "length", &factor, NULL));
  g_assert_cmpfloat_with_epsilon(factor, BW_BOHR, 1e-12);
  g_assert_true(bw_unit_parse_as("a.u.", BW_DIMENSION_FORCE, "force", &factor, NULL));
  g_assert_cmpfloat_with_epsilon(factor, BW_HARTREE / BW_BOHR, 1e-9);
  g_assert_true(bw_unit_parse_as("atomic_unit", BW_DIMENSION_TIME, "time", &factor, NULL));
  g_assert_cmpfloat_with_epsilon(factor, 2.4188843265857e-2, 1e-12);
  g_assert_false(bw_unit_parse_as("eV", BW_DIMENSION_LENGTH, "length", &factor, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
}

static void test_constants_agree(void)
{
  g_assert_cmpfloat_with_epsilon(BW_KCAL_PER_MOL, 4184 / AVOGADRO / CHARGE, 1e-15);
  g_assert_cmpfloat_with_epsilon(BW_KJ_PER_MOL, 1000 / AVOGADRO / CHARGE, 1e-15);
  g_assert_cmpfloat_with_epsilon(BW_KB, 1.380649e-23 / CHARGE, 1e-18);
  g_assert_cmpfloat_with_epsilon(BW_HBAR, 6.62607015e-34 / (2 * G_PI) / CHARGE * 1e15, 1e-12);
  g_assert_cmpfloat_with_epsilon(BW_GPA, 1e9 * 1e-30 / CHARGE, 1e-15);
  g_assert_cmpfloat_with_epsilon(BW_WAVENUMBER, 6.62607015e-34 * 299792458.0 * 100 / CHARGE, 1e-13);
  g_assert_cmpfloat_with_epsilon(BW_TIME_UNIT, 1e-10 * sqrt(1.66053906660e-27 / CHARGE) * 1e15, 1e-7);
}

static void test_systems(void)
{
  BwUnitSystem units = {0};
  double length, energy, force, time;
  g_autoptr(GError) error = NULL;
  g_assert_true(bw_unit_system_parse("kcal", &units, NULL));
  g_assert_true(bw_unit_system_factors(&units, &length, &energy, &force, &time, NULL));
  g_assert_cmpfloat(length, ==, 1);
  g_assert_cmpfloat_with_epsilon(energy, BW_KCAL_PER_MOL, 1e-15);
  g_assert_cmpfloat_with_epsilon(force, BW_KCAL_PER_MOL, 1e-15);

  units = (BwUnitSystem){.energy = "Ha"};
  g_assert_true(bw_unit_system_parse("length=bohr,force=eV/Ang", &units, NULL));
  g_assert_cmpstr(units.energy, ==, "Ha");
  g_assert_true(bw_unit_system_factors(&units, &length, &energy, &force, &time, NULL));
  g_assert_cmpfloat(force, ==, 1);
  g_assert_cmpfloat(length, ==, BW_BOHR);

  g_assert_false(bw_unit_system_parse("length=eV", &units, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_UNITS);
  g_clear_error(&error);
  g_assert_false(bw_unit_system_parse("speed=1", &units, &error));
  g_clear_error(&error);
  g_assert_false(bw_unit_system_parse("nonsense", &units, &error));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/units/parse", test_parse);
  g_test_add_func("/units/exact", test_exact);
  g_test_add_func("/units/refused", test_refused);
  g_test_add_func("/units/parse-as", test_parse_as);
  g_test_add_func("/units/constants", test_constants_agree);
  g_test_add_func("/units/systems", test_systems);
  return g_test_run();
}
