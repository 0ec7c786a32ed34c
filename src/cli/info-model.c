#include "cli/info-model.h"
#include "cli/cli.h"
#include "system/atoms.h"

#include <math.h>
#include <string.h>

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
  bw_cli_row("symmetries", "%d", model->n_permutations);
  bw_cli_row("length scale", "σ = %g", model->sig);
  if (!isnan(model->lam))
    bw_cli_row("regularised", "λ = %g", model->lam);
  print_errors(model);
  if (model->lattice)
    bw_cli_row("cell", "periodic");
  bw_cli_row("units", "%s, %s%s", model->r_unit, model->e_unit,
             model->units_stated ? "" : " (not stated; the convention of sGDML)");
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
