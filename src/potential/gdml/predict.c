#include "potential/gdml/predict.h"
#include "base/array.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/units.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/domain.h"

#include <string.h>

enum { MAX_PER_TASK = 4 };

typedef struct {
  BwPotential base;
  BwGdmlKernel *kernel;
  BwGdmlDomain *domain;
  int n_atoms, n_descriptors;
  double length_factor, energy_factor; /* model's units to Å and eV */
  double constant;                     /* integration constant, eV */
  gboolean periodic;
  BwCell cell; /* of the training set */
  BwImageRule images;
} BwGdmlPotential;

typedef struct {
  const BwGdmlPotential *self;
  const BwReplicas *in;
  BwEvaluation *out;
  const BwCell *cell; /* in the model's unit of length; NULL: none */
  double mesh;
  int per_task; /* geometries; one's numbers do not depend on the others, so it may depend on the threads */
} Job;

/* Arrays of one task, for MAX_PER_TASK geometries. */
typedef struct {
  double *positions;   /* [N][3] of one geometry, in the model's unit */
  double *descriptors; /* [][D] */
  double *arms;        /* [][D][3] */
  double *slopes;      /* [][D] */
  double *nearest;     /* [] */
  double *workspace;
} Arrays;

static Arrays arrays_get(const BwGdmlPotential *self, BwScratch *scratch)
{
  gsize n = MAX_PER_TASK, size = self->n_descriptors, n_workspace = bw_gdml_kernel_workspace(self->kernel);
  double *free =
      bw_scratch_get(scratch, sizeof(double) * (n_workspace + n * (5 * size + 1) + self->n_atoms * 3));
  Arrays arrays = {.workspace = free};
  arrays.descriptors = free + n_workspace;
  arrays.arms = arrays.descriptors + n * size;
  arrays.slopes = arrays.arms + n * size * 3;
  arrays.nearest = arrays.slopes + n * size;
  arrays.positions = arrays.nearest + n;
  return arrays;
}

static void describe(const Job *job, int replica, Arrays *arrays, int slot)
{
  const BwGdmlPotential *self = job->self;
  gsize n = (gsize)self->n_atoms * 3, size = self->n_descriptors;
  const double *positions = job->in->positions + replica * n;
  for (gsize k = 0; k < n; k++)
    arrays->positions[k] = positions[k] / self->length_factor;
  bw_descriptor(arrays->positions, self->n_atoms, job->cell, self->images, arrays->descriptors + slot * size,
                arrays->arms + slot * size * 3);
}

static void answer(const Job *job, int replica, const Arrays *arrays, int slot)
{
  const BwGdmlPotential *self = job->self;
  const BwEvaluation *out = job->out;
  int n_atoms = self->n_atoms;
  gsize size = self->n_descriptors;
  const double *descriptor = arrays->descriptors + slot * size, *arms = arrays->arms + slot * size * 3,
               *slopes = arrays->slopes + slot * size;
  if (out->forces) {
    double *forces = out->forces + (gsize)replica * n_atoms * 3;
    bw_descriptor_forces(slopes, arms, n_atoms, forces);
    for (int k = 0; k < n_atoms * 3; k++)
      forces[k] /= self->length_factor;
  }
  if (out->virials)
    bw_descriptor_virial(slopes, descriptor, arms, n_atoms, out->virials + (gsize)replica * 9);
  if (out->out_of_domain)
    out->out_of_domain[replica] = arrays->nearest[slot] / job->mesh;
  if (out->outlier)
    out->outlier[replica] = bw_gdml_domain_outlier(self->domain, descriptor, n_atoms, arrays->positions);
}

static void run_task(int task, BwScratch *scratch, gpointer data)
{
  const Job *job = data;
  const BwGdmlPotential *self = job->self;
  Arrays arrays = arrays_get(self, scratch);
  int first = task * job->per_task, n = MIN(job->per_task, job->in->n_replicas - first);
  double energies[MAX_PER_TASK];
  gboolean sloped = job->out->forces || job->out->virials;
  for (int slot = 0; slot < n; slot++)
    describe(job, first + slot, &arrays, slot);
  bw_gdml_kernel_sum(self->kernel, arrays.descriptors, n, -1, energies, sloped ? arrays.slopes : NULL,
                     arrays.nearest, arrays.workspace);
  for (int slot = 0; slot < n; slot++) {
    answer(job, first + slot, &arrays, slot);
    if (job->out->energies)
      job->out->energies[first + slot] = energies[slot] + self->constant;
  }
}

