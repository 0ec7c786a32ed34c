#!/usr/bin/env python3
"""How the datasets of this folder were made (NumPy 2.4, sGDML 1.0.3; made-up numbers): python3 make.py"""
import numpy as np
from sgdml.utils import io

R = np.arange(18, dtype='f8').reshape(2, 3, 3) ** 2 / 16
E = np.array([-10.5, -10.25])
F = np.arange(18, dtype='f8').reshape(2, 3, 3) / 8 - 1

sgdml = dict(type='d', code_version='1.0.3', name='water', theory='PBE0', z=np.array([8, 1, 1], 'u1'), R=R, E=E[:, None], F=F,
             r_unit='bohr', e_unit='eV', lattice=np.array([[10., 1, 2], [0, 11, 3], [0, 0, 12]]),
             perms=np.array([[0, 1, 2], [0, 2, 1]]))
sgdml['md5'] = io.dataset_md5(sgdml)
np.savez_compressed('sgdml.npz', **sgdml)
changed = dict(sgdml, F=F * 2)
np.savez_compressed('changed.npz', **changed)

rmd17 = dict(nuclear_charges=np.array([8, 1, 1], 'u1'), coords=np.asfortranarray(R), energies=E, forces=F,
             old_energies=E + 1, old_forces=-F)
np.savez_compressed('rmd17.npz', **rmd17)
print('md5 of rmd17.npz:', io.dataset_md5(dict(z=rmd17['nuclear_charges'], R=R, E=E, F=F)).decode())
print('md5 of its old labels, without energies:', io.dataset_md5(dict(z=rmd17['nuclear_charges'], R=R, F=-F)).decode())

ase = dict(numbers=np.array([[8, 1, 1], [8, 1, 1]]), positions=R.astype('f4'), forces=F, cell=np.diag([4., 5, 6]))
np.savez_compressed('ase.npz', **ase)


def bad(name, **changes):
    arrays = dict(rmd17, **changes)
    np.savez_compressed(f'bad-{name}.npz', **{k: v for k, v in arrays.items() if v is not None})


spoilt = F.copy()
spoilt[1, 2, 0] = np.nan
bad('nan', forces=spoilt)
bad('inf', energies=np.array([1, np.inf]))
bad('shape', forces=F[:, :2])
bad('frames', energies=E[:1])
bad('empty', coords=R[:0], energies=E[:0], forces=F[:0])
bad('numbers', nuclear_charges=np.array([8, -1, 1]))
bad('atoms', nuclear_charges=np.array([8, 1]))
bad('other', nuclear_charges=np.array([[8, 1, 1], [8, 1, 6]]))
bad('absent', coords=None)
bad('ambiguous', E=E)
bad('objects', forces=np.array([None, 'x'], dtype=object))
np.savez_compressed('bad-unit.npz', **dict(sgdml, e_unit='parsec'))
np.savez_compressed('bad-sgdml.npz', **{k: v for k, v in sgdml.items() if k != 'F'})
np.savez_compressed('bad-task.npz', type='t', R_train=R)
