/* Forces that a force field without a surrounding cannot have, and labels far from all others. */
#include "base/median.h"
#include "base/vec3.h"
#include "learning/check/private.h"

#include <glib/gi18n.h>
#include <math.h>

static const double UNBALANCED = 0.05; /* of what independent forces would sum to: the whole set */
static const double MUCH_MORE = 0.2;   /* the same of a single frame */
static const double TIMES = 20;        /* that many times what is usual in the set */
static const double FEW = 0.01;        /* of the frames: more are not outliers */
static const double CONSPICUOUS = 8, IMPOSSIBLE = 30; /* spreads */

static double median_of(const double *values, int n)
{
  g_autofree double *sorted = g_memdup2(values, sizeof(double) * (gsize)n);
  return bw_median(sorted, n);
}

static double net_force(const BwCheckFrames *frames, gint64 f, double *reach)
{
  const double *forces = bw_check_forces(frames, f);
  double sum[3] = {0};
  for (int i = 0; i < frames->atoms->n_atoms; i++)
    for (int d = 0; d < 3; d++)
      sum[d] += forces[3 * i + d];
  *reach = 1;
  return bw_norm3(sum);
}

/* About the centre; *reach: the length by which forces turn into torques. */
static double net_torque(const BwCheckFrames *frames, gint64 f, double *reach)
{
  const double *forces = bw_check_forces(frames, f), *positions = bw_check_positions(frames, f);
  int n = frames->atoms->n_atoms;
  double centre[3] = {0}, sum[3] = {0}, square = 0;
  for (int k = 0; k < 3 * n; k++)
    centre[k % 3] += positions[k] / n;
  for (int i = 0; i < n; i++) {
    double arm[3], turn[3];
    bw_sub3(positions + 3 * i, centre, arm);
    bw_cross3(arm, forces + 3 * i, turn);
    square += bw_dot3(arm, arm);
    for (int d = 0; d < 3; d++)
      sum[d] += turn[d];
  }
  *reach = sqrt(square / n);
  return bw_norm3(sum);
}

typedef struct {
  BwFlawKind kind;
  double (*measure)(const BwCheckFrames *frames, gint64 f, double *reach);
  const char *what, *unit, *reason;
} Balance;

static void check_sums(BwCheckFrames *frames, const Balance *balance, double usual_size)
{
  int n = frames->n_clean;
  g_autofree double *shares = g_new(double, n), *values = g_new(double, n);
  for (int k = 0; k < n; k++) {
    double reach;
    values[k] = balance->measure(frames, frames->clean[k], &reach);
    shares[k] = reach > 0 ? values[k] / (usual_size * reach) : 0;
  }
  double usual = median_of(shares, n);
  if (usual > UNBALANCED)
    bw_check_add(frames, balance->kind, BW_SEVERITY_NOTICE, -1, -1, -1, balance->reason,
                 N_("the forces of a frame %s, typically to %.2g %s"), balance->what, median_of(values, n),
                 balance->unit);
  for (int k = 0; k < n; k++)
    if (shares[k] > MUCH_MORE && shares[k] > TIMES * usual && n > 4)
      bw_check_add(frames, balance->kind, BW_SEVERITY_WARNING, frames->clean[k], -1, -1,
                   N_("look at the frame: a force may be wrong, or belong to another atom"),
                   N_("frame %d: the forces %s, to %.3g %s; in other frames they do not"),
                   (int)frames->clean[k], balance->what, values[k], balance->unit);
}

/* Atoms on which no frame has a force. */
static gboolean find_frozen(BwCheckFrames *frames)
{
  int n = frames->atoms->n_atoms, count = 0, first = -1;
  for (int i = 0; i < n; i++) {
    gboolean frozen = TRUE;
    for (int k = 0; k < frames->n_clean && frozen; k++)
      frozen = bw_norm3(bw_check_forces(frames, frames->clean[k]) + 3 * i) == 0;
    if (frozen && first < 0)
      first = i;
    count += frozen;
  }
  if (count == 0 || frames->n_clean < 2)
    return FALSE;
  if (count == n) {
    bw_check_add(frames, BW_FLAW_FROZEN, BW_SEVERITY_ERROR, -1, -1, -1,
                 N_("look where the forces went when the file was written"),
                 N_("all forces of all frames are zero"));
    return TRUE;
  }
  g_autofree char *name = bw_atoms_name(frames->atoms, first);
  bw_check_add(
      frames, BW_FLAW_FROZEN, BW_SEVERITY_WARNING, -1, -1, first,
      N_("a model would learn that nothing pulls at them: write the true forces, also of frozen atoms"),
      N_("%d of %d atoms (%s first) have no force in any frame"), count, n, name);
  return TRUE;
}

