#!/usr/bin/env python3
"""What a force of the sgdml package costs on one core: sgdml_predict.py MODEL.npz BATCH prints microseconds per geometry."""
import os
import statistics
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import logging

logging.disable(logging.CRITICAL)

import numpy as np
from sgdml.predict import GDMLPredict

model, batch = np.load(sys.argv[1], allow_pickle=True), int(sys.argv[2])
start = np.array([
    0.068, 0.470, 0.213, -1.266, 0.038, -0.306, 1.087, -0.467, 0.141, 0.382, 1.458, -0.252, 0.142, 0.755, 1.225,
    -1.651, -0.818, 0.168, -2.017, 0.837, -0.168, -1.109, -0.135, -1.346, 1.271, -0.742, -0.769
])
positions = start + 0.05 * np.random.default_rng(1).random((batch, start.size))
predictor = GDMLPredict(model, max_processes=1)

# Its one knob on one core is the number of training points that are worked on together.
best = np.inf
for chunk in (50, 100, 250, 1000):
    predictor._set_chunk_size(chunk)
    times = []
    end = time.perf_counter() + 0.7
    while time.perf_counter() < end or len(times) < 3:
        before = time.perf_counter()
        predictor.predict(positions)
        times.append(time.perf_counter() - before)
    best = min(best, statistics.median(times))
print(best / batch * 1e6)
