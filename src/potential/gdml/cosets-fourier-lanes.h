/* cosets-fourier-lanes.h - the part of kernel-cosets-lanes.h that takes vectors to the values of characters
 * and back. */

/* work[orbit][t][re, im] = the transform of the vectors on each orbit */
INLINE void NAME(transform_orbits)(const BwCosetsKernel *kernel, const BwOrbitPair *pair,
                                   const double *vectors, double *work)
{
  int n = kernel->cyclic->n;
  for (int i = 0; i < pair->n_orbits; i++, work += n * 2 * POINTS) {
    const int *places = kernel->characters->places + (gsize)pair->orbits[i] * n;
    for (int t = 0; t < n; t++)
      NAME(put)(work + t * 2 * POINTS, *(const Lanes *)(vectors + (gsize)places[t] * POINTS), (Lanes){0});
    NAME(transform)(kernel->cyclic, work);
  }
}

static void NAME(analyse)(const BwCosetsKernel *kernel, const double *vectors, double *values, gsize step,
                          double factor, double *work)
{
  const BwCharacters *characters = kernel->characters;
  gsize orbit_size = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int first = 0; first < POINTS; first += LANES)
    for (int p = 0; p < characters->n_orbit_pairs; p++) {
      const BwOrbitPair *pair = &characters->orbit_pairs[p];
      NAME(transform_orbits)(kernel, pair, vectors + first, work + first);
      for (int i = 0; i < pair->n_vectors; i++) {
        const BwCharacterVector *vector = &characters->vectors[pair->first_vector + i];
        double *out = values + first + vector->value * step;
        Complex sum = {{0}, {0}};
        for (int o = 0; o < pair->n_orbits; o++) {
          const double *c = vector->coefficients[o];
          Complex z = NAME(get)(work + first + o * orbit_size + vector->character * 2 * POINTS);
          sum.re += c[0] * z.re - c[1] * z.im;
          sum.im += c[0] * z.im + c[1] * z.re;
        }
        double scale = vector->n_parts == 2 ? factor : 1;
        *(Lanes *)out = scale * sum.re;
        if (vector->n_parts == 2)
          *(Lanes *)(out + step) = -scale * sum.im;
      }
    }
}

static void NAME(synthesise)(const BwCosetsKernel *kernel, const double *values, double *vectors,
                             double *work)
{
  const BwCharacters *characters = kernel->characters;
  int n = kernel->cyclic->n;
  gsize orbit_size = (gsize)n * 2 * POINTS;
  memset(vectors, 0, sizeof *vectors * characters->n_descriptors * POINTS);
  for (int p = 0; p < characters->n_orbit_pairs; p++) {
    const BwOrbitPair *pair = &characters->orbit_pairs[p];
    memset(work, 0, sizeof *work * orbit_size * pair->n_orbits);
    for (int first = 0; first < POINTS; first += LANES) {
      for (int i = 0; i < pair->n_vectors; i++) {
        const BwCharacterVector *vector = &characters->vectors[pair->first_vector + i];
        const double *in = values + first + (gsize)vector->value * POINTS;
        Lanes re = *(const Lanes *)in, im = vector->n_parts == 2 ? *(const Lanes *)(in + POINTS) : (Lanes){0};
        for (int o = 0; o < pair->n_orbits; o++) {
          const double *c = vector->coefficients[o];
          double *z = work + first + o * orbit_size + vector->character * 2 * POINTS;
          Complex sum = NAME(get)(z);
          NAME(put)(z, sum.re + c[0] * re - c[1] * im, sum.im + c[0] * im + c[1] * re);
        }
      }
      for (int o = 0; o < pair->n_orbits; o++) {
        const int *places = characters->places + (gsize)pair->orbits[o] * n;
        NAME(transform)(kernel->cyclic, work + first + o * orbit_size);
        for (int t = 0; t < n; t++)
          *(Lanes *)(vectors + (gsize)places[t] * POINTS + first) +=
              *(const Lanes *)(work + first + o * orbit_size + t * 2 * POINTS);
      }
    }
  }
}

static void NAME(turn)(const BwCosetsKernel *kernel, const BwCharacterTurn *turns, const double *values,
                       double *components)
{
  const BwCharacters *characters = kernel->characters;
  for (int first = 0; first < POINTS; first += LANES)
    for (int o = 0; o < characters->n_orbit_pairs; o++) {
      const BwOrbitPair *pair = &characters->orbit_pairs[o];
      for (int v = pair->first_vector; v < pair->first_vector + pair->n_vectors; v++) {
        const BwCharacterVector *vector = &characters->vectors[v];
        const double *in = values + first + (gsize)vector->value * POINTS;
        Lanes re = *(const Lanes *)in, im = vector->n_parts == 2 ? *(const Lanes *)(in + POINTS) : (Lanes){0};
        for (int i = 0; i < pair->n_orbits; i++) {
          const BwCharacterTurn *turn = &turns[2 * v + i];
          double *z = components + first + (gsize)turn->component * 2 * POINTS;
          Complex sum = NAME(get)(z);
          NAME(put)(z, sum.re + turn->re * re - turn->im * im, sum.im + turn->re * im + turn->im * re);
        }
      }
    }
}

static void NAME(collect)(const BwCosetsKernel *kernel, double *components, double *vectors)
{
  const BwCharacters *characters = kernel->characters;
  int n = kernel->cyclic->n;
  memset(vectors, 0, sizeof *vectors * characters->n_descriptors * POINTS);
  for (int first = 0; first < POINTS; first += LANES)
    for (int orbit = 0; orbit < characters->n_orbits; orbit++) {
      const int *places = characters->places + (gsize)orbit * n;
      double *z = components + first + (gsize)orbit * n * 2 * POINTS;
      NAME(transform)(kernel->cyclic, z);
      for (int t = 0; t < n; t++)
        *(Lanes *)(vectors + (gsize)places[t] * POINTS + first) += *(const Lanes *)(z + t * 2 * POINTS);
    }
}
