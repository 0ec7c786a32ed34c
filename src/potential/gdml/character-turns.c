#include "potential/gdml/character-turns.h"

#include <math.h>

typedef struct {
  const BwCharacters *characters;
  const BwAbelian *abelian;
  const int *p;
  int *shift_of; /* [D]: a t that turns the orbit's first place into this one */
  int *target;   /* [orbits]: the orbit that p takes to this one */
} Turning;

static void find_targets(Turning *turning)
{
  const BwCharacters *characters = turning->characters;
  int n = characters->n_translations;
  int *orbit_of = turning->shift_of; /* for a moment */
  for (int orbit = 0; orbit < characters->n_orbits; orbit++)
    for (int t = 0; t < n; t++)
      orbit_of[characters->places[(gsize)orbit * n + t]] = orbit;
  for (int orbit = 0; orbit < characters->n_orbits; orbit++)
    turning->target[orbit_of[turning->p[characters->places[(gsize)orbit * n]]]] = orbit;
  for (gsize i = (gsize)characters->n_orbits * n; i-- > 0;)
    turning->shift_of[characters->places[i]] = (int)(i % n);
}

/* y[p(s(a₀))] = χ(t(s)) with t(s) from the orbit's own first place: of t(1) the phase, and t(s) − t(1) is
 * linear in s, which makes another character. */
static BwCharacterTurn turn(const Turning *turning, int orbit, int character, const double coefficient[2])
{
  const BwAbelian *abelian = turning->abelian;
  int n = abelian->n, target = turning->target[orbit], result = 0, stride = 1;
  const int *places = turning->characters->places + (gsize)target * n;
  double first = bw_abelian_turns(abelian, character, turning->shift_of[turning->p[places[0]]]);
  for (int i = 0; i < abelian->n_factors; stride *= abelian->factors[i], i++) {
    int order = abelian->factors[i];
    double turns =
        bw_abelian_turns(abelian, character, turning->shift_of[turning->p[places[stride]]]) - first;
    result += (((int)lround(turns * order) % order + order) % order) * stride;
  }
  double c = cos(2 * G_PI * first), s = sin(2 * G_PI * first);
  return (BwCharacterTurn){target * n + result, coefficient[0] * c - coefficient[1] * s,
                           coefficient[0] * s + coefficient[1] * c};
}

void bw_characters_turn(const BwCharacters *characters, const BwAbelian *abelian, const int *p,
                        BwCharacterTurn *turns)
{
  g_autofree int *shift_of = g_new(int, characters->n_descriptors),
                 *target = g_new(int, characters->n_orbits);
  Turning turning = {characters, abelian, p, shift_of, target};
  find_targets(&turning);
  for (int o = 0; o < characters->n_orbit_pairs; o++) {
    const BwOrbitPair *pair = &characters->orbit_pairs[o];
    for (int v = pair->first_vector; v < pair->first_vector + pair->n_vectors; v++)
      for (int i = 0; i < pair->n_orbits; i++)
        turns[2 * v + i] = turn(&turning, pair->orbits[i], characters->vectors[v].character,
                                characters->vectors[v].coefficients[i]);
  }
}
