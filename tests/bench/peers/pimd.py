#!/usr/bin/env python3
"""i-PI's cost of one step on a trivial force: pimd.py ATOMS BEADS THERMOSTAT prints microseconds."""
import os
import statistics
import sys
import tempfile
import time

atoms, beads, thermostat = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
steps, repeats = 20, 7

input_xml = """
<simulation verbosity="quiet">
  <output prefix="peer">
    <properties stride="1" filename="out">
      [ step, conserved, temperature, potential, kinetic_cv, kinetic_td ]
    </properties>
  </output>
  <ffdirect name="wells"><pes>harmonic</pes><parameters>{{k1: 0.05}}</parameters></ffdirect>
  <system>
    <initialize nbeads="{beads}">
      <file mode="xyz">start.xyz</file>
      <velocities mode="thermal" units="kelvin">300</velocities>
    </initialize>
    <forces><force forcefield="wells"/></forces>
    <ensemble><temperature units="kelvin">300</temperature></ensemble>
    <motion mode="dynamics">
      <dynamics mode="{mode}">
        <timestep units="femtosecond">0.25</timestep>
        {thermostat}
      </dynamics>
    </motion>
  </system>
</simulation>
"""

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("start.xyz", "w") as file:
        print(f"{atoms}\n# CELL(abcABC): 50 50 50 90 90 90 positions{{angstrom}} cell{{angstrom}}", file=file)
        for i in range(atoms):
            print("H", 0.01 * i, 0, 0, file=file)
    block = "" if thermostat == "nve" else \
        f'<thermostat mode="{thermostat}"><tau units="femtosecond">100</tau></thermostat>'
    from ipi.scripting import InteractiveSimulation

    sys.stdout = sys.stderr
    simulation = InteractiveSimulation(
        input_xml.format(beads=beads, mode="nve" if thermostat == "nve" else "nvt", thermostat=block))
    simulation.run(steps)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        simulation.run(steps, write_outputs=True)
        times.append((time.perf_counter() - start) / steps)
    print(statistics.median(times) * 1e6, file=sys.__stdout__)
