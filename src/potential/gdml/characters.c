#include "potential/gdml/characters.h"

#include <math.h>

typedef struct {
  const BwAbelian *abelian;
  const int *pairs;
  BwCharacters *out;
  int *orbit_of; /* [D] */
  int *shift_of; /* [D]: a t that turns the orbit's first place into this one */
  int *home_of;  /* [vectors]: block */
  int *block_of; /* [characters][even, odd] */
  int n_vectors;
} Builder;

static int conjugate_of(const BwAbelian *abelian, int character)
{
  int conjugate = 0, stride = 1;
  for (int i = 0; i < abelian->n_factors; i++) {
    int n = abelian->factors[i];
    conjugate += (n - bw_abelian_digit(abelian, character, i)) % n * stride;
    stride *= n;
  }
  return conjugate;
}

/* −1 stands for the identity. */
static int image(const Builder *builder, int member, int place)
{
  return member < 0 ? place : builder->pairs[(gsize)member * builder->out->n_descriptors + place];
}

static void find_orbits(Builder *builder)
{
  BwCharacters *out = builder->out;
  int n = out->n_translations;
  for (int a = 0; a < out->n_descriptors; a++)
    builder->orbit_of[a] = -1;
  for (int a = 0; a < out->n_descriptors; a++) {
    if (builder->orbit_of[a] >= 0)
      continue;
    out->places = g_renew(int, out->places, (out->n_orbits + 1) * (gsize)n);
    int *places = out->places + (gsize)out->n_orbits * n;
    for (int t = 0; t < n; t++) {
      places[t] = image(builder, builder->abelian->members[t], a);
      if (builder->orbit_of[places[t]] < 0)
        builder->shift_of[places[t]] = t;
      builder->orbit_of[places[t]] = out->n_orbits;
    }
    out->n_orbits++;
  }
}

static int stabiliser_size(const Builder *builder, const int *places)
{
  int size = 0;
  for (int t = 0; t < builder->out->n_translations; t++)
    size += places[t] == places[0];
  return size;
}

static gboolean is_trivial_on_stabiliser(const Builder *builder, int character, const int *places)
{
  for (int t = 0; t < builder->out->n_translations; t++)
    if (places[t] == places[0]) {
      double part = bw_abelian_turns(builder->abelian, character, t);
      if (fabs(part - round(part)) > 1e-9)
        return FALSE;
    }
  return TRUE;
}

static void add_vector(Builder *builder, int character, int n_parts, int sign, const double a[2],
                       const double b[2])
{
  BwCharacters *out = builder->out;
  int *block = &builder->block_of[2 * character + (sign < 0)];
  if (*block < 0) {
    *block = out->n_blocks++;
    out->blocks[*block] = (BwCharacterBlock){.n_parts = n_parts,
                                             .character = character,
                                             .conjugate = conjugate_of(builder->abelian, character),
                                             .sign = sign};
  }
  BwCharacterVector *vector = &out->vectors[builder->n_vectors];
  builder->home_of[builder->n_vectors++] = *block;
  *vector = (BwCharacterVector){character, n_parts, 0, {{a[0], a[1]}, {b[0], b[1]}}};
  vector->value = out->blocks[*block].depth++;
}

/* The vectors of one character on an orbit, or on two that the involution exchanges. θ(v) = (P_c v)* is
 * e^(−iφ) times the vector of the orbit's image, φ = 2π turns; wanted are the v that θ leaves alone. */
static void add_vectors(Builder *builder, int character, const BwOrbitPair *pair, double norm, double phi)
{
  const double none[2] = {0};
  gboolean real = conjugate_of(builder->abelian, character) == character;
  int n_parts = real ? 1 : 2, sign = builder->out->twofold && cos(phi) < 0 ? -1 : 1;
  if (!real)
    norm *= M_SQRT1_2;
  if (pair->n_orbits == 1) {
    const double a[2] = {norm * cos(phi / 2), -norm * sin(phi / 2)}, plain[2] = {norm, 0};
    add_vector(builder, character, n_parts, real ? sign : 1, real ? plain : a, none);
    return;
  }
  norm *= M_SQRT1_2;
  const double plus[2] = {norm, 0}, minus[2] = {-norm, 0}, turned[2] = {0, norm},
               image_plus[2] = {norm * cos(phi), -norm * sin(phi)},
               image_turned[2] = {-norm * sin(phi), -norm * cos(phi)};
  if (real) {
    add_vector(builder, character, 1, 1, plus, sign > 0 ? plus : minus);
    add_vector(builder, character, 1, -1, plus, sign > 0 ? minus : plus);
  } else {
    add_vector(builder, character, 2, 1, plus, image_plus);
    add_vector(builder, character, 2, 1, turned, image_turned);
  }
}

