#!/usr/bin/env python3
"""What the sgdml package takes for a model: sgdml_train.py DATA.npz TEST.npz POINTS FRAMES SECONDS prints the seconds of
training on two cores (symmetries included), the mean absolute error of forces on the first FRAMES of TEST, the peak of its
memory in GB, and nan. A training that has not finished after SECONDS (0: no limit) is given up: nan stands for the error
then, and its relative residual by then, which it ends with 1e-4, for the last number."""
import logging
import multiprocessing
import os
import resource
import sys
import threading
import time

import numpy as np

logging.disable(logging.CRITICAL)

np.in1d = getattr(np, "in1d", np.isin)  # the package asks for it, numpy 2.4 no longer has it

from sgdml.predict import GDMLPredict
from sgdml.solvers import iterative
from sgdml.train import GDMLTrain
from sgdml.utils import io


def dataset(path):
    data = np.load(path)
    fields = {"type": "d", "name": np.array("rmd17"), "theory": np.array("PBE"), "z": data["nuclear_charges"],
              "R": data["coords"], "E": data["energies"], "F": data["forces"]}
    return fields | {"md5": io.dataset_md5(fields)}


def report(seconds, error, residual):
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(seconds, error, peak * 1024 / 1e9, residual, flush=True)


def give_up():
    norm = np.sqrt(points * data["F"][0].size)  # of its labels, which it divides by their standard deviation
    residual = (getattr(iterative, "resid", 0) or norm) / norm
    print(f"sgdml has not finished after {limit:.0f} s: {getattr(iterative, 'num_iters', 0)} iterations, "
          f"residual {residual:.2g}", file=sys.stderr)
    report(limit, np.nan, residual)
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(0)


data, test = dataset(sys.argv[1]), dataset(sys.argv[2])
points, frames, limit = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
if limit > 0:
    timer = threading.Timer(limit, give_up)
    timer.daemon = True
    timer.start()

# It takes the closed form, which is the faster one, for as long as that fits into the memory that there is.
start = time.perf_counter()
trainer = GDMLTrain(max_processes=2)
task = trainer.create_task(data, points, test, 1, 10, lam=1e-10)
model = trainer.train(task)
seconds = time.perf_counter() - start
if limit > 0:
    timer.cancel()

_, forces = GDMLPredict(model, max_processes=1).predict(test["R"][:frames].reshape(frames, -1))
report(seconds, np.abs(forces.reshape(frames, -1, 3) - test["F"][:frames]).mean(), np.nan)
