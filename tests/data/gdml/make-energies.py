#!/usr/bin/env python3
"""How energies.npz was made: sgdml 1.0.3 trains with energy constraints (--E_cstr) on made-up ethanol, whose energy is a
sum over pairs of atoms; then it prints what it predicts for three geometries: python3 make-energies.py"""
import logging
import sys

import numpy as np
from sgdml.predict import GDMLPredict
from sgdml.train import GDMLTrain
from sgdml.utils import io

logging.disable(logging.CRITICAL)
np.in1d = np.isin  # sgdml 1.0.3 asks NumPy for a name that it has dropped
z = np.array([6, 6, 8, 1, 1, 1, 1, 1, 1])
ethanol = np.array([[0.068, 0.470, 0.213], [-1.266, 0.038, -0.306], [1.087, -0.467, 0.141], [0.382, 1.458, -0.252],
                    [0.142, 0.755, 1.225], [-1.651, -0.818, 0.168], [-2.017, 0.837, -0.168], [-1.109, -0.135, -1.346],
                    [1.271, -0.742, -0.769]])


def label(R):
    """E = Σ q_i q_j e^(−r_ij/2), kcal/mol, and forces"""
    q = 6 * np.sqrt(z)
    difference = R[:, :, None] - R[:, None]
    r = np.linalg.norm(difference, axis=-1) + np.eye(len(z))
    e = q[:, None] * q * np.exp(-r / 2) * (1 - np.eye(len(z)))
    return e.sum((1, 2)) / 2, ((e / (2 * r))[..., None] * difference).sum(2)


def geometry(seed):
    """reproducible without a random generator"""
    return ethanol + 0.12 * np.sin(np.arange(1, 28) * 12.9898 + 7.13 * seed).reshape(9, 3)


n_train, n = 30, 40
R = np.array([geometry(i) for i in range(n)])
E, F = label(R)
dataset = dict(type='d', code_version='1.0.3', name='made-up ethanol', theory='pairs', z=z, R=R, E=E, F=F, r_unit='Ang',
               e_unit='kcal/mol', E_min=E.min(), E_max=E.max(), E_mean=E.mean(), E_var=E.var(), F_min=F.min(),
               F_max=F.max(), F_mean=F.mean(), F_var=F.var())
dataset['md5'] = io.dataset_md5(dataset)
perms = np.array([[0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 3, 4, 6, 7, 5, 8], [0, 1, 2, 3, 4, 7, 5, 6, 8],
                  [0, 1, 2, 4, 3, 7, 6, 5, 8], [0, 1, 2, 4, 3, 5, 7, 6, 8], [0, 1, 2, 4, 3, 6, 5, 7, 8]])
dataset = {key: np.asarray(value) for key, value in dataset.items()}
trainer = GDMLTrain(max_processes=1)
task = trainer.create_task(dataset, n_train, dataset, n - n_train, 8, 1e-8, perms=perms, use_E_cstr=True)
model = trainer.train(task)
np.savez_compressed('energies.npz', **model)
E, F = GDMLPredict(model, max_processes=1).predict(np.array([geometry(100 + i).ravel() for i in range(3)]))
np.set_printoptions(precision=17)
for i in range(3):
    print(repr(float(E[i])), [repr(float(f)) for f in F[i]], file=sys.stdout)
