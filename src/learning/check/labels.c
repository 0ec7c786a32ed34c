/* Whether energies and forces belong together: sign, units, other zeros of energy, single frames. */
#include "learning/check/labels.h"
#include "base/median.h"
#include "base/vec3.h"
#include "learning/check/units.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const double INFORMATIVE =
    0.85; /* usual cosine of expected and labelled forces: the models are good */
static const double OPPOSITE = -0.7;
static const double RESCALED = 1.8, GROSSLY = 4; /* times: as units differ, and as no model errs */
static const double MISFIT = 0.4; /* less than the usual cosine: real frames come within 0.15 */
static const double LEAST = 0.3;  /* of the usual length of the forces: below, directions mean little */
static const double FOLLOWS = 0.7, UNRELATED = 0.3; /* correlation of energies */
static const double SURE = 0.95;  /* cosine from which missing correlation means something */
static const double SLACK = 1.5;  /* slopes closer to one say nothing */
static const double FAR_OFF = 12; /* spreads */
/* A frame is judged beside that many like it; by their usual miss, good frames of rare kinds come to 1.5, and
 * wrong ones begin at 5. */
enum { AROUND = 7 };
static const double APART = 3;

static double length_of(const double *vector, int n)
{
  double square = 0;
  for (int k = 0; k < n; k++)
    square += vector[k] * vector[k];
  return sqrt(square);
}

static double usual(const double *values, int n)
{
  g_autofree double *sorted = g_memdup2(values, sizeof(double) * (gsize)n);
  return bw_median(sorted, n);
}

static void compare_forces(BwCheckLabels *labels)
{
  const BwProbe *probe = labels->probe;
  int size = 3 * labels->frames->atoms->n_atoms;
  for (int i = 0; i < probe->n; i++) {
    const double *label = bw_check_forces(labels->frames, probe->frames[i]),
                 *expected = probe->forces + (gsize)i * (gsize)size;
    double product = 0, square = 0, own = length_of(label, size), other = length_of(expected, size);
    for (int k = 0; k < size; k++) {
      product += label[k] * expected[k];
      square += (label[k] - expected[k]) * (label[k] - expected[k]);
    }
    labels->sizes[i] = other;
    labels->cosines[i] = own > 0 && other > 0 ? product / (own * other) : 0;
    labels->ratios[i] = other > 0 ? product / (other * other) : 0;
    labels->misses[i] = sqrt(square);
  }
  labels->cosine = usual(labels->cosines, probe->n);
  labels->ratio = usual(labels->ratios, probe->n);
  labels->size = usual(labels->sizes, probe->n);
  labels->miss = usual(labels->misses, probe->n);
}

/* Whether forces that came out `ratio` times too large may have been in a unit other than the file's. */
static gboolean is_another_unit(const BwCheckFrames *frames, double cosine, double ratio)
{
  double force;
  return (cosine > INFORMATIVE && fabs(log(ratio)) > log(GROSSLY)) ||
         (cosine > SURE && fabs(log(ratio)) > log(RESCALED) &&
          bw_unit_system_factors(&frames->units, NULL, NULL, &force, NULL, NULL) &&
          bw_check_force_unit(force / ratio));
}

/* How unlike two geometries are: the difference of their inverse distances. */
static double distance_between(const BwCheckFrames *frames, gint64 f, gint64 g)
{
  const double *a = bw_check_positions(frames, f), *b = bw_check_positions(frames, g);
  double square = 0;
  for (int i = 0; i < frames->atoms->n_atoms; i++)
    for (int j = 0; j < i; j++) {
      double d[2][3];
      bw_sub3(a + 3 * i, a + 3 * j, d[0]);
      bw_sub3(b + 3 * i, b + 3 * j, d[1]);
      double difference = 1 / bw_norm3(d[0]) - 1 / bw_norm3(d[1]);
      square += difference * difference;
    }
  return square;
}

/* The usual miss among the few frames most like frame i: large where the models know little. */
static double miss_around(const BwCheckLabels *labels, int i)
{
  double distances[AROUND], misses[AROUND];
  int n = 0;
  for (int k = 0; k < labels->probe->n; k++) {
    double d = distance_between(labels->frames, labels->probe->frames[i], labels->probe->frames[k]);
    int at = n < AROUND ? n : AROUND - 1;
    if (k == i || (n == AROUND && d >= distances[at]))
      continue;
    for (; at > 0 && distances[at - 1] > d; at--) {
      distances[at] = distances[at - 1];
      misses[at] = misses[at - 1];
    }
    distances[at] = d;
    misses[at] = labels->misses[k];
    n = MIN(n + 1, AROUND);
  }
  return usual(misses, n);
}

