#!/usr/bin/env python3
"""What the sgdml package takes for a model: sgdml_train.py DATA.npz TEST.npz POINTS FRAMES auto|closed prints the seconds
of training on two cores (symmetries included), the mean absolute error of forces on the first FRAMES of TEST, and the
peak of its memory in GB."""
import logging
import resource
import sys
import time

import numpy as np

logging.disable(logging.CRITICAL)

np.in1d = getattr(np, "in1d", np.isin)  # the package asks for it, numpy 2.4 no longer has it

from sgdml.predict import GDMLPredict
from sgdml.train import GDMLTrain
from sgdml.utils import io



def dataset(path):
    data = np.load(path)
    fields = {"type": "d", "name": np.array("rmd17"), "theory": np.array("PBE"), "z": data["nuclear_charges"],
              "R": data["coords"], "E": data["energies"], "F": data["forces"]}
    return fields | {"md5": io.dataset_md5(fields)}


data, test = dataset(sys.argv[1]), dataset(sys.argv[2])
points, frames = int(sys.argv[3]), int(sys.argv[4])

# Its iterative solver is what it takes when the closed form does not fit into the memory it is allowed; "auto" is the
# faster of the two, which the closed form is for as long as it fits.
start = time.perf_counter()
trainer = GDMLTrain(max_processes=2)
task = trainer.create_task(data, points, test, 1, 10, lam=1e-10)
model = trainer.train(task)
seconds = time.perf_counter() - start

_, forces = GDMLPredict(model, max_processes=1).predict(test["R"][:frames].reshape(frames, -1))
error = np.abs(forces.reshape(frames, -1, 3) - test["F"][:frames]).mean()
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(seconds, error, peak * 1024 / 1e9)
