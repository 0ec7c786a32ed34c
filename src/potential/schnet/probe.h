/* probe.h - the local chemical potential of SchNet: the energy Ω_A(r) that the network gives a probe atom of
 * element A at r, which feels the atoms of a molecule while they do not feel it. Schütt, Arbabzadah, Chmiela,
 * Müller, Tkatchenko, Nat. Commun. 8, 13890 (2017), (9); J. Chem. Phys. 148, 241722 (2018).
 *
 * The molecule's features are those without the probe: they are computed once, and each point costs no more
 * than one more atom. */
#pragma once

#include "base/watch.h"
#include "potential/potential.h"
#include "system/field.h"

typedef struct _BwSchnetProbe BwSchnetProbe;

/* Around the first of the replicas; copies what it needs of them, and refers to the force field, which must
 * be one of bw_schnet_potential_new(). Fails with UNSUPPORTED for any other, and for elements that the
 * network has not seen; otherwise as bw_potential_evaluate(). */
BwSchnetProbe *bw_schnet_probe_new(BwPotential *schnet, const BwReplicas *molecule, GError **error);
void bw_schnet_probe_free(BwSchnetProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwSchnetProbe, bw_schnet_probe_free)

/* energies[n_points] = Ω of the element at points[n_points][3] (Å) − Ω far from everything, eV. What an atom
 * alone has (*alone, may be NULL) is subtracted: an offset that says nothing of the molecule. The same bytes
 * for any number of threads. Fails with UNSUPPORTED for an element that the network has not seen, CANCELLED.
 */
gboolean bw_schnet_probe_measure(const BwSchnetProbe *self, int element, const double (*points)[3],
                                 gsize n_points, double *energies, double *alone, BwPool *pool,
                                 const BwWatch *watch, GError **error);
/* The same at every point of a field. */
gboolean bw_schnet_probe_fill(const BwSchnetProbe *self, int element, BwField *field, double *alone,
                              BwPool *pool, const BwWatch *watch, GError **error);
