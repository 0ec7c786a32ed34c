#include "cli/advised.h"
#include "cli/cli.h"
#include "cli/surroundings.h"
#include "dynamics/advice.h"

gboolean bw_cli_note_advice(BwRunSpec *spec, GError **error)
{
  BwAdvice advice;
  const BwDynamicsSettings *dynamics = &spec->dynamics;
  spec->potential = bw_potential_open(spec->model_path, error);
  if (!spec->potential)
    return FALSE;
  if (spec->potential->elements) /* a network */
    bw_cli_note_surroundings(spec->structure_path, spec->potential->cutoff, spec->atoms, spec->cell,
                             spec->positions);
  /* Where there is no advice the run itself says what is wrong, if anything is. */
  if (!bw_advise(spec->potential, spec->atoms, spec->cell, spec->positions, dynamics->temperature, NULL,
                 &advice, NULL))
    return TRUE;
  if (dynamics->timestep >= advice.longest_timestep)
    bw_cli_note("a time step of %g fs is beyond the limit of %.2g fs that the fastest vibration (%.0f cm⁻¹) "
                "sets; %g fs is a good one",
                dynamics->timestep, advice.longest_timestep, advice.highest_frequency, advice.timestep);
  if (dynamics->n_beads > 1 && dynamics->n_beads < advice.n_beads)
    bw_cli_note(
        "at %g K the fastest vibration (%.0f cm⁻¹, βħω = %.1f) asks for %d beads; with %d its quantum "
        "nature is not fully there",
        dynamics->temperature, advice.highest_frequency, advice.quantumness, advice.n_beads,
        dynamics->n_beads);
  return TRUE;
}
