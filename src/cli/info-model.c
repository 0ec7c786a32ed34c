#include "cli/info-model.h"
#include "cli/cli.h"
#include "potential/gdml/permutations.h"
#include "system/atoms.h"

#include <math.h>
#include <string.h>

enum { SHOWN_SYMMETRIES = 24, SHOWN_ATOMS = 24 };

static char *formula(const BwGdmlFile *model)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(model->n_atoms, model->z, NULL, NULL);
  return bw_atoms_formula(atoms);
}

static void print_errors(const BwGdmlFile *model)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (!isnan(model->f_err.mae))
    g_string_append_printf(text, "forces %.4g", model->f_err.mae);
  if (!isnan(model->f_err.rmse))
    g_string_append_printf(text, " (RMSE %.4g)", model->f_err.rmse);
  if (text->len > 0)
    g_string_append_printf(text, " %s/%s", model->e_unit, model->r_unit);
  if (!isnan(model->e_err.mae))
    g_string_append_printf(text, "%senergies %.4g %s", text->len > 0 ? ", " : "", model->e_err.mae,
                           model->e_unit);
  if (model->n_test > 0)
    g_string_append_printf(text, ", on %" G_GINT64_FORMAT " frames", model->n_test);
  bw_cli_row("mean error", "%s", text->len > 0 ? text->str : "not tested");
}

/* Each as cycles of atoms, and as the permutation where that is not too long to read. */
static void print_symmetries(const BwGdmlFile *model)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(model->n_atoms, model->z, NULL, NULL);
  bw_cli_row("symmetries", "%d", model->n_permutations);
  for (int p = 0; p < MIN(model->n_permutations, SHOWN_SYMMETRIES); p++) {
    const int *perm = model->perms + (gsize)p * model->n_atoms;
    g_autofree char *cycles = bw_permutations_cycles(perm, atoms);
    g_autoptr(GString) text = g_string_new(cycles);
    for (int a = 0; model->n_atoms <= SHOWN_ATOMS && a < model->n_atoms; a++)
      g_string_append_printf(text, "%s%d", a == 0 ? "   [" : " ", perm[a]);
    bw_cli_row("", "%s%s", text->str, model->n_atoms <= SHOWN_ATOMS ? "]" : "");
  }
  if (model->n_permutations > SHOWN_SYMMETRIES)
    bw_cli_row("", "and %d more: --json lists all", model->n_permutations - SHOWN_SYMMETRIES);
}

static void print_solver(const BwGdmlFile *model)
{
  if (!model->solver_name)
    return;
  if (model->solver_iters < 0)
    bw_cli_row("solver", "closed form");
  else if (isnan(model->solver_resid) || isnan(model->norm_y_train))
    bw_cli_row("solver", "iterative, %" G_GINT64_FORMAT " iterations", model->solver_iters);
  else
    bw_cli_row("solver", "iterative, %" G_GINT64_FORMAT " iterations, relative residual %.1e",
               model->solver_iters, model->solver_resid / model->norm_y_train);
}

/* The shortest and the longest distance between atoms in the training set, in the model's unit. */
static void find_domain(const BwGdmlFile *model, double *shortest, double *longest)
{
  double low = INFINITY, high = 0;
  for (gsize k = 0; k < (gsize)model->n_train * model->n_descriptors; k++) {
    low = fmin(low, model->R_desc[k]);
    high = fmax(high, model->R_desc[k]);
  }
  *shortest = 1 / high;
  *longest = 1 / low;
}

static const char *labels_of(const BwGdmlFile *model)
{
  return !model->R_d_desc_alpha ? "energies" : model->alphas_E ? "forces and energies" : "forces";
}

