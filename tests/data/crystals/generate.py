#!/usr/bin/env python3
"""Makes the crystals of this folder: thermal configurations of graphene and of benzene on graphene.

    python3 -m venv venv && venv/bin/pip install ase==3.29.0 tblite==0.8.0
    venv/bin/python generate.py graphene 1 graphene-train.xyz.gz
    venv/bin/python generate.py graphene 2 graphene-test.xyz.gz
    venv/bin/python generate.py benzene 1 benzene-on-graphene-train.xyz.gz
    venv/bin/python generate.py benzene 2 benzene-on-graphene-test.xyz.gz

Level of theory: GFN1-xTB (Grimme, Bannwarth, Shushkov, JCTC 13, 1989 (2017)), D3 dispersion included, at the Gamma
point of the 4 x 4 supercell with 20 A along its normal, electrons at 300 K; energies and forces in eV and eV/A. The
lattice constant is that of GFN1-xTB in this cell. Sampled by Langevin dynamics (1 fs, friction 0.02/fs), graphene at
500 K, benzene on graphene at 300 K, 300 fs to begin with, then one configuration every 20 fs; the seed starts an
independent trajectory, so that what is trained on and what is tested on share nothing.

With one thread a step takes 0.12 s (graphene) or 0.24 s, a file of 100 configurations 5 or 10 minutes."""

import gzip
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from ase import units
from ase.build import graphene, molecule
from ase.md.langevin import Langevin
from ase.md.velocitydistribution import MaxwellBoltzmannDistribution, Stationary
from ase.optimize import BFGS
from tblite.ase import TBLite

HEIGHT = 20.0  # A, of the cell
ABOVE = 3.4  # A, where benzene starts
N_FRAMES, FIRST, EVERY = 100, 300, 20
TEMPERATURES = {"graphene": 500, "benzene": 300}


def calculator():
    return TBLite(method="GFN1-xTB", electronic_temperature=300.0, accuracy=0.1, verbosity=0)


def sheet(lattice_constant):
    atoms = graphene(a=lattice_constant, size=(4, 4, 1), vacuum=None)
    atoms.cell[2, 2] = HEIGHT
    atoms.pbc = True
    atoms.positions[:, 2] = HEIGHT / 2
    return atoms


def energy_of(lattice_constant):
    atoms = sheet(lattice_constant)
    atoms.calc = calculator()
    return atoms.get_potential_energy()


def relaxed_lattice_constant():
    """The minimum of a parabola through energies around it, twice."""
    middle = 2.46
    for step in (0.02, 0.004):
        trials = middle + step * np.arange(-2, 3)
        curve = np.polyfit(trials - middle, [energy_of(a) for a in trials], 2)
        middle -= curve[1] / (2 * curve[0])
    return round(middle, 4)


def system(name):
    atoms = sheet(relaxed_lattice_constant())
    if name == "benzene":
        ring = molecule("C6H6")
        ring.positions += atoms.positions[0] - ring.positions.mean(0) + [0, 0, ABOVE]
        atoms += ring
        atoms.pbc = True
    atoms.calc = calculator()
    BFGS(atoms, logfile=None).run(fmax=0.05, steps=60)
    return atoms


def frame_text(atoms):
    cell = " ".join(f"{x:.6f}" for x in atoms.cell.array.ravel())
    lines = [
        str(len(atoms)),
        f'Lattice="{cell}" Properties=species:S:1:pos:R:3:forces:R:3 energy={atoms.get_potential_energy():.6f} '
        f'pbc="T T T" theory="GFN1-xTB, Gamma"',
    ]
    for symbol, r, f in zip(atoms.get_chemical_symbols(), atoms.positions, atoms.get_forces()):
        lines.append(symbol + "".join(f" {x:.5f}" for x in (*r, *f)))
    return "\n".join(lines) + "\n"


def main(name, seed, path):
    random = np.random.RandomState(int(seed))
    atoms = system(name)
    temperature = TEMPERATURES[name]
    MaxwellBoltzmannDistribution(atoms, temperature_K=2 * temperature, rng=random)
    Stationary(atoms)
    dynamics = Langevin(atoms, 1 * units.fs, temperature_K=temperature, friction=0.02 / units.fs, rng=random)
    dynamics.run(FIRST)
    frames = []
    for _ in range(N_FRAMES):
        dynamics.run(EVERY)
        frames.append(frame_text(atoms))
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("".join(frames).encode())


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in TEMPERATURES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
