#include "plot/ticks.h"

#include <math.h>

static const double nice_steps[] = {1, 5, 2, 2.5, 4, 3}; /* Q of the paper, most liked first */

#define TIE 1e-9 /* scores that only rounding tells apart: the simpler step, found first, stays */

enum { N_NICE = G_N_ELEMENTS(nice_steps), MOST_TICKS = 64, MOST_SKIPS = 12 };

typedef struct {
  double low, high, wanted;
  gboolean loose;
  BwTicks best;
  double score;
} Search;

/* Weights of section 4: simplicity, coverage, density, legibility. Legibility is the caller's: it knows the
 * font and asks for fewer ticks when labels would touch. */
static double weigh(double simplicity, double coverage, double density)
{
  return 0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05;
}

static double simplicity(int q, int skip, gboolean has_zero)
{
  return 1 - q / (N_NICE - 1.0) - skip + (has_zero ? 1 : 0);
}

/* Squares of ratios, so that neither huge nor tiny data overflow. */
static double coverage(const Search *s, double first, double last)
{
  double tenth = 0.1 * (s->high - s->low), a = (s->high - last) / tenth, b = (s->low - first) / tenth;
  return 1 - 0.5 * (a * a + b * b);
}

static double best_coverage(const Search *s, double span)
{
  double tenth = 0.1 * (s->high - s->low), excess = 0.5 * MAX(0, span - (s->high - s->low)) / tenth;
  return 1 - excess * excess;
}

static double density(const Search *s, int n, double first, double last)
{
  double rate = (n - 1) / (last - first);
  double wish = (s->wanted - 1) / (MAX(last, s->high) - MIN(first, s->low));
  return 2 - MAX(rate / wish, wish / rate);
}

static double best_density(const Search *s, int n)
{
  return n >= s->wanted ? 2 - (n - 1) / (s->wanted - 1) : 1;
}

/* All places of n ticks with this step: they may begin at any multiple of step/skip. */
static void try_places(Search *s, int q, int skip, int n, double step)
{
  double from = floor(s->high / step) * skip - (n - 1.0) * skip, to = ceil(s->low / step) * skip;
  for (int i = 0; i <= to - from; i++) {
    double start = from + i;
    double first = start * (step / skip), last = first + step * (n - 1);
    gboolean has_zero = fmod(start, skip) == 0 && first <= 0 && last >= 0;
    double score = weigh(simplicity(q, skip, has_zero), coverage(s, first, last), density(s, n, first, last));
    if (score <= s->score + TIE || (s->loose && (first > s->low || last < s->high)))
      continue;
    s->score = score;
    s->best = (BwTicks){first, step, n};
  }
}

static void try_steps(Search *s, int q, int skip, int n)
{
  double shortest = (s->high - s->low) / (n + 1) / (skip * nice_steps[q]);
  for (double power = ceil(log10(shortest));; power++) {
    double step = skip * nice_steps[q] * pow(10, power);
    if (weigh(simplicity(q, skip, TRUE), best_coverage(s, step * (n - 1)), best_density(s, n)) < s->score)
      return;
    try_places(s, q, skip, n, step);
  }
}

BwTicks bw_ticks_find(double low, double high, double wanted, gboolean loose)
{
  Search s = {low, high, MAX(2, wanted), loose, {low, high - low, 2}, -2};
  for (int skip = 1; skip <= MOST_SKIPS; skip++)
    for (int q = 0; q < N_NICE; q++) {
      if (weigh(simplicity(q, skip, TRUE), 1, 1) < s.score)
        return s.best;
      for (int n = 2; n <= MOST_TICKS && weigh(simplicity(q, skip, TRUE), 1, best_density(&s, n)) >= s.score;
           n++)
        try_steps(&s, q, skip, n);
    }
  return s.best;
}

double bw_ticks_get(const BwTicks *ticks, int i)
{
  double value = ticks->first + i * ticks->step;
  return fabs(value) < 1e-9 * ticks->step ? 0 : value;
}
