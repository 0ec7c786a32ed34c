#include "cli/dropped.h"
#include "cli/cli.h"
#include "io/formats.h"

/* Energies, forces and the like are left out whole by formats of positions; H5MD holds numbers only. */
static gboolean keeps(const BwFormat *format, const BwProperty *property)
{
  static const char *const of_pdb[] = {
      "occupancy", "bfactor", "residuenames", "residuenumbers", "chains", "insertioncodes", NULL};
  if (g_str_equal(format->name, "h5md"))
    return property->values != NULL;
  if (g_str_equal(format->name, "pdb"))
    return g_strv_contains(of_pdb, property->name);
  return format != &bw_format_beads;
}

void bw_cli_note_dropped(const char *path, const BwFormat *format, BwTrajectory *trajectory)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, 0, NULL);
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; frame && i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (!keeps(format, property))
      g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", property->name);
  }
  if (names->len > 0)
    bw_cli_note("%s does not keep %s: the format has no place for it", path, names->str);
}
