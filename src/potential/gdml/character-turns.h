/* character-turns.h - permutations that turn T into itself (p t p⁻¹ ∈ T), in the basis of characters.h: they
 * take a character on an orbit to one character on another orbit, times a phase. */
#pragma once

#include "potential/gdml/characters.h"

/* Where a vector's component on one of its orbits goes: coefficient [re, im], its own and the phase. */
typedef struct {
  int component; /* orbit × translations + character */
  double re, im;
} BwCharacterTurn;

/* turns[vectors][2], as many as the vector has orbits: with values s of the vectors,
 *
 *   y[t(a₀)] = Re Σ_χ χ(t) Σ (re + i im)(s_re + i s_im) over what has the component (orbit of a₀, χ)
 *
 * is P_p times what the values are of, with (P_p y)[a] = y[p[a]]; p: [D]. T must be normal. */
void bw_characters_turn(const BwCharacters *characters, const BwAbelian *abelian, const int *p,
                        BwCharacterTurn *turns);
