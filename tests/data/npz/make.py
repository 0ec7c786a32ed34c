#!/usr/bin/env python3
"""How the archives of this folder were made (NumPy 2.4): python3 make.py"""
import io
import os
import pickle
import zipfile

import numpy as np

steps = np.arange(24, dtype='f8').reshape(2, 3, 4) / 8
np.savez_compressed(
    'types.npz',
    f2=np.array([1.5, -2.0, 65504, 6e-8, np.inf], '<f2'), f4=np.array([0.1], '>f4'), f8=np.array([1 / 3, -1e300], '>f8'),
    i1=np.array([-128, 127], 'i1'), i2=np.array([-2, 3], '>i2'), i4=np.array([-2**31], '<i4'),
    i8=np.array([-2**63, 2**63 - 1], '>i8'), u1=np.array([[0, 255]], 'u1'), u2=np.array([65535], '>u2'),
    u4=np.array([2**32 - 1], '<u4'), u8=np.array([2**63 - 1], '>u8'), b=np.array([True, False]),
    fortran=np.asfortranarray(steps), c_order=steps, fortran_ints=np.asfortranarray(np.arange(6).reshape(2, 3)),
    text=np.array('kcal/mol/Å'), texts=np.array(['a', 'Ångström', '']), big_text=np.array('Å', '>U5'),
    raw=np.array(b'abc'), empty=np.zeros((0, 3)), no_text=np.array('', dtype='<U1'),
    none=np.array(None, dtype=object), errors=np.array({'mae': 0.25, 'rmse': np.float64(0.5)}, dtype=object),
    number=np.array(7, dtype=object), ragged=np.array([[1], [2, 3]], dtype=object))


class Evil:
    def __reduce__(self):
        return os.system, ('echo executed',)


objects = {
    'none': None, 'int': -2**40, 'text': 'kcal/mol/Å', 'scalar': np.float64(1 / 3), 'evil': Evil(),
    'dict': {'mae': 0.25, 'rmse': np.float64(-0.5), 'n': np.int32(3), 'half': np.float32(1.5), 'b': True},
}
# The pickles as bytes, so that a test can hand them to the reader one by one: name and protocol.
np.savez_compressed('pickles.npz', **{
    f'{name}{protocol}': np.frombuffer(pickle.dumps(np.array(value, dtype=object), protocol=protocol), 'u1')
    for protocol in range(6) for name, value in objects.items()})

with zipfile.ZipFile('versions.npz', 'w', zipfile.ZIP_STORED) as archive:
    for version in (1, 2, 3):
        member = io.BytesIO()
        np.lib.format.write_array(member, np.arange(3.0), version=(version, 0))
        archive.writestr(f'v{version}.npy', member.getvalue())
