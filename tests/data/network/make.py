"""Makes schnetpack.model, of which resources/import/schnetpack-to-bwmodel made schnetpack.bwmodel:

    schnetpack-to-bwmodel schnetpack.model schnetpack.bwmodel --elements H,O --energy-unit kcal/mol \\
        --name water --theory PBE

and prints energy (kcal/mol) and forces of a water molecule. SchNetPack 2.1.1, torch 2.4.1.
"""

import schnetpack
import schnetpack.transform as transform
import torch
from ase import Atoms

torch.manual_seed(8)
representation = schnetpack.representation.SchNet(
    n_atom_basis=8, n_interactions=2, n_filters=6,
    radial_basis=schnetpack.nn.GaussianRBF(n_rbf=6, cutoff=4.5), cutoff_fn=schnetpack.nn.CosineCutoff(4.5))
offsets = transform.AddOffsets("energy", add_mean=True, add_atomrefs=True)
offsets.mean = torch.tensor([-3.25])
offsets.atomref = torch.zeros(100)
offsets.atomref[1], offsets.atomref[8] = -13.5, -2042.75
model = schnetpack.model.NeuralNetworkPotential(
    representation, [schnetpack.atomistic.PairwiseDistances()],
    [schnetpack.atomistic.Atomwise(n_in=8, output_key="energy"),
     schnetpack.atomistic.Forces(energy_key="energy", force_key="forces")],
    [transform.CastTo64(), offsets])
for parameter in model.parameters():
    if parameter.dim() == 1:
        torch.nn.init.normal_(parameter, 0, 0.1)
torch.save(model.eval(), "schnetpack.model")

water = Atoms("OH2", [[0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0.1]])
converter = schnetpack.interfaces.AtomsConverter(neighbor_list=transform.ASENeighborList(cutoff=4.5),
                                                 dtype=torch.float32)
answer = model(converter(water))
print(float(answer["energy"]), answer["forces"].tolist())
