/* The groups of crystals, layers, surfaces, vacancies and of what lies on them, against those of the textbook
 * and of spglib on the perfect structures. */
#include "base/error.h"
#include "base/random.h"
#include "base/vec3.h"
#include "io/io.h"
#include "potential/gdml/crystal/crystal.h"
#include "potential/gdml/descriptor.h"
#include "shared-data.h"

#include <string.h>

enum { FRAMES = 24, MAX_ATOMS = 128 };

/* A perfect structure, to be shaken. */
typedef struct {
  int n;
  int numbers[MAX_ATOMS];
  double sites[MAX_ATOMS][3];
  double amplitude[MAX_ATOMS]; /* Å, of each component */
  double vectors[3][3];
  gboolean periodic[3];
} Structure;

static Structure *structure_new(const double vectors[3][3], const int repeats[3])
{
  Structure *s = g_new0(Structure, 1);
  for (int k = 0; k < 3; k++) {
    s->periodic[k] = TRUE;
    for (int d = 0; d < 3; d++)
      s->vectors[k][d] = vectors[k][d] * repeats[k];
  }
  return s;
}

static void add_atom(Structure *s, int number, double x, double y, double z, double amplitude)
{
  g_assert_cmpint(s->n, <, MAX_ATOMS);
  s->numbers[s->n] = number;
  s->sites[s->n][0] = x;
  s->sites[s->n][1] = y;
  s->sites[s->n][2] = z;
  s->amplitude[s->n++] = amplitude;
}

/* Atoms at a fractional place of all cells. */
static void add_sites(Structure *s, const int repeats[3], int number, double a, double b, double c,
                      double amplitude)
{
  for (int i = 0; i < repeats[0]; i++)
    for (int j = 0; j < repeats[1]; j++)
      for (int k = 0; k < repeats[2]; k++) {
        double f[3] = {(a + i) / repeats[0], (b + j) / repeats[1], (c + k) / repeats[2]}, r[3] = {0};
        for (int v = 0; v < 3; v++)
          for (int d = 0; d < 3; d++)
            r[d] += f[v] * s->vectors[v][d];
        add_atom(s, number, r[0], r[1], r[2], amplitude);
      }
}

static void remove_atom(Structure *s, int atom)
{
  for (int i = atom; i + 1 < s->n; i++) {
    s->numbers[i] = s->numbers[i + 1];
    s->amplitude[i] = s->amplitude[i + 1];
    memcpy(s->sites[i], s->sites[i + 1], sizeof s->sites[i]);
  }
  s->n--;
}

/* Frames of the structure: shaken, shifted as a whole and wrapped into the cell, each in its own way. */
static BwDataset *shake(const Structure *s)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(s->n, s->numbers, NULL, NULL);
  BwDataset *dataset = bw_dataset_new(atoms, FRAMES, FALSE, FALSE);
  if (!dataset->cells)
    dataset->cells = g_new0(BwCell, FRAMES);
  for (int f = 0; f < FRAMES; f++) {
    double *frame = dataset->positions + (gsize)f * s->n * 3, shift[3];
    bw_cell_init(&dataset->cells[f], s->vectors, s->periodic, NULL);
    for (int d = 0; d < 3; d++)
      shift[d] = 20 * bw_random_uniform(5, BW_STREAM_TEST, f, d);
    bw_random_normals(3, BW_STREAM_TEST, f, 0, frame, 3 * s->n);
    for (int i = 0; i < s->n; i++)
      for (int d = 0; d < 3; d++)
        frame[3 * i + d] = s->sites[i][d] + shift[d] + s->amplitude[i] * frame[3 * i + d];
    bw_cell_wrap(&dataset->cells[f], frame, s->n);
  }
  return dataset;
}

static const double GRAPHENE[3][3] = {{2.46, 0, 0}, {-1.23, 2.130422493309719, 0}, {0, 0, 20}};

