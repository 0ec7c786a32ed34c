#include "learning/kernel/choices.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { AUTOMATIC_FRAMES = 200 };

/* The test error stands long before. */
#define USUAL_TOLERANCE 1e-4

/* As sGDML's own grid; the search ends where the validation error rises. */
static const double matern_sigmas[] = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
/* Energies alone say less about smoothness: the search begins with shorter lengths and takes longer steps. */
static const double energy_sigmas[] = {0.5, 1, 2, 4, 8, 16, 32, 64};
static const double small_lambda[] = {1e-10};

static BwModelKind kind_of(const BwGdmlFile *like)
{
  BwModelKind kind = BW_MODEL_SGDML;
  bw_model_kind_parse(like->method, &kind, NULL);
  return kind;
}

static void choose_grid(const BwTrainSettings *settings, BwKernelChoices *choices)
{
  const BwGdmlFile *like = settings->kernel.like;
  choices->sigmas = matern_sigmas;
  choices->n_sigmas = G_N_ELEMENTS(matern_sigmas);
  if (choices->kind == BW_MODEL_KRR) {
    choices->sigmas = energy_sigmas;
    choices->n_sigmas = G_N_ELEMENTS(energy_sigmas);
  }
  choices->lambdas = small_lambda;
  choices->n_lambdas = G_N_ELEMENTS(small_lambda);
  if (like) {
    choices->sigmas = &like->sig;
    choices->n_sigmas = 1;
  } else if (settings->kernel.sigmas) {
    choices->sigmas = settings->kernel.sigmas;
    choices->n_sigmas = settings->kernel.n_sigmas;
  }
  if (like && !isnan(like->lam)) {
    choices->lambdas = &like->lam;
    choices->n_lambdas = 1;
  } else if (settings->kernel.lambdas) {
    choices->lambdas = settings->kernel.lambdas;
    choices->n_lambdas = settings->kernel.n_lambdas;
  }
}

static gboolean check_labels(const BwDataset *dataset, const BwKernelChoices *choices, GError **error)
{
  const char *kind = bw_model_kind_name(choices->kind);
  if (bw_model_kind_needs_forces(choices->kind) && !dataset->forces)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                        "there are no forces in it, and %s learns from forces; KRR learns from energies",
                        kind);
  if ((choices->learns & BW_LEARNS_ENERGIES) && !dataset->energies)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path, "there are no energies in it to learn from");
  if (choices->kind == BW_MODEL_BIGDML && !(dataset->cells && bw_cell_is_periodic(dataset->cells)))
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, dataset->path,
        "there is no periodic cell in it, and BIGDML is for crystals; sGDML is for molecules");
  if (dataset->atoms->n_atoms < 2)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                        "a single atom has no internal geometry to learn");
  return TRUE;
}

static gboolean check_numbers(const BwKernelChoices *choices, GError **error)
{
  if (!(choices->tolerance > 0 && choices->tolerance < 1))
    return bw_fail(error, BW_ERROR_ARGUMENT, "tolerance %g: use a small positive number, such as 1e-4",
                   choices->tolerance);
  for (int i = 0; i < choices->n_lambdas; i++)
    if (!(choices->lambdas[i] >= 0 && isfinite(choices->lambdas[i])))
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "lambda %g: use a small number that is not negative, such as 1e-10",
                     choices->lambdas[i]);
  for (int i = 0; i < choices->n_sigmas; i++)
    if (!(choices->sigmas[i] > 0 && isfinite(choices->sigmas[i])))
      return bw_fail(error, BW_ERROR_ARGUMENT, "sigma %g: use a positive number", choices->sigmas[i]);
  return TRUE;
}

/* One cell for all frames, or none; sgdml knows cells that are periodic in all directions. */
static gboolean check_cells(const BwDataset *dataset, const BwKernelChoices *choices, GError **error)
{
  const BwCell *cell = dataset->cells;
  if (!cell || !bw_cell_is_periodic(cell))
    return TRUE;
  for (int f = 0; f < dataset->n_frames; f++)
    if (memcmp(cell[f].vectors, cell->vectors, sizeof cell->vectors) != 0 ||
        memcmp(cell[f].periodic, cell->periodic, sizeof cell->periodic) != 0)
      return bw_fail_file(
          error, BW_ERROR_UNSUPPORTED, dataset->path,
          "the cell of frame %d differs from that of frame 0, and a model is of one cell; leave out "
          "the frames with other cells",
          f);
  if (choices->kind != BW_MODEL_BIGDML && !(cell->periodic[0] && cell->periodic[1] && cell->periodic[2]))
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, dataset->path,
                        "the cell is periodic in some directions only; train BIGDML, %s knows molecules and "
                        "crystals",
                        bw_model_kind_name(choices->kind));
  return TRUE;
}

static gboolean count_frames(const BwDataset *dataset, const BwTrainSettings *settings,
                             BwKernelChoices *choices, GError **error)
{
  const BwGdmlFile *like = settings->kernel.like;
  if (like) {
    choices->n_train = like->n_train;
    choices->n_valid = like->idxs_valid ? like->n_valid : 0;
    return TRUE;
  }
  choices->n_train = settings->n_train;
  if (choices->n_train == 0)
    choices->n_train = CLAMP(dataset->n_frames * 4 / 5, 1, AUTOMATIC_FRAMES);
  if (choices->n_train < 0 || choices->n_train > dataset->n_frames)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                        "%d frames are to be trained on; choose from 1 to the %d that are there",
                        choices->n_train, dataset->n_frames);
  choices->n_valid = CLAMP(settings->n_valid, 0, dataset->n_frames - choices->n_train);
  if (choices->n_sigmas * choices->n_lambdas > 1 && choices->n_valid == 0)
    return bw_fail(
        error, BW_ERROR_ARGUMENT,
        "no frame is left to choose sigma by: give one with --sigma, or train on fewer than the %d "
        "frames",
        dataset->n_frames);
  return TRUE;
}

gboolean bw_kernel_choose(const BwDataset *dataset, const BwTrainSettings *settings, BwKernelChoices *choices,
                          GError **error)
{
  const BwGdmlFile *like = settings->kernel.like;
  *choices = (BwKernelChoices){.kind = like ? kind_of(like) : settings->kind};
  choices->learns = bw_model_kind_needs_forces(choices->kind) ? BW_LEARNS_FORCES : 0;
  if (bw_model_kind_needs_energies(choices->kind) ||
      (like ? like->use_E_cstr : settings->kernel.use_energies))
    choices->learns |= BW_LEARNS_ENERGIES;
  choices->function = like ? like->function : settings->kernel.function;
  choices->images = like                               ? like->images
                    : choices->kind == BW_MODEL_BIGDML ? BW_IMAGES_NEAREST
                                                       : BW_IMAGES_ROUNDED;
  if (choices->kind != BW_MODEL_KRR && choices->function != BW_KERNEL_MATERN52)
    return bw_fail(error, BW_ERROR_ARGUMENT, "%s has the Matérn kernel; the Gaussian one is for krr",
                   bw_model_kind_name(choices->kind));
  choices->tolerance = settings->kernel.tolerance > 0 ? settings->kernel.tolerance : USUAL_TOLERANCE;
  choose_grid(settings, choices);
  return check_labels(dataset, choices, error) && check_numbers(choices, error) &&
         check_cells(dataset, choices, error) && count_frames(dataset, settings, choices, error);
}
