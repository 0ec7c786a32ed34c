/* Whether forces have the size that nature gives them: bonds to hydrogen are everywhere about equally stiff.
 */
#include "base/vec3.h"
#include "learning/check/private.h"
#include "learning/check/units.h"

#include <glib/gi18n.h>
#include <math.h>

static const double USUAL = 36; /* eV/Å²: C–H 31, N–H 40, O–H 48, softer where they are stretched */
static const double PLAUSIBLE = 5;  /* times more or less */
static const double LONGEST = 1.35; /* Å */
static const double LONELY = 1.45;  /* Å: no third atom within, which shared protons have */
static const double MOVED = 0.005;  /* Å: bonds must vary for a slope */
enum { MAX_FRAMES = 1000, MIN_SAMPLES = 20 };

typedef struct {
  double n, x, y, xx, xy;
} Sums;

/* The C, N or O that hydrogen `h` is bonded to in this frame; −1: none, or it is shared. */
static int partner_of(const BwCheckFrames *frames, gint64 f, int h)
{
  const double *positions = bw_check_positions(frames, f);
  const int *numbers = frames->atoms->numbers;
  int partner = -1;
  for (int j = 0; j < frames->atoms->n_atoms; j++) {
    double d[3];
    bw_sub3(positions + 3 * h, positions + 3 * j, d);
    if (bw_check_cell(frames, f))
      bw_cell_minimum_image(bw_check_cell(frames, f), d, NULL);
    double r = bw_norm3(d);
    if (j == h || r > LONELY)
      continue;
    if (partner >= 0 || r > LONGEST || numbers[j] < 6 || numbers[j] > 8)
      return -1;
    partner = j;
  }
  return partner;
}

/* Force along the bond against its length. */
static void add_sample(const BwCheckFrames *frames, gint64 f, int h, int partner, Sums *sums)
{
  const double *positions = bw_check_positions(frames, f), *forces = bw_check_forces(frames, f);
  double d[3];
  bw_sub3(positions + 3 * h, positions + 3 * partner, d);
  if (bw_check_cell(frames, f))
    bw_cell_minimum_image(bw_check_cell(frames, f), d, NULL);
  double r = bw_norm3(d), along = bw_dot3(forces + 3 * h, d) / r;
  if (!(r > 0 && r < LONELY))
    return;
  sums->n++;
  sums->x += r, sums->y += along;
  sums->xx += r * r, sums->xy += r * along;
}

void bw_check_stiffness(BwCheckFrames *frames)
{
  double square = 0, product = 0, samples = 0;
  int step = MAX(1, frames->n_clean / MAX_FRAMES);
  for (int h = 0; h < frames->atoms->n_atoms && frames->n_clean > 0; h++) {
    int partner = frames->atoms->numbers[h] == 1 ? partner_of(frames, frames->clean[0], h) : -1;
    Sums sums = {0};
    for (int k = 0; k < frames->n_clean && partner >= 0; k += step)
      add_sample(frames, frames->clean[k], h, partner, &sums);
    if (sums.n < 2)
      continue;
    square += sums.xx - sums.x * sums.x / sums.n;
    product += sums.xy - sums.x * sums.y / sums.n;
    samples += sums.n;
  }
  if (frames->n_forces == 0 || samples < MIN_SAMPLES || sqrt(square / samples) < MOVED)
    return;
  double stiffness = fabs(product / square), times = stiffness / USUAL, force;
  if ((times < PLAUSIBLE && times > 1 / PLAUSIBLE) ||
      !bw_unit_system_factors(&frames->units, NULL, NULL, &force, NULL, NULL))
    return;
  const char *unit = bw_check_usual_force_unit(force / times);
  if (!unit) /* forces of a part of the interaction, perhaps */
    return;
  bw_check_add(
      frames, BW_FLAW_UNITS, BW_SEVERITY_ERROR, -1, -1, -1,
      N_("say the units of the file with --units, such as --units kcal or --units ev"),
      N_("bonds to hydrogen are %.3g eV/Å² stiff, in nature about %.0f: the forces are rather in %s"),
      stiffness, USUAL, unit);
}