/* One frame may be a minimum; several are placeholders. */
static void find_empty(BwCheckFrames *frames)
{
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(gint64));
  for (int k = 0; k < frames->n_clean; k++)
    if (!bw_check_cell(frames, frames->clean[k]) && bw_check_force_size(frames, frames->clean[k]) == 0)
      g_array_append_val(list, frames->clean[k]);
  if (list->len == 0)
    return;
  g_autofree char *names = bw_check_list_frames((gint64 *)(gpointer)list->data, (int)list->len);
  bw_check_add_frames(frames, BW_FLAW_MISSING, list->len == 1 ? BW_SEVERITY_NOTICE : BW_SEVERITY_WARNING,
                      list, N_("take them out unless they are minima"),
                      N_("%s %s: all forces are exactly zero"), list->len == 1 ? N_("frame") : N_("frames"),
                      names);
}

static void tell_outlier(BwCheckFrames *frames, const BwOutlier *outlier)
{
  BwSeverity severity = outlier->score > IMPOSSIBLE ? BW_SEVERITY_WARNING : BW_SEVERITY_NOTICE;
  const char *remedy = N_("look at the frame; take it out unless it is meant");
  g_autofree char *atom = outlier->atom >= 0 ? bw_atoms_name(frames->atoms, outlier->atom) : NULL;
  if (outlier->kind == BW_OUTLIER_ENERGY)
    bw_check_add(frames, BW_FLAW_OUTLIER, severity, outlier->frame, -1, -1, remedy,
                 N_("frame %d: the energy of %.6g eV per atom is %.0f spreads from the others"),
                 (int)outlier->frame, outlier->value, outlier->score);
  else
    bw_check_add(frames, BW_FLAW_OUTLIER, severity, outlier->frame, -1, outlier->atom, remedy,
                 N_("frame %d: the force of %.4g eV/Å on %s is %.0f spreads (of its logarithm) "
                    "from the largest of other frames"),
                 (int)outlier->frame, outlier->value, atom, outlier->score);
}

/* A few frames apart are outliers; many are another regime, such as a scan along a bond. */
static void tell_outliers(BwCheckFrames *frames, BwOutlierKind kind)
{
  const GArray *outliers = frames->check->summary->outliers;
  g_autoptr(GArray) apart = g_array_new(FALSE, FALSE, sizeof(BwOutlier));
  for (guint i = 0; i < outliers->len; i++) {
    BwOutlier outlier = g_array_index(outliers, BwOutlier, i);
    if (outlier.kind == kind && outlier.score >= CONSPICUOUS)
      g_array_append_val(apart, outlier);
  }
  if (apart->len > MAX(1, FEW * frames->n_clean)) {
    bw_check_add(frames, BW_FLAW_OUTLIER, BW_SEVERITY_NOTICE, -1, -1, -1,
                 N_("draw training frames from all of them, or train on one part"),
                 N_("%u or more frames have %s far from most: the set has several parts"), apart->len,
                 kind == BW_OUTLIER_ENERGY ? N_("energies") : N_("forces"));
    return;
  }
  for (guint i = 0; i < apart->len; i++)
    tell_outlier(frames, &g_array_index(apart, BwOutlier, i));
}

gboolean bw_check_balance(BwCheckFrames *frames, GError **error)
{
  static const Balance force = {
      BW_FLAW_NET_FORCE, net_force, N_("do not sum to zero"), "eV/Å",
      N_("atoms may be frozen or missing, or there is a field: the model can only learn forces between "
         "the atoms")};
  static const Balance torque = {
      BW_FLAW_TORQUE, net_torque, N_("would turn it"), "eV",
      N_("there may be a field or a surface: the model can only learn forces between the atoms")};
  tell_outliers(frames, BW_OUTLIER_ENERGY);
  tell_outliers(frames, BW_OUTLIER_FORCE);
  if (frames->n_forces == 0 || frames->n_clean < 2 || frames->atoms->n_atoms < 2)
    return bw_check_go_on(frames, "Adding up forces", 1, error);
  if (!find_frozen(frames)) {
    g_autofree double *sizes = g_new(double, frames->n_clean);
    for (int k = 0; k < frames->n_clean; k++)
      sizes[k] = bw_check_force_size(frames, frames->clean[k]);
    double usual = median_of(sizes, frames->n_clean);
    if (usual > 0)
      check_sums(frames, &force, usual);
    if (usual > 0 && !frames->cells)
      check_sums(frames, &torque, usual);
    find_empty(frames);
  }
  return bw_check_go_on(frames, "Adding up forces", 1, error);
}
