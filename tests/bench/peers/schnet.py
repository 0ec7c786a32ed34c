#!/usr/bin/env python3
"""SchNetPack's SchNet in PyTorch on one core: schnet.py predict|train|pimd FILE.xyz FEATURES; every frame of FILE is a replica.
predict: µs of energies and forces; train: ms of a step (loss of energies and forces, Adam); pimd: µs of a whole step of
SchNetPack's ring-polymer dynamics, PILE-L. Pairs are found beforehand, but for pimd, which has its own list."""
import statistics
import sys
import tempfile
import time

import torch

torch.set_num_threads(1)

import ase.io
import schnetpack as spk
from schnetpack import properties as names
from schnetpack.data.loader import _atoms_collate_fn
from schnetpack.transform import ASENeighborList

CUTOFF = 5.0


def make_model(features, distances):
    basis = spk.nn.GaussianRBF(n_rbf=25, cutoff=CUTOFF)
    schnet = spk.representation.SchNet(features, 3, basis, spk.nn.CosineCutoff(CUTOFF))
    energy = spk.atomistic.Atomwise(n_in=features, output_key="energy")
    return spk.model.NeuralNetworkPotential(
        schnet, [distances], [energy, spk.atomistic.Forces(energy_key="energy", force_key="forces")])


def make_batch(frames):
    find, frames_with_pairs = ASENeighborList(CUTOFF), []
    for frame in frames:
        inputs = {names.Z: torch.tensor(frame.numbers), names.R: torch.tensor(frame.positions),
                  names.cell: torch.tensor(frame.cell.array), names.pbc: torch.tensor(frame.pbc),
                  names.n_atoms: torch.tensor([len(frame)])}
        frames_with_pairs.append(find(inputs))
    batch = _atoms_collate_fn(frames_with_pairs)
    return {k: v.float() if v.is_floating_point() else v for k, v in batch.items()}


def best_time(call, seconds=3.0):
    """The median of the best of several rounds: its time depends on the state of the allocator."""
    rounds, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(rounds) < 5:
        times = []
        for _ in range(10):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        rounds.append(statistics.median(times))
    return min(rounds)


def predict(frames, features):
    model, batch = make_model(features, spk.atomistic.PairwiseDistances()).eval(), make_batch(frames)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return best_time(lambda: model(dict(batch))) * 1e6


def train(frames, features):
    model, batch = make_model(features, spk.atomistic.PairwiseDistances()).train(), make_batch(frames)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-6)
    energies, forces = torch.rand(len(frames)), torch.rand(batch[names.R].shape) - 0.5

    def step():
        optimizer.zero_grad()
        out = model(dict(batch))
        mse = torch.nn.functional.mse_loss
        (0.01 * mse(out["energy"], energies) + 0.99 * mse(out["forces"], forces)).backward()
        optimizer.step()

    return best_time(step) * 1e3


def pimd(frames, features):
    from schnetpack import md
    from schnetpack.md.calculators import SchNetPackCalculator
    from schnetpack.md.neighborlist_md import NeighborListMD
    from schnetpack.md.simulation_hooks import PILELocalThermostat

    class Calculator(SchNetPackCalculator):
        def _load_model(self, model):
            return model.eval()

    steps = 20
    system = md.System()
    system.load_molecules(frames[0], n_replicas=len(frames), position_unit_input="Angstrom")
    md.UniformInit(300, remove_center_of_mass=True).initialize_system(system)
    model = make_model(features, spk.atomistic.PairwiseDistances())
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    near = NeighborListMD(CUTOFF, 2.0, ASENeighborList)
    calculator = Calculator(model, "forces", "eV", "Angstrom", near, energy_key="energy")
    simulator = md.Simulator(system, md.integrators.RingPolymer(1e-3, len(frames), 300), calculator,
                             [PILELocalThermostat(300, 100)], progress=False).to(torch.float32)
    return best_time(lambda: simulator.simulate(steps), 6.0) / (steps + 1) * 1e6


with open(sys.argv[2]) as file:
    frames = ase.io.read(file, ":", format="extxyz")
work = {"predict": predict, "train": train, "pimd": pimd}[sys.argv[1]]
print(work(frames, int(sys.argv[3])))