/* The cell of the structure where it has one, periodic in the directions of the training set. */
static gboolean make_cell(const BwGdmlPotential *self, const BwCell *given, BwCell *scaled, GError **error)
{
  const BwCell *cell = given && bw_cell_is_periodic(given) ? given : &self->cell;
  double vectors[3][3];
  for (int i = 0; i < 9; i++)
    vectors[i / 3][i % 3] = cell->vectors[i / 3][i % 3] / self->length_factor;
  return bw_cell_init(scaled, (const double(*)[3])vectors, self->cell.periodic, error);
}

static gboolean evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                         GError **error)
{
  const BwGdmlPotential *self = (BwGdmlPotential *)base;
  Job job = {.self = self, .in = in, .out = out};
  job.per_task = CLAMP(in->n_replicas / bw_pool_get_n_threads(pool), 1, MAX_PER_TASK);
  BwCell cell;
  if (self->periodic) {
    if (!make_cell(self, in->cell, &cell, error))
      return FALSE;
    job.cell = &cell;
  }
  if (out->out_of_domain)
    job.mesh = bw_gdml_domain_mesh(self->domain, self->kernel, pool);
  bw_pool_run(pool, (in->n_replicas + job.per_task - 1) / job.per_task, run_task, &job);
  return TRUE;
}

static void finalize(BwPotential *base)
{
  BwGdmlPotential *self = (BwGdmlPotential *)base;
  bw_gdml_kernel_free(self->kernel);
  bw_gdml_domain_free(self->domain);
}

static gboolean read_units(BwGdmlPotential *self, const BwGdmlFile *file, GError **error)
{
  g_autoptr(GError) inner = NULL;
  if (bw_unit_parse_as(file->r_unit, BW_DIMENSION_LENGTH, "length", &self->length_factor, &inner) &&
      bw_unit_parse_as(file->e_unit, BW_DIMENSION_ENERGY, "energy", &self->energy_factor, &inner))
    return TRUE;
  return bw_fail_file(error, BW_ERROR_UNITS, file->path, "%s", inner->message);
}

static gboolean read_lattice(BwGdmlPotential *self, const BwGdmlFile *file, GError **error)
{
  double vectors[3][3];
  if (!file->lattice)
    return TRUE;
  self->periodic = TRUE;
  self->images = file->images;
  for (int i = 0; i < 9; i++)
    vectors[i / 3][i % 3] = file->lattice[i] * self->length_factor;
  return bw_cell_init(&self->cell, (const double(*)[3])vectors, file->periodic, error);
}

static void learn(BwGdmlPotential *self, const BwGdmlFile *file)
{
  int n = file->n_descriptors;
  g_autofree int *pairs = g_new(int, (gsize)file->n_permutations *n);
  for (int p = 0; p < file->n_permutations; p++)
    bw_gdml_descriptor_permutation(file->perms + (gsize)p * file->n_atoms, file->n_atoms,
                                   pairs + (gsize)p * n);
  self->kernel = bw_gdml_kernel_new(&(BwGdmlKernelSpec){.descriptors = file->R_desc,
                                                        .force_weights = file->R_d_desc_alpha,
                                                        .energy_weights = file->alphas_E,
                                                        .function = file->function,
                                                        .n_points = file->n_train,
                                                        .n_descriptors = n,
                                                        .n_permutations = file->n_permutations,
                                                        .pairs = pairs,
                                                        .sigma = file->sig,
                                                        .scale = file->std * self->energy_factor});
  self->domain = bw_gdml_domain_new(file->R_desc, file->n_train, n, pairs, file->n_permutations);
}

BwPotential *bw_gdml_potential_new(const BwGdmlFile *file, GError **error)
{
  static const BwPotentialClass klass = {evaluate, finalize};
  BwGdmlPotential *self = g_new0(BwGdmlPotential, 1);
  bw_potential_init(&self->base, &klass, file->method, file->dataset_name);
  self->base.path = g_strdup(file->path);
  self->base.theory = g_strdup(file->dataset_theory);
  self->base.can = BW_CAN_VIRIAL | BW_CAN_OUT_OF_DOMAIN;
  self->base.atoms = bw_atoms_new(file->n_atoms, file->z, NULL, NULL);
  self->base.length_unit = file->r_unit;
  self->base.energy_unit = file->e_unit;
  self->base.force_error = file->f_err.mae;
  self->n_atoms = file->n_atoms;
  self->n_descriptors = file->n_descriptors;
  if (!read_units(self, file, error) || !read_lattice(self, file, error)) {
    bw_potential_unref(&self->base);
    return NULL;
  }
  self->constant = file->c * self->energy_factor;
  learn(self, file);
  return &self->base;
}
