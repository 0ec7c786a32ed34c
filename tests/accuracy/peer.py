"""Trains what a model of ours was trained on with sgdml from PyPI, and tests it on the same frames.

peer.py MODEL.npz TRAIN.npz TEST.npz [ENERGY_KEY FORCES_KEY]
The frames, sigma and lambda are those of MODEL; the symmetries are what sgdml finds by itself. Where TEST is TRAIN, the
frames that MODEL was trained and validated on are left out. Prints one line of JSON: errors in the data's units and the
seconds that its training took.
"""
import contextlib
import io
import json
import os
import sys
import time

import numpy as np
from sgdml.predict import GDMLPredict
from sgdml.train import GDMLTrain


def dataset(path, energy_key, forces_key):
    data = np.load(path)
    z, r = ("z", "R") if "R" in data else ("nuclear_charges", "coords")
    return {
        "type": np.array("d"), "code_version": np.array("0"), "name": np.array("peer"),
        "theory": np.array("unknown"),
        "z": data[z].astype(np.uint8), "R": data[r].astype(float),
        "E": data[energy_key].astype(float).ravel(), "F": data[forces_key].astype(float),
        "r_unit": np.array("Ang"), "e_unit": np.array("kcal/mol"),
    }


def main():
    model_path, train_path, test_path = sys.argv[1:4]
    keys = sys.argv[4:6] or ("E", "F")
    model = dict(np.load(model_path, allow_pickle=True))
    data, test = dataset(train_path, *keys), dataset(test_path, *keys)
    if test_path == train_path:
        seen = np.concatenate([model["idxs_train"], model["idxs_valid"]]).astype(int)
        for key in "REF":
            test[key] = np.delete(test[key], seen, axis=0)
    n = len(model["idxs_train"])
    chosen = dict(data)
    for key in "REF":
        chosen[key] = data[key][model["idxs_train"]]
    trainer = GDMLTrain(max_memory=int(os.environ.get("BW_PEER_MEMORY", "10")))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        task = trainer.create_task(chosen, n, chosen, 0, int(model["sig"]), lam=float(model["lam"]),
                                   use_sym=True, use_E=True, use_E_cstr=False)
        start = time.time()
        trained = trainer.train(task)
        seconds = time.time() - start
        predictor = GDMLPredict(trained)
        energies, forces = predictor.predict(test["R"].reshape(len(test["R"]), -1))
    energy = energies.ravel() - test["E"]
    force = forces.reshape(test["F"].shape) - test["F"]
    print(json.dumps({
        "n": len(energy), "energy_mae": float(np.abs(energy).mean()), "force_mae": float(np.abs(force).mean()),
        "n_permutations": int(trained["perms"].shape[0]), "wall_s": seconds}, separators=(",", ":")))


if __name__ == "__main__":
    main()