/* A single frame's forces against what frames like it let expect. TRUE: they are wrong. */
static gboolean check_frame(BwCheckLabels *labels, int i)
{
  BwCheckFrames *frames = labels->frames;
  gint64 f = labels->probe->frames[i];
  double cosine = labels->cosines[i], ratio = fabs(labels->ratios[i] / labels->ratio);
  gboolean opposite = cosine < OPPOSITE, rescaled = is_another_unit(frames, cosine, ratio);
  gboolean unrelated = cosine < labels->cosine - MISFIT && labels->cosine > SURE;
  if (!labels->probe->in_domain[i] || labels->sizes[i] < LEAST * labels->size ||
      !(opposite || rescaled || unrelated) || labels->misses[i] < APART * miss_around(labels, i))
    return FALSE;
  if (opposite)
    bw_check_add(frames, BW_FLAW_SIGN, BW_SEVERITY_ERROR, f, -1, -1,
                 N_("turn the forces of the frame around, or take it out"),
                 N_("frame %d: the forces point the other way than in frames like it, as gradients do"),
                 (int)f);
  else if (rescaled)
    bw_check_add(
        frames, BW_FLAW_UNITS, BW_SEVERITY_ERROR, f, -1, -1,
        N_("convert the forces of the frame, or take it out"),
        N_("frame %d: the forces are %.3g times those of frames like it, as if they were in another unit"),
        (int)f, ratio);
  else
    bw_check_add(frames, BW_FLAW_INCONSISTENT, BW_SEVERITY_ERROR, f, -1, -1,
                 N_("take the frame out, or compute it again"),
                 N_("frame %d: the forces have nothing to do with those of frames like it (of another frame? "
                    "atoms in another "
                    "order?)"),
                 (int)f);
  return TRUE;
}

/* out[n] = |y − factor x| from its median. Returns the spread: what the standard deviation would be without
 * the few that are far off. */
static double spread_of(const double *x, const double *y, double factor, int n, double *out)
{
  for (int i = 0; i < n; i++)
    out[i] = y[i] - factor * x[i];
  double middle = usual(out, n);
  for (int i = 0; i < n; i++)
    out[i] = fabs(out[i] - middle);
  return 1.4826 * usual(out, n);
}

/* Frames near the line through most of them: one energy that is far off would decide the correlation alone.
 */
static int *find_near(const double *x, const double *y, int n, int *n_near)
{
  g_autofree double *distances = g_new(double, n);
  int *near = g_new(int, n);
  double width = spread_of(x, x, 0, n, distances), height = spread_of(x, y, 0, n, distances);
  double steep = width > 0 ? height / width : 0;
  double falling = spread_of(x, y, -steep, n, distances), rising = spread_of(x, y, steep, n, distances);
  double spread = falling < rising ? spread_of(x, y, -steep, n, distances) : rising;
  *n_near = 0;
  for (int i = 0; i < n; i++)
    if (spread == 0 || distances[i] <= FAR_OFF * spread)
      near[(*n_near)++] = i;
  return near;
}

static void measure_slope(BwCheckLabels *labels)
{
  const double *x = labels->probe->energies, *y = labels->energies;
  int n = labels->probe->n, n_near;
  g_autofree int *near = find_near(x, y, n, &n_near);
  double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
  for (int k = 0; k < n_near; k++)
    mx += x[near[k]] / n_near, my += y[near[k]] / n_near;
  for (int k = 0; k < n_near; k++) {
    double dx = x[near[k]] - mx, dy = y[near[k]] - my;
    xx += dx * dx, xy += dx * dy, yy += dy * dy;
  }
  /* both sides have errors: the line halves the angle between the two regressions */
  labels->correlation = xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
  labels->slope = xx > 0 ? copysign(sqrt(yy / xx), xy) : 0;
  labels->spread = spread_of(x, y, 1, n, labels->excess);
  for (int i = 0; i < n; i++)
    labels->excess[i] = y[i] - x[i];
  double middle = usual(labels->excess, n);
  for (int i = 0; i < n; i++)
    labels->excess[i] -= middle;
}