static Structure *graphene(int n)
{
  const int repeats[3] = {n, n, 1};
  Structure *s = structure_new(GRAPHENE, repeats);
  add_sites(s, repeats, 6, 1 / 3.0, 2 / 3.0, 0.5, 0.08);
  add_sites(s, repeats, 6, 2 / 3.0, 1 / 3.0, 0.5, 0.08);
  return s;
}

static Structure *layer(int n)
{
  Structure *s = graphene(n);
  s->periodic[2] = FALSE;
  return s;
}

static Structure *cubic(double a, int n)
{
  const double vectors[3][3] = {{a, 0, 0}, {0, a, 0}, {0, 0, a}};
  const int repeats[3] = {n, n, n};
  return structure_new(vectors, repeats);
}

static Structure *bcc(int n)
{
  const int repeats[3] = {n, n, n};
  Structure *s = cubic(3.43, n);
  add_sites(s, repeats, 3, 0, 0, 0, 0.15);
  add_sites(s, repeats, 3, 0.5, 0.5, 0.5, 0.15);
  return s;
}

static Structure *vacancy(int n)
{
  Structure *s = bcc(n);
  remove_atom(s, 7);
  return s;
}

static void add_fcc(Structure *s, int n, int number, double x, double y, double z)
{
  const int repeats[3] = {n, n, n};
  add_sites(s, repeats, number, x, y, z, 0.06);
  add_sites(s, repeats, number, x, y + 0.5, z + 0.5, 0.06);
  add_sites(s, repeats, number, x + 0.5, y, z + 0.5, 0.06);
  add_sites(s, repeats, number, x + 0.5, y + 0.5, z, 0.06);
}

static Structure *diamond(int n)
{
  Structure *s = cubic(5.43, n);
  add_fcc(s, n, 14, 0, 0, 0);
  add_fcc(s, n, 14, 0.25, 0.25, 0.25);
  return s;
}

static Structure *rocksalt(int n)
{
  Structure *s = cubic(5.64, n);
  add_fcc(s, n, 11, 0, 0, 0);
  add_fcc(s, n, 17, 0.5, 0, 0);
  return s;
}

static Structure *interstitial(int n)
{
  Structure *s = cubic(3.89, n);
  add_fcc(s, n, 46, 0, 0, 0);
  add_atom(s, 1, 3.89 / 2, 0, 0, 0.1);
  return s;
}

/* Four layers of copper (001) with vacuum; `frozen`: the lower two do not move. */
static Structure *make_slab(int n, gboolean frozen)
{
  const double vectors[3][3] = {{2.556, 0, 0}, {0, 2.556, 0}, {0, 0, 22}};
  const int repeats[3] = {n, n, 1};
  Structure *s = structure_new(vectors, repeats);
  for (int l = 0; l < 4; l++)
    add_sites(s, repeats, 29, 0.5 * (l % 2), 0.5 * (l % 2), (2 + 1.8075 * l) / 22,
              frozen && l < 2 ? 0 : 0.07);
  return s;
}

static Structure *slab(int n)
{
  return make_slab(n, FALSE);
}

static Structure *frozen_slab(int n)
{
  return make_slab(n, TRUE);
}

/* Two water molecules over the sheet, in two orders of atoms of which only the kinds agree. */
static Structure *waters(int n)
{
  Structure *s = graphene(n);
  for (int w = 0; w < 2; w++) {
    double x = 1 + 4 * w, y = 1.5 + 2 * w, z = 13.2;
    add_atom(s, 8, x, y, z, 0.05);
    add_atom(s, 1, x + 0.757, y, z + 0.586, 0.05);
    add_atom(s, 1, x - 0.757, y, z + 0.586, 0.05);
  }
  return s;
}

typedef struct {
  const char *name;
  Structure *(*make)(int n);
  int n;
  int n_host, translations, host_operations, all;
} Case;