static void add_orbit_pair(Builder *builder, int orbit)
{
  BwCharacters *out = builder->out;
  const BwAbelian *abelian = builder->abelian;
  const int *places = out->places + (gsize)orbit * out->n_translations;
  BwOrbitPair *pair = &out->orbit_pairs[out->n_orbit_pairs];
  *pair = (BwOrbitPair){.n_orbits = 1, .orbits = {orbit, orbit}, .first_vector = builder->n_vectors};
  int shift = 0;
  if (out->twofold) {
    int partner = builder->orbit_of[image(builder, abelian->involution, places[0])];
    if (partner < orbit)
      return; /* came with its partner */
    pair->n_orbits = partner == orbit ? 1 : 2;
    pair->orbits[1] = partner;
    int first = out->places[(gsize)partner * out->n_translations];
    shift = builder->shift_of[image(builder, abelian->involution, first)];
  }
  out->n_orbit_pairs++;
  int stabiliser = stabiliser_size(builder, places);
  double norm = 1 / sqrt((double)out->n_translations * stabiliser);
  for (int character = 0; character < out->n_translations; character++)
    if (character <= conjugate_of(abelian, character) && is_trivial_on_stabiliser(builder, character, places))
      add_vectors(builder, character, pair, norm, 2 * G_PI * bw_abelian_turns(abelian, character, shift));
  pair->n_vectors = builder->n_vectors - pair->first_vector;
}

/* Blocks one after the other; vectors learn where they are. */
static void place_blocks(Builder *builder)
{
  BwCharacters *out = builder->out;
  int value = 0;
  for (int b = 0; b < out->n_blocks; b++) {
    BwCharacterBlock *block = &out->blocks[b];
    block->first_value = value;
    block->first_feature = out->n_features;
    value += block->depth * block->n_parts;
    out->n_features += block->n_parts * block->n_parts;
  }
  for (int v = 0; v < builder->n_vectors; v++) {
    const BwCharacterBlock *block = &out->blocks[builder->home_of[v]];
    out->vectors[v].value = block->first_value + out->vectors[v].value * block->n_parts;
  }
}

BwCharacters *bw_characters_new(const BwAbelian *abelian, const int *pairs, int n_descriptors)
{
  BwCharacters *out = g_new0(BwCharacters, 1);
  out->n_descriptors = n_descriptors;
  out->n_translations = abelian->n;
  out->twofold = abelian->involution >= 0;
  out->vectors = g_new(BwCharacterVector, n_descriptors);
  out->orbit_pairs = g_new(BwOrbitPair, n_descriptors);
  out->blocks = g_new0(BwCharacterBlock, 2 * abelian->n);
  g_autofree int *orbit_of = g_new(int, n_descriptors), *shift_of = g_new(int, n_descriptors),
                 *home_of = g_new(int, n_descriptors), *block_of = g_new(int, 2 * abelian->n);
  Builder builder = {abelian, pairs, out, orbit_of, shift_of, home_of, block_of, 0};
  for (int i = 0; i < 2 * abelian->n; i++)
    block_of[i] = -1;
  find_orbits(&builder);
  for (int orbit = 0; orbit < out->n_orbits; orbit++)
    add_orbit_pair(&builder, orbit);
  place_blocks(&builder);
  return out;
}

void bw_characters_free(BwCharacters *characters)
{
  if (!characters)
    return;
  g_free(characters->places);
  g_free(characters->orbit_pairs);
  g_free(characters->vectors);
  g_free(characters->blocks);
  g_free(characters);
}
