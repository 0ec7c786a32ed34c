#include "potential/potential.h"
#include "base/elements.h"
#include "base/error.h"

#include <math.h>

void bw_potential_init(BwPotential *self, const BwPotentialClass *klass, const char *method, const char *name)
{
  self->klass = klass;
  g_atomic_ref_count_init(&self->refs);
  self->method = g_intern_string(method);
  self->name = g_strdup(name);
  self->length_unit = "Å";
  self->energy_unit = "eV";
  self->force_error = NAN;
}

BwPotential *bw_potential_ref(BwPotential *self)
{
  g_atomic_ref_count_inc(&self->refs);
  return self;
}

void bw_potential_unref(BwPotential *self)
{
  if (!self || !g_atomic_ref_count_dec(&self->refs))
    return;
  if (self->klass->finalize)
    self->klass->finalize(self);
  g_clear_pointer(&self->atoms, bw_atoms_unref);
  g_free(self->name);
  g_free(self->path);
  g_free(self->theory);
  g_free(self->properties);
  g_free(self->atomic_properties);
  g_free(self);
}

/* The same elements in another order. */
static gboolean is_reordered(const BwAtoms *expected, const int *numbers)
{
  int surplus[BW_N_ELEMENTS] = {0};
  for (int i = 0; i < expected->n_atoms; i++) {
    if (numbers[i] < 0 || numbers[i] >= BW_N_ELEMENTS)
      return FALSE;
    surplus[expected->numbers[i]]++;
    surplus[numbers[i]]--;
  }
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    if (surplus[z] != 0)
      return FALSE;
  return TRUE;
}

static gboolean fail_other_system(const BwPotential *self, int n_atoms, const int *numbers, GError **error)
{
  const BwAtoms *expected = self->atoms;
  g_autofree char *formula = bw_atoms_formula(expected);
  if (expected->n_atoms != n_atoms)
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, self->path,
        "the model describes %s with %d atoms, the structure has %d; choose the model of this system",
        formula, expected->n_atoms, n_atoms);
  if (!is_reordered(expected, numbers))
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, self->path,
        "the model describes %s, the structure has other elements; choose the model of this system", formula);
  int i = 0;
  while (numbers[i] == expected->numbers[i])
    i++;
  return bw_fail_file(
      error, BW_ERROR_ARGUMENT, self->path,
      "atom %d is %s in the structure and %s in the model; bring the atoms into the model's order", i,
      bw_element(numbers[i])->symbol, bw_element(expected->numbers[i])->symbol);
}

/* Elements that the model has not seen. */
static gboolean check_elements(const BwPotential *self, int n_atoms, const int *numbers, GError **error)
{
  for (int i = 0; i < n_atoms; i++) {
    int e = 0;
    while (e < self->n_elements && self->elements[e] != numbers[i])
      e++;
    if (e < self->n_elements)
      continue;
    g_autofree char *known = bw_elements_describe(self->elements, self->n_elements);
    return bw_fail_file(error, BW_ERROR_ARGUMENT, self->path,
                        "atom %d is %s, an element that the model has not seen (it knows %s); choose a model "
                        "of data with %s, or train one",
                        i, bw_element(numbers[i])->symbol, known, bw_element(numbers[i])->symbol);
  }
  return TRUE;
}

static gboolean check_numbers(const BwPotential *self, int n_atoms, const int *numbers, GError **error)
{
  if (self->elements && !check_elements(self, n_atoms, numbers, error))
    return FALSE;
  if (!self->atoms || (self->atoms->n_atoms == n_atoms &&
                       memcmp(numbers, self->atoms->numbers, (gsize)n_atoms * sizeof *numbers) == 0))
    return TRUE;
  return fail_other_system(self, n_atoms, numbers, error);
}

gboolean bw_potential_check_atoms(const BwPotential *self, const BwAtoms *atoms, GError **error)
{
  return check_numbers(self, atoms->n_atoms, atoms->numbers, error);
}

static gboolean check_wishes(const BwPotential *self, const BwEvaluation *out, GError **error)
{
  if ((self->can & BW_HAS_NO_ENERGY) && (out->energies || out->forces))
    return bw_fail_file(
        error, BW_ERROR_UNSUPPORTED, self->path,
        "predicts properties alone, neither energies nor forces; choose a model that has an energy");
  const struct {
    gboolean wanted, can;
    const char *name;
  } wishes[] = {
      {out->virials != NULL, self->can & BW_CAN_VIRIAL, "the virial"},
      {out->atomic_energies != NULL, self->can & BW_CAN_ATOMIC_ENERGIES, "energies of atoms"},
      {out->charges != NULL, self->can & BW_CAN_CHARGES, "charges of atoms"},
      {out->dipoles != NULL, self->can & BW_CAN_DIPOLES, "dipole moments"},
      {out->properties != NULL, self->n_properties > 0, "other properties"},
      {out->atomic_properties != NULL, self->n_atomic_properties > 0, "other properties of atoms"},
      {out->out_of_domain != NULL, self->can & BW_CAN_OUT_OF_DOMAIN, "a distance from its training set"},
  };
  const char *missing = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++)
    if (wishes[i].wanted && !wishes[i].can)
      missing = wishes[i].name;
  if (!missing)
    return TRUE;
  return bw_fail_file(error, BW_ERROR_UNSUPPORTED, self->path, "%s models do not give %s", self->method,
                      missing);
}

static gboolean check_answers(const BwPotential *self, const BwReplicas *in, const BwEvaluation *out,
                              GError **error)
{
  for (int r = 0; r < in->n_replicas; r++) {
    if (out->energies && !isfinite(out->energies[r]))
      return bw_fail_file(error, BW_ERROR_NUMERICS, self->path, "the energy of replica %d is not a number",
                          r);
    if (!out->forces)
      continue;
    const double *forces = out->forces + (gsize)r * in->n_atoms * 3;
    for (int k = 0; k < in->n_atoms * 3; k++)
      if (!isfinite(forces[k]))
        return bw_fail_file(error, BW_ERROR_NUMERICS, self->path,
                            "the force on atom %d of replica %d is not a number", k / 3, r);
  }
  return TRUE;
}

gboolean bw_potential_evaluate(BwPotential *self, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                               GError **error)
{
  return check_numbers(self, in->n_atoms, in->numbers, error) && check_wishes(self, out, error) &&
         self->klass->evaluate(self, in, out, pool, error) && check_answers(self, in, out, error);
}
