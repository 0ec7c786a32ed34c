#!/usr/bin/env python3
"""What kernel-peer.c asks the sgdml package: sgdml-peer.py DATA.npz OURS.npz THEIRS.npz N_TRAIN SIGMA LAMBDA E_CSTR
trains a model THEIRS on the geometries of DATA, and prints energy and forces of each geometry as OURS, then as THEIRS
predicts them, one line each."""
import logging
import sys

import numpy as np

logging.disable(logging.CRITICAL)
np.in1d = np.isin  # sgdml 1.0.3 asks NumPy for a name that it has dropped
from sgdml.predict import GDMLPredict
from sgdml.train import GDMLTrain
from sgdml.utils import io

data, ours, theirs = sys.argv[1:4]
n_train, sigma, lam, e_cstr = int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6]), sys.argv[7] == '1'
with np.load(data) as arrays:
    dataset = dict(arrays, type='d', code_version='1.0.3', name='springs', theory='springs', r_unit='Ang', e_unit='eV')
for name in 'EF':
    array = dataset[name]
    dataset.update({name + '_min': array.min(), name + '_max': array.max(), name + '_mean': array.mean(),
                    name + '_var': array.var()})
dataset['md5'] = io.dataset_md5(dataset)
dataset = {key: np.asarray(value) for key, value in dataset.items()}
trainer = GDMLTrain(max_processes=1)
task = trainer.create_task(dataset, n_train, dataset, len(dataset['R']) - n_train, sigma, lam, use_E_cstr=e_cstr)
np.savez_compressed(theirs, **trainer.train(task))
for path in ours, theirs:
    with np.load(path, allow_pickle=True) as model:
        E, F = GDMLPredict(dict(model), max_processes=1).predict(dataset['R'].reshape(len(dataset['R']), -1))
    for row in np.hstack([E[:, None], F]):
        print(*(repr(float(x)) for x in row))
