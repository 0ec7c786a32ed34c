#include "io/tensorflow/schnet-checkpoint.h"
#include "base/array.h"
#include "base/error.h"
#include "io/formats.h"
#include "io/tensorflow/bundle.h"
#include "io/tensorflow/sorted-table.h"

#include <glib/gi18n.h>
#include <string.h>

#define GAUSSIANS_PER_ANGSTROM 10

enum { MOST_INTERACTIONS = 64 };

typedef struct {
  BwBundle *bundle;
  BwNetworkFile *file;
  GArray *member;
  const int *elements;
  int n_elements, n_features, n_filters, n_gaussians, n_interactions, n_hidden;
  double unit; /* of energies, in eV */
  GError **error;
} Import;

gboolean bw_schnet_checkpoint_is(const char *path)
{
  return bw_sorted_table_is(path);
}

/* Theirs are [in][out] as ours are. rows and columns: 0 for what is not known yet, which they become. */
static gboolean take_matrix(Import *self, const char *theirs, const char *ours, int *rows, int *columns)
{
  int n_rows = *rows > 0 ? *rows : -1, n_columns = *columns > 0 ? *columns : -1;
  g_autofree float *values = bw_bundle_get(self->bundle, theirs, &n_rows, &n_columns, self->error);
  if (!values)
    return FALSE;
  double *copy = bw_network_member_add(self->member, ours, n_rows, n_columns);
  for (gsize i = 0; i < (gsize)n_rows * n_columns; i++)
    copy[i] = (double)values[i];
  *rows = n_rows;
  *columns = n_columns;
  return TRUE;
}

/* "THEIRS/W:0" and "THEIRS/b:0" */
static gboolean take_layer(Import *self, const char *theirs, const char *ours, int *n_in, int *n_out)
{
  int one = 1;
  g_autofree char *weight = g_strconcat(theirs, "/W:0", NULL), *bias = g_strconcat(theirs, "/b:0", NULL),
                  *our_weight = g_strconcat(ours, ".weight", NULL),
                  *our_bias = g_strconcat(ours, ".bias", NULL);
  return take_matrix(self, weight, our_weight, n_in, n_out) && take_matrix(self, bias, our_bias, &one, n_out);
}

/* The rows of the elements that it knows. */
static gboolean take_embedding(Import *self)
{
  int rows = -1, columns = -1;
  g_autofree float *values =
      bw_bundle_get(self->bundle, "atom_embedding/embeddings/W:0", &rows, &columns, self->error);
  if (!values)
    return FALSE;
  self->n_features = columns;
  double *copy = bw_network_member_add(self->member, "embedding.weight", self->n_elements, columns);
  for (int e = 0; e < self->n_elements; e++) {
    if (self->elements[e] >= rows)
      return bw_fail(self->error, BW_ERROR_ARGUMENT,
                     "element %d is not among the %d that the checkpoint has room for", self->elements[e],
                     rows);
    for (int f = 0; f < columns; f++)
      copy[e * columns + f] = (double)values[self->elements[e] * columns + f];
  }
  return TRUE;
}

static gboolean take_interaction(Import *self, int t)
{
  static const struct {
    const char *theirs, *ours;
  } layers[] = {{"SchNetFilter/Dense", "filter.0"},
                {"SchNetFilter/Dense_1", "filter.1"},
                {"CFConv/fac2out", "out.0"},
                {"Dense", "out.1"}};
  int *const sizes[][2] = {{&self->n_gaussians, &self->n_filters},
                           {&self->n_filters, &self->n_filters},
                           {&self->n_filters, &self->n_features},
                           {&self->n_features, &self->n_features}};
  g_autofree char *in = g_strdup_printf("interaction_%d/CFConv/in2fac/W:0", t),
                  *our_in = g_strdup_printf("interactions.%d.in.weight", t);
  if (!take_matrix(self, in, our_in, &self->n_features, &self->n_filters))
    return FALSE;
  for (gsize l = 0; l < G_N_ELEMENTS(layers); l++) {
    g_autofree char *theirs = g_strdup_printf("interaction_%d/%s", t, layers[l].theirs),
                    *ours = g_strdup_printf("interactions.%d.%s", t, layers[l].ours);
    if (!take_layer(self, theirs, ours, sizes[l][0], sizes[l][1]))
      return FALSE;
  }
  return TRUE;
}

