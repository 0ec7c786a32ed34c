#!/usr/bin/env python3
"""How the models of this folder were made (NumPy 2.4; made-up numbers in sGDML's layouts): python3 make.py"""
import numpy as np

# Water with O in the middle: descriptor elements (1,0) (2,0) (2,1), swapping the hydrogens swaps the 1st and 3rd.
z = np.array([1, 8, 1], 'u1')
R_desc = np.array([[1.0, 1.1], [0.6, 0.65], [1.2, 1.3]])  # (D, M)
alpha = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -0.125]])  # (M, D)
perms = np.array([[0, 1, 2], [2, 1, 0]])
tril_perms_lin = np.array([0, 3 + 2, 1, 3 + 1, 2, 3 + 0])

np.savez_compressed(
    'water-2018.npz', z=z, Rt_desc=np.asfortranarray(R_desc), Rt_d_desc_alpha=alpha[:, :, None],
    perms=np.asfortranarray(perms + 1).astype('u1'), tril_perms_lin=tril_perms_lin, c=-7.5, sig=12, dataset='water',
    f_mae=0.25, f_rmse=0.5, e_mae=0.125, e_rmse=0.375)

today = dict(
    type='m', code_version='1.0.3', dataset_name='water', dataset_theory='unknown', solver_name='cg', z=z,
    idxs_train=np.array([4, 2]), md5_train=np.bytes_('0123456789abcdef0123456789abcdef'), idxs_valid=np.array([1]),
    md5_valid=np.bytes_('fedcba9876543210fedcba9876543210'), n_test=30, md5_test=None,
    f_err={'mae': 0.25, 'rmse': np.float64(0.5)}, e_err={'mae': 0.125, 'rmse': 0.375}, R_desc=np.asfortranarray(R_desc),
    R_d_desc_alpha=alpha, c=-7.5, std=2.5, sig=12, lam=1e-10, alphas_F=np.arange(18) / 8, perms=perms,
    tril_perms_lin=tril_perms_lin, use_E=True, r_unit='bohr', e_unit='eV',
    lattice=np.array([[10., 1, 2], [0, 11, 3], [0, 0, 12]]), solver_tol=1e-4, solver_iters=17, solver_resid=0.5,
    norm_y_train=3.0, inducing_pts_idxs=np.array([0, 5]))
np.savez_compressed('water-today.npz', **today)
np.savez_compressed('contradiction.npz', **dict(today, tril_perms_lin=np.array([0, 3, 1, 4, 2, 5])))
unlike = dict(today, perms=np.array([[0, 1, 2], [1, 0, 2]]))
del unlike['tril_perms_lin']
np.savez_compressed('unlike.npz', **unlike)
np.savez_compressed('nan.npz', **dict(today, R_d_desc_alpha=np.array([[1.0, np.nan, 3.0], [0.5, 0.25, -0.125]])))
np.savez_compressed('shape.npz', **dict(today, alphas_F=np.arange(17) / 8))
np.savez_compressed('energies-shape.npz', **dict(today, alphas_E=np.arange(3) / 8))
np.savez_compressed('energies-nan.npz', **dict(today, alphas_E=np.array([0.5, np.nan])))
