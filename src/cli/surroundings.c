#include "cli/surroundings.h"
#include "base/elements.h"
#include "cli/cli.h"
#include "system/neighbours.h"

#include <math.h>

static void note_cell(const char *path, double cutoff, const BwCell *cell)
{
  double heights[3];
  bw_cell_heights(cell, heights);
  double smallest = fmin(heights[0], fmin(heights[1], heights[2]));
  if (cutoff > smallest / 2)
    bw_cli_note(
        "%s: the model's cutoff of %g Å is larger than half the cell, which is %.4g Å wide: atoms see "
        "several images of each other; where that is not meant, use a larger cell",
        path, cutoff, smallest);
}

static void note_lonely(const char *path, double cutoff, const BwAtoms *atoms, const BwNeighbours *neighbours)
{
  int n = 0, first = 0;
  for (int i = atoms->n_atoms - 1; i >= 0; i--)
    if (neighbours->first[i + 1] == neighbours->first[i]) {
      n++;
      first = i;
    }
  if (n > 0)
    bw_cli_note(
        "%s: %s%d has no neighbour within the model's cutoff of %g Å%s: its energy is that of an atom "
        "alone; look at the structure and at the unit of its positions",
        path, bw_element(atoms->numbers[first])->symbol, first, cutoff,
        n > 1 ? ", and others have none" : "");
}

void bw_cli_note_surroundings(const char *path, double cutoff, const BwAtoms *atoms, const BwCell *cell,
                              const double *positions)
{
  if (!(cutoff > 0))
    return;
  if (cell && bw_cell_is_periodic(cell))
    note_cell(path, cutoff, cell);
  /* what is wrong with positions the model itself says */
  g_autoptr(BwNeighbours) neighbours =
      bw_neighbours_new(positions, atoms->n_atoms, cell, cutoff, FALSE, NULL);
  if (neighbours)
    note_lonely(path, cutoff, atoms, neighbours);
}