/* Names what the energies, or else the forces, may be in. */
static void tell_units(BwCheckLabels *labels)
{
  BwCheckFrames *frames = labels->frames;
  double slope = fabs(labels->slope), energy, force;
  if (!bw_unit_system_factors(&frames->units, NULL, &energy, &force, NULL, NULL))
    return;
  const char *energies = bw_check_energy_unit(energy / slope), *forces = bw_check_force_unit(force * slope);
  gboolean per_atom = fabs(log(slope * frames->atoms->n_atoms)) < 0.113;
  BwSeverity severity = energies || forces || per_atom ? BW_SEVERITY_ERROR : BW_SEVERITY_WARNING;
  const char *remedy = N_("say the units of both with --units, such as --units energy=kcal/mol,force=eV/Ang");
  double correlation = fabs(labels->correlation);
  if (per_atom)
    bw_check_add(
        frames, BW_FLAW_UNITS, severity, -1, -1, -1, remedy,
        N_("the energies vary %.3g times as much as the forces say (correlation %.2f): energies per atom"),
        slope, correlation);
  else if (energies && forces)
    bw_check_add(frames, BW_FLAW_UNITS, severity, -1, -1, -1, remedy,
                 N_("the energies vary %.3g times as much as the forces say (correlation %.2f): energies in "
                    "%s, or forces in %s"),
                 slope, correlation, energies, forces);
  else if (energies || forces)
    bw_check_add(
        frames, BW_FLAW_UNITS, severity, -1, -1, -1, remedy,
        energies
            ? N_("the energies vary %.3g times as much as the forces say (correlation %.2f): energies in %s")
            : N_("the energies vary %.3g times as much as the forces say (correlation %.2f): forces in %s"),
        slope, correlation, energies ? energies : forces);
  else
    bw_check_add(frames, BW_FLAW_UNITS, severity, -1, -1, -1, remedy,
                 N_("the energies vary %.3g times as much as the forces say (correlation %.2f)"), slope,
                 correlation);
}

/* TRUE: something is wrong with all of them. */
static gboolean check_slope(BwCheckLabels *labels)
{
  BwCheckFrames *frames = labels->frames;
  if (fabs(labels->correlation) < UNRELATED && labels->cosine > SURE) {
    bw_check_add(frames, BW_FLAW_INCONSISTENT, BW_SEVERITY_ERROR, -1, -1, -1,
                 N_("look whether energies and forces are of the same frames and of one level of theory"),
                 N_("the energies have nothing to do with the forces (correlation %.2f)"),
                 labels->correlation);
    return TRUE;
  }
  if (labels->correlation < -FOLLOWS)
    bw_check_add(frames, BW_FLAW_SIGN, BW_SEVERITY_ERROR, -1, -1, -1,
                 N_("change the sign of the forces in the file"),
                 N_("the energies rise where the forces point (correlation %.2f): these are gradients"),
                 labels->correlation);
  if (fabs(labels->correlation) < FOLLOWS)
    return FALSE;
  if (fabs(log(fabs(labels->slope))) > log(SLACK))
    tell_units(labels);
  return labels->correlation < 0 || fabs(log(fabs(labels->slope))) > log(SLACK);
}

/* Energies far from what the forces around let expect, more than these forces are themselves off. */
static void check_energies(BwCheckLabels *labels)
{
  for (int i = 0; i < labels->probe->n; i++) {
    double allowed = labels->spread * MAX(1, labels->misses[i] / labels->miss);
    gint64 f = labels->probe->frames[i];
    if (labels->probe->in_domain[i] && fabs(labels->excess[i]) > FAR_OFF * allowed && !labels->wrong[i])
      bw_check_add(labels->frames, BW_FLAW_INCONSISTENT, BW_SEVERITY_ERROR, f, -1, -1,
                   N_("take the frame out, or compute it again"),
                   N_("frame %d: the energy is %.3g eV %s than the forces of frames like it let expect "
                      "(usual error %.2g eV)"),
                   (int)f, fabs(labels->excess[i]), labels->excess[i] > 0 ? N_("higher") : N_("lower"),
                   labels->spread);
  }
}

static void compare(BwCheckLabels *labels)
{
  compare_forces(labels);
  if (labels->cosine < INFORMATIVE)
    return;
  for (int i = 0; i < labels->probe->n; i++)
    labels->wrong[i] = check_frame(labels, i);
  if (labels->frames->n_energies == 0)
    return;
  bw_check_offsets(labels);
  measure_slope(labels);
  if (!check_slope(labels) && labels->correlation > FOLLOWS && labels->spread > 0)
    check_energies(labels);
}

gboolean bw_check_labels(BwCheckFrames *frames, GError **error)
{
  GError *problem = NULL;
  bw_check_stiffness(frames);
  g_autoptr(BwProbe) probe = bw_probe_new(frames, &problem);
  if (!probe && problem) {
    g_propagate_error(error, problem);
    return FALSE;
  }
  if (!probe)
    return TRUE;
  gsize n = (gsize)probe->n;
  g_autofree double *numbers = g_new0(double, 6 * n);
  g_autofree gboolean *wrong = g_new0(gboolean, n);
  BwCheckLabels labels = {frames,
                          probe,
                          .cosines = numbers,
                          .ratios = numbers + n,
                          .sizes = numbers + 2 * n,
                          .misses = numbers + 3 * n,
                          .energies = numbers + 4 * n,
                          .excess = numbers + 5 * n,
                          .wrong = wrong};
  for (gsize i = 0; i < n; i++)
    labels.energies[i] = frames->energies[probe->frames[i]];
  compare(&labels);
  return TRUE;
}