static gboolean take_interactions(Import *self)
{
  g_autofree char *next = NULL;
  do {
    if (!take_interaction(self, self->n_interactions++))
      return FALSE;
    g_free(next);
    next = g_strdup_printf("interaction_%d/CFConv/in2fac/W:0", self->n_interactions);
  } while (self->n_interactions < MOST_INTERACTIONS && bw_bundle_has(self->bundle, next));
  return TRUE;
}

static gboolean take_number(Import *self, const char *name, double *value)
{
  int rows = 1, columns = 1;
  g_autofree float *number = bw_bundle_get(self->bundle, name, &rows, &columns, self->error);
  if (number)
    *value = (double)*number;
  return number != NULL;
}

/* Scale and offsets of the energy, in eV. */
static gboolean take_statistics(Import *self)
{
  BwNetworkFile *file = self->file;
  double mean, deviation;
  int rows = -1, columns = 1;
  if (!take_number(self, "mean_per_atom:0", &mean) || !take_number(self, "std_per_atom:0", &deviation))
    return FALSE;
  g_autofree float *references =
      bw_bundle_has(self->bundle, "atomref/embeddings/W:0")
          ? bw_bundle_get(self->bundle, "atomref/embeddings/W:0", &rows, &columns, self->error)
          : NULL;
  file->outputs = g_strsplit("energy", " ", -1);
  file->scales = bw_new(double, 1);
  file->scales[0] = deviation * self->unit;
  file->offsets = bw_new(double, self->n_elements);
  for (int e = 0; e < self->n_elements; e++) {
    double reference = references && self->elements[e] < rows ? (double)references[self->elements[e]] : 0;
    file->offsets[e] = (mean + reference) * self->unit;
  }
  return TRUE;
}

static void describe(const Import *self)
{
  int cutoff = self->n_gaussians / GAUSSIANS_PER_ANGSTROM;
  BwNetworkFile *file = self->file;
  file->method = "SchNet";
  file->description = g_strdup_printf("[network]\n"
                                      "model=schnet\n"
                                      "n_atom_basis=%d\n"
                                      "n_interactions=%d\n"
                                      "cutoff=%d\n"
                                      "n_rbf=%d\n"
                                      "n_filters=%d\n"
                                      "rbf_cutoff=%d\n"
                                      "gamma=10\n"
                                      "cutoff_fn=none\n"
                                      "active_filters=true\n"
                                      "n_hidden=%d\n"
                                      "head=ssp\n"
                                      "\n[outputs]\nenergy=sum eV\n",
                                      self->n_features, self->n_interactions, cutoff, self->n_gaussians,
                                      self->n_filters, cutoff, self->n_hidden);
  file->n_elements = self->n_elements;
  file->elements = bw_new(int, self->n_elements);
  memcpy(file->elements, self->elements, sizeof *self->elements * self->n_elements);
  file->code_version = g_strdup("SchNet (TensorFlow)");
}

static gboolean take_all(Import *self)
{
  int one = 1;
  if (!take_embedding(self) || !take_interactions(self) ||
      !take_layer(self, "Dense", "energy.0", &self->n_features, &self->n_hidden) ||
      !take_layer(self, "Dense_1", "energy.1", &self->n_hidden, &one) || !take_statistics(self))
    return FALSE;
  describe(self);
  return TRUE;
}

BwNetworkFile *bw_schnet_checkpoint_read(const char *path, const int *elements, int n_elements,
                                         const char *energy_unit, GError **error)
{
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  Import self = {.file = file, .elements = elements, .n_elements = n_elements, .error = error};
  self.member = bw_network_file_add_member(file);
  if (!bw_unit_parse_as(energy_unit, BW_DIMENSION_ENERGY, "energy", &self.unit, error))
    return NULL;
  g_autoptr(BwBundle) bundle = bw_bundle_open(path, error);
  self.bundle = bundle;
  if (!bundle || !take_all(&self))
    return NULL;
  file->path = g_strdup(path);
  file->units = (BwUnitSystem){.length = "Å", .energy = g_intern_string(energy_unit)};
  return g_steal_pointer(&file);
}

/* The format */

static int detect(const char *path, G_GNUC_UNUSED const guint8 *head, G_GNUC_UNUSED gsize n_head)
{
  return bw_schnet_checkpoint_is(path) ? 95 : 0;
}

const BwFormat bw_format_schnet_checkpoint = {
    .name = "schnet-checkpoint",
    .description = N_("SchNet checkpoint"),
    .extensions = "index",
    .kinds = BW_KIND_MODEL,
    .detect = detect,
};
