#include "base/error.h"
#include "render/scene.h"

void bw_scene_style_init(BwSceneStyle *style, gboolean dark)
{
  static const double light_background[3] = {1, 1, 1};
  static const double dark_background[3] = {0x1e / 255.0, 0x1e / 255.0, 0x1e / 255.0};
  *style = (BwSceneStyle){
      .style = BW_STYLE_BALL_AND_STICK,
      .show_beads = TRUE,
      .show_springs = TRUE,
      .show_centroid = TRUE,
      .show_cell = TRUE,
      .show_bonds = TRUE,
      .bead_colour = BW_BEADS_BY_ELEMENT,
      .atom_scale = 1,
      .bead_radius = 0.04,
      .dark = dark,
      .ambient_occlusion = TRUE,
      .outlines = TRUE,
      .depth_cue = TRUE,
      .cloud_fractions = {0.5, 0.9},
      .images = {1, 1, 1},
      .axes_scale = 1,
  };
  for (int c = 0; c < 3; c++)
    style->background[c] = dark ? dark_background[c] : light_background[c];
}

gboolean bw_style_parse(const char *name, BwStyle *style, GError **error)
{
  static const char *const names[] = {
      [BW_STYLE_BALL_AND_STICK] = "ball-and-stick",
      [BW_STYLE_LICORICE] = "licorice",
      [BW_STYLE_SPACE_FILLING] = "space-filling",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_ascii_strcasecmp(name, names[i]) == 0) {
      *style = (BwStyle)i;
      return TRUE;
    }
  return bw_fail(error, BW_ERROR_ARGUMENT,
                 "there is no style “%s”; use ball-and-stick, licorice or space-filling", name);
}
