/* schnet-peer.h - the same on SchNetPack's network in PyTorch. */
#pragma once

#include "potential/potential.h"

/* What peers/schnet.py prints for WORK ("predict", "train", "pimd") on these replicas: µs of energies and
 * forces or of a whole step of dynamics, ms of a step of training; NAN without a peer. */
double bw_bench_schnet_peer(const char *work, const BwReplicas *replicas, int n_features);
