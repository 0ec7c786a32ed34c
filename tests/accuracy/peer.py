"""Trains what a model of ours was trained on with sgdml from PyPI, and tests it on the same frames.

peer.py MODEL.npz TRAIN.npz TEST.npz ENERGY_KEY FORCES_KEY SYMMETRIES(0|1)
The frames, sigma and lambda are those of MODEL; the symmetries are what sgdml finds by itself. Prints one line
of JSON: errors in the data's units and the seconds that its training took.
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
    return {
        "type": np.array("d"), "code_version": np.array("0"), "name": np.array("peer"),
        "theory": np.array("unknown"),
        "z": data["nuclear_charges"].astype(np.uint8), "R": data["coords"].astype(float),
        "E": data[energy_key].astype(float).ravel(), "F": data[forces_key].astype(float),
        "r_unit": np.array("Ang"), "e_unit": np.array("kcal/mol"),
    }


def main():
    model_path, train_path, test_path, energy_key, forces_key, use_sym = sys.argv[1:7]
    model = dict(np.load(model_path, allow_pickle=True))
    data, test = dataset(train_path, energy_key, forces_key), dataset(test_path, energy_key, forces_key)
    n = len(model["idxs_train"])
    chosen = dict(data)
    for key in "REF":
        chosen[key] = data[key][model["idxs_train"]]
    trainer = GDMLTrain(max_memory=int(os.environ.get("BW_PEER_MEMORY", "10")))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        task = trainer.create_task(chosen, n, chosen, 0, int(model["sig"]), lam=float(model["lam"]),
                                   use_sym=use_sym == "1", use_E=True, use_E_cstr=False)
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