void bw_info_model_text(const BwGdmlFile *model, const char *format)
{
  g_autofree char *symbols = formula(model);
  g_print("%s\n", model->path);
  bw_cli_row("format", "%s", format);
  bw_cli_row("kind", "model, %s", model->method);
  bw_cli_row("name", "%s", model->dataset_name);
  if (model->dataset_theory)
    bw_cli_row("theory", "%s", model->dataset_theory);
  bw_cli_row("atoms", "%d  %s", model->n_atoms, symbols);
  bw_cli_row("trained on", "%d frames%s%s", model->n_train, *model->md5_train ? " of data with md5 " : "",
             model->md5_train);
  bw_cli_row("learned from", "%s", labels_of(model));
  print_symmetries(model);
  bw_cli_row("kernel", "%s", bw_kernel_function_name(model->function));
  bw_cli_row("length scale", "σ = %g", model->sig);
  if (!isnan(model->lam))
    bw_cli_row("regularised", "λ = %g", model->lam);
  print_solver(model);
  print_errors(model);
  double shortest, longest;
  find_domain(model, &shortest, &longest);
  bw_cli_row("domain", "distances from %.3g to %.3g %s", shortest, longest, model->r_unit);
  if (model->lattice)
    bw_cli_row("cell", "periodic");
  bw_cli_row("units", "%s, %s%s", model->r_unit, model->e_unit,
             model->units_stated ? "" : " (not stated; the convention of sGDML)");
}

static void add_symmetries(JsonBuilder *json, const BwGdmlFile *model)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(model->n_atoms, model->z, NULL, NULL);
  json_builder_set_member_name(json, "permutations");
  json_builder_begin_array(json);
  for (int p = 0; p < model->n_permutations; p++) {
    json_builder_begin_array(json);
    for (int a = 0; a < model->n_atoms; a++)
      json_builder_add_int_value(json, model->perms[(gsize)p * model->n_atoms + a]);
    json_builder_end_array(json);
  }
  json_builder_end_array(json);
  json_builder_set_member_name(json, "cycles");
  json_builder_begin_array(json);
  for (int p = 0; p < model->n_permutations; p++) {
    g_autofree char *cycles = bw_permutations_cycles(model->perms + (gsize)p * model->n_atoms, atoms);
    json_builder_add_string_value(json, cycles);
  }
  json_builder_end_array(json);
}

void bw_info_model_json(const BwGdmlFile *model, const char *format)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  g_autofree char *symbols = formula(model);
  json_builder_begin_object(json);
  bw_json_add_string(json, "file", model->path);
  bw_json_add_string(json, "format", format);
  bw_json_add_string(json, "kind", "model");
  bw_json_add_string(json, "method", model->method);
  bw_json_add_int(json, "n_frames", 0);
  bw_json_add_int(json, "n_atoms", model->n_atoms);
  bw_json_add_int(json, "n_beads", 0);
  bw_json_add_int(json, "step", -1);
  bw_json_add_string(json, "formula", symbols);
  bw_json_add_string(json, "name", model->dataset_name);
  bw_json_add_string(json, "theory", model->dataset_theory);
  bw_json_add_int(json, "n_train", model->n_train);
  bw_json_add_string(json, "md5_train", *model->md5_train ? model->md5_train : NULL);
  bw_json_add_int(json, "n_permutations", model->n_permutations);
  add_symmetries(json, model);
  bw_json_add_string(json, "learned_from", labels_of(model));
  bw_json_add_string(json, "kernel", bw_kernel_function_name(model->function));
  bw_json_add_string(json, "solver",
                     !model->solver_name       ? NULL
                     : model->solver_iters < 0 ? "closed"
                                               : "iterative");
  bw_json_add_double(json, "residual", model->solver_resid / model->norm_y_train);
  double shortest, longest;
  find_domain(model, &shortest, &longest);
  bw_json_add_double(json, "shortest_distance", shortest);
  bw_json_add_double(json, "longest_distance", longest);
  bw_json_add_double(json, "sigma", model->sig);
  bw_json_add_double(json, "lambda", model->lam);
  bw_json_add_int(json, "n_test", model->n_test);
  bw_json_add_double(json, "energy_mae", model->e_err.mae);
  bw_json_add_double(json, "force_mae", model->f_err.mae);
  bw_json_add_double(json, "energy_rmse", model->e_err.rmse);
  bw_json_add_double(json, "force_rmse", model->f_err.rmse);
  bw_json_add_string(json, "length_unit", model->r_unit);
  bw_json_add_string(json, "energy_unit", model->e_unit);
  json_builder_end_object(json);
  bw_json_print(json);
}