static const Case cases[] = {
    {"graphene-4", graphene, 4, 32, 16, 192, 192}, {"graphene-5", graphene, 5, 50, 25, 300, 300},
    {"layer-4", layer, 4, 32, 16, 192, 192},       {"bcc-3", bcc, 3, 54, 54, 2592, 2592},
    {"diamond-2", diamond, 2, 64, 32, 1536, 1536}, {"rocksalt-2", rocksalt, 2, 64, 32, 1536, 1536},
    {"vacancy-3", vacancy, 3, 53, 1, 48, 48},      {"interstitial-2", interstitial, 2, 32, 32, 1536, 1536},
    {"slab-3", slab, 3, 36, 9, 144, 144},          {"frozen-slab-3", frozen_slab, 3, 36, 9, 72, 72},
    {"waters-4", waters, 4, 32, 16, 192, 192 * 8},
};

static void fill(int *frames, int n)
{
  for (int f = 0; f < n; f++)
    frames[f] = f;
}

static BwPermutations *find(const BwDataset *dataset, BwCrystalSymmetries symmetries, BwCrystalReport *report)
{
  g_autoptr(GError) error = NULL;
  g_autofree int *frames = g_new(int, dataset->n_frames);
  fill(frames, dataset->n_frames);
  BwPermutations *group =
      bw_crystal_find(dataset, frames, dataset->n_frames, symmetries, NULL, NULL, NULL, report, &error);
  g_assert_no_error(error);
  return group;
}

/* Closed, and species never mix. */
static void check_group(const BwPermutations *group, const BwAtoms *atoms)
{
  g_autoptr(BwPermutations) subgroup = bw_permutations_subgroup(group);
  g_assert_cmpint(subgroup->n, ==, group->n);
  for (int p = 0; p < group->n; p++)
    for (int i = 0; i < group->n_atoms; i++)
      g_assert_cmpint(atoms->numbers[i], ==, atoms->numbers[bw_permutations_get(group, p)[i]]);
}

static void test_case(gconstpointer data)
{
  const Case *c = data;
  g_autofree Structure *structure = c->make(c->n);
  g_autoptr(BwDataset) dataset = shake(structure);
  BwCrystalReport report;
  g_autoptr(BwPermutations) group = find(dataset, BW_CRYSTAL_ALL, &report);
  g_test_message(
      "%s: %d atoms, %s, %d translations, %d operations, %d in all, %d dropped, within %.3f Å, %d at half",
      c->name, report.n_host, report.symbol, report.n_translations, report.n_host_operations, report.n,
      report.n_dropped, report.tolerance, report.n_half);
  g_assert_cmpint(report.n_host, ==, c->n_host);
  g_assert_cmpint(report.n_translations, ==, c->translations);
  g_assert_cmpint(report.n_host_operations, ==, c->host_operations);
  g_assert_cmpint(group->n, ==, c->all);
  check_group(group, dataset->atoms);
  g_autoptr(BwPermutations) translations = find(dataset, BW_CRYSTAL_TRANSLATIONS, NULL);
  g_assert_cmpint(translations->n, ==, c->translations);
}

typedef struct {
  const char *file;
  int n_atoms;
  double edge; /* Å, of the cubic cell to be taken */
  int n_permutations;
  int n_molten; /* frames */
} Metal;

static const Metal metals[] = {
    {"Li_training.extxyz", 54, 9.925666, 2592, 43},
    {"Li_training.extxyz", 54, 10.280451, 2592, 26},
    {"Si_training.extxyz", 64, 10.937456, 1536, 37},
};

/* The frames of one size and one cell, melts among them. */
static BwDataset *pick(const Metal *metal, BwTrajectory *trajectory)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  for (gint64 f = 0; f < bw_trajectory_get_n_frames(trajectory, NULL); f++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, f, NULL);
    gboolean fits = frame && frame->atoms->n_atoms == metal->n_atoms;
    for (int k = 0; k < 3; k++)
      fits = fits && fabs(frame->cell.vectors[k][k] - metal->edge) < 1e-6;
    if (fits)
      g_ptr_array_add(kept, g_steal_pointer(&frame));
  }
  g_assert_cmpint(kept->len, >, 0);
  const BwFrame *first = kept->pdata[0];
  BwDataset *dataset = bw_dataset_new(first->atoms, (int)kept->len, FALSE, FALSE);
  if (!dataset->cells)
    dataset->cells = g_new0(BwCell, kept->len);
  for (guint f = 0; f < kept->len; f++) {
    const BwFrame *frame = kept->pdata[f];
    memcpy(dataset->positions + (gsize)f * 3 * metal->n_atoms, frame->positions,
           sizeof(double) * 3 * metal->n_atoms);
    dataset->cells[f] = frame->cell;
  }
  return dataset;
}

static void test_metal(gconstpointer data)
{
  const Metal *metal = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_build_filename("mlearn", metal->file, NULL), *path = shared_data(name);
  if (!path)
    return;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(bw_trajectory_wait(trajectory, NULL, &error));
  g_autoptr(BwDataset) dataset = pick(metal, trajectory);
  BwCrystalReport report;
  g_autoptr(BwPermutations) group = find(dataset, BW_CRYSTAL_ALL, &report);
  g_assert_cmpint(group->n, ==, metal->n_permutations);
  g_assert_cmpint(report.n_others, ==, metal->n_molten);
}

/* Point operations alone leave a site in place; words name them. */
static void test_choices(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree Structure *structure = waters(4);
  g_autoptr(BwDataset) dataset = shake(structure);
  BwCrystalSymmetries symmetries;
  g_assert_true(bw_crystal_parse("translations+molecules", &symmetries, &error));
  g_autoptr(BwPermutations) some = find(dataset, symmetries, NULL),
                            point = find(dataset, BW_CRYSTAL_POINT, NULL),
                            none = find(dataset, BW_CRYSTAL_NONE, NULL);
  g_assert_cmpint(some->n, ==, 16 * 8);
  g_assert_cmpint(point->n, ==, 6); /* of an atom of graphene: 3m */
  g_assert_cmpint(none->n, ==, 1);
  check_group(point, dataset->atoms);
  g_assert_false(bw_crystal_parse("rotations", &symmetries, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

static void expect_refused(const BwDataset *dataset, BwError code, const char *word)
{
  g_autoptr(GError) error = NULL;
  int frames[FRAMES];
  fill(frames, FRAMES);
  g_assert_null(bw_crystal_find(dataset, frames, FRAMES, BW_CRYSTAL_ALL, NULL, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, word));
}

static void test_refused(void)
{
  g_autofree Structure *structure = graphene(4);
  for (int i = 0; i < 8; i++) /* neon atoms, of which 8! orders are too many */
    add_atom(structure, 10, i % 4 * 2.4, i / 4 * 4, 14, 0.1);
  g_autoptr(BwDataset) crowded = shake(structure);
  expect_refused(crowded, BW_ERROR_MEMORY, "8 equal molecules");

  g_autofree Structure *small = graphene(4);
  g_autoptr(BwDataset) strained = shake(small);
  double vectors[3][3];
  memcpy(vectors, strained->cells[5].vectors, sizeof vectors);
  vectors[1][1] += 0.01;
  bw_cell_init(&strained->cells[5], (const double(*)[3])vectors, small->periodic, NULL);
  expect_refused(strained, BW_ERROR_UNSUPPORTED, "frame 5");

  g_autofree Structure *molecule = graphene(4);
  memset(molecule->periodic, 0, sizeof molecule->periodic);
  g_autoptr(BwDataset) isolated = shake(molecule);
  expect_refused(isolated, BW_ERROR_ARGUMENT, "periodic");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *name = g_strdup_printf("/gdml/crystal/%s", cases[i].name);
    g_test_add_data_func(name, &cases[i], test_case);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(metals); i++) {
    g_autofree char *name = g_strdup_printf("/gdml/crystal/%.2s-%.2f", metals[i].file, metals[i].edge);
    g_test_add_data_func(name, &metals[i], test_metal);
  }
  g_test_add_func("/gdml/crystal/choices", test_choices);
  g_test_add_func("/gdml/crystal/refused", test_refused);
  return g_test_run();
}
