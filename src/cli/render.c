/* render: one frame as a picture, without a display. */
#include "cli/cli.h"
#include "cli/frames.h"
#include "io/io.h"
#include "render/offscreen.h"

#include <math.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_render = {
    "render",
    "FILE -o PICTURE.png",
    "Draw a frame of a trajectory as a picture",
    "beadwork render run.h5 -o ethanol.png --size 1600x1000 --bead-colour time",
    run,
};

enum { MOST_MOMENTS = 100000 };

typedef struct {
  BwCommon common;
  char *size, *style, *bead_colour, *cloud_colour, *rotate, *images;
  gint64 frame;
  int cloud_moments;
  double zoom;
  gboolean dark, orthographic;
  BwSceneStyle look;
  int width, height;
  double turns[3]; /* degrees about the eye's x, y and z */
} Options;

static void options_clear(Options *o)
{
  bw_common_clear(&o->common);
  g_free(o->size);
  g_free(o->style);
  g_free(o->bead_colour);
  g_free(o->rotate);
  g_free(o->images);
  g_free(o->cloud_colour);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean parse_line(Options *o, int *argc, char ***argv, GError **error)
{
  enum { NO = G_OPTION_FLAG_REVERSE };
  BwSceneStyle *look = &o->look;
  const GOptionEntry entries[] = {
      {"size", 0, 0, G_OPTION_ARG_STRING, &o->size, "Pixels, up to 16384 either way (1280x800)", "WxH"},
      {"frame", 0, 0, G_OPTION_ARG_INT64, &o->frame,
       "Which one, from 0; negative from the end (first; of runs the last)", "N"},
      {"style", 0, 0, G_OPTION_ARG_STRING, &o->style, "ball-and-stick, licorice or space-filling", "STYLE"},
      {"bead-colour", 0, 0, G_OPTION_ARG_STRING, &o->bead_colour, "By element, or by imaginary time",
       "element|time"},
      {"bead-radius", 0, 0, G_OPTION_ARG_DOUBLE, &look->bead_radius, "In Å (0.04)", "R"},
      {"beads", 0, 0, G_OPTION_ARG_NONE, &look->show_beads, "Show the beads (they are)", NULL},
      {"no-beads", 0, NO, G_OPTION_ARG_NONE, &look->show_beads, "Show the centroid alone", NULL},
      {"centroid", 0, 0, G_OPTION_ARG_NONE, &look->show_centroid, "Show the centroid among the beads (it is)",
       NULL},
      {"no-centroid", 0, NO, G_OPTION_ARG_NONE, &look->show_centroid, "Show the beads alone", NULL},
      {"no-springs", 0, NO, G_OPTION_ARG_NONE, &look->show_springs, "Leave out the springs", NULL},
      {"no-bonds", 0, NO, G_OPTION_ARG_NONE, &look->show_bonds, "Leave out the bonds", NULL},
      {"no-cell", 0, NO, G_OPTION_ARG_NONE, &look->show_cell, "Leave out the edges of the cell", NULL},
      {"cloud", 0, 0, G_OPTION_ARG_NONE, &look->show_cloud, "Show the delocalisation cloud", NULL},
      {"cloud-moments", 0, 0, G_OPTION_ARG_INT, &o->cloud_moments,
       "Average it over so many frames up to this one (256)", "N"},
      {"cloud-in-place", 0, 0, G_OPTION_ARG_NONE, &look->cloud_in_place,
       "With the motion of the centroids, not relative to them", NULL},
      {"cloud-colour", 0, 0, G_OPTION_ARG_STRING, &o->cloud_colour, "By element, or one accent for all",
       "element|accent"},
      {"images", 0, 0, G_OPTION_ARG_STRING, &o->images, "Repeat the atoms so often along a, b and c (1,1,1)",
       "A,B,C"},
      {"axes", 0, 0, G_OPTION_ARG_NONE, &look->show_axes, "Show the axes in the corner", NULL},
      {"dark", 0, 0, G_OPTION_ARG_NONE, &o->dark, "On dark ground", NULL},
      {"transparent", 0, 0, G_OPTION_ARG_NONE, &look->transparent, "On no ground", NULL},
      {"orthographic", 0, 0, G_OPTION_ARG_NONE, &o->orthographic, "Without perspective", NULL},
      {"rotate", 0, 0, G_OPTION_ARG_STRING, &o->rotate,
       "Turn from the view that hides least, degrees about right, up and towards you", "X,Y,Z"},
      {"zoom", 0, 0, G_OPTION_ARG_DOUBLE, &o->zoom, "Larger than filling the picture (1)", "FACTOR"},
      {0},
  };
  return bw_cli_parse(&bw_verb_render, entries, BW_NEEDS_OUTPUT | BW_TAKES_UNITS | BW_TAKES_JSON, &o->common,
                      1, 1, argc, argv, error);
}

static gboolean parse_rotation(Options *o, GError **error)
{
  char *at = o->rotate;
  for (int k = 0; at && k < 3; k++) {
    char *end;
    o->turns[k] = g_ascii_strtod(at, &end);
    gboolean fine = end != at && isfinite(o->turns[k]) && *end == (k < 2 ? ',' : '\0');
    if (!fine)
      return bw_fail(error, BW_ERROR_ARGUMENT, "--rotate %s: say three angles in degrees, such as 20,-30,0",
                     o->rotate);
    at = end + 1;
  }
  return TRUE;
}

static gboolean parse_images(Options *o, GError **error)
{
  const char *at = o->images;
  for (int k = 0; at && k < 3; k++) {
    char *end;
    guint64 n = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 0;
    if (n < 1 || n > 1000 || *end != (k < 2 ? ',' : '\0'))
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "--images %s: say how often along a, b and c, 1 to 1000 each, such as 2,2,1", o->images);
    o->look.images[k] = (int)n;
    at = end + 1;
  }
  return TRUE;
}

static gboolean parse_colour(Options *o, GError **error)
{
  if (!o->bead_colour || g_str_equal(o->bead_colour, "element"))
    return TRUE;
  if (!g_str_equal(o->bead_colour, "time") && !g_str_equal(o->bead_colour, "imaginary-time"))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--bead-colour %s: use element or time", o->bead_colour);
  o->look.bead_colour = BW_BEADS_BY_TIME;
  return TRUE;
}

static gboolean parse_cloud(Options *o, GError **error)
{
  if (o->cloud_moments < 1 || o->cloud_moments > MOST_MOMENTS)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--cloud-moments %d: use 1 to %d", o->cloud_moments,
                   MOST_MOMENTS);
  if (!o->cloud_colour || g_str_equal(o->cloud_colour, "element"))
    return TRUE;
  if (!g_str_equal(o->cloud_colour, "accent"))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--cloud-colour %s: use element or accent", o->cloud_colour);
  o->look.cloud_colour = BW_CLOUD_BY_ACCENT;
  return TRUE;
}

static gboolean interpret(Options *o, GError **error)
{
  if (o->dark) {
    BwSceneStyle dark;
    bw_scene_style_init(&dark, TRUE);
    o->look.dark = TRUE;
    memcpy(o->look.background, dark.background, sizeof dark.background);
  }
  if (!g_str_has_suffix(o->common.output, ".png"))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, o->common.output, "a picture is written as .png");
  if (!(o->zoom > 0.01 && o->zoom < 100))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--zoom %g: use 0.01 to 100", o->zoom);
  if (!(o->look.bead_radius > 0 && o->look.bead_radius <= 5))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--bead-radius %g: use more than 0 and at most 5 Å",
                   o->look.bead_radius);
  return (!o->size || bw_cli_parse_size(o->size, &o->width, &o->height, error)) && parse_rotation(o, error) &&
         parse_images(o, error) && parse_cloud(o, error) && parse_colour(o, error) &&
         (!o->style || bw_style_parse(o->style, &o->look.style, error));
}

static void aim(const Options *o, BwScene *scene, BwCamera *camera)
{
  static const double axes[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  bw_camera_init(camera);
  camera->orthographic = o->orthographic;
  bw_scene_look_at(scene, camera, (double)o->width / o->height);
  for (int k = 0; k < 3; k++)
    bw_camera_rotate(camera, axes[k], o->turns[k]);
  camera->distance /= o->zoom;
}

/* Says why there are fewer images than asked for. */
static void note_images(const Options *o, const BwFrame *frame, const BwScene *scene)
{
  int shown[3];
  bw_scene_get_images(scene, shown);
  if (memcmp(shown, o->look.images, sizeof shown) == 0)
    return;
  for (int k = 0; k < 3; k++)
    if (o->look.images[k] > 1 && !frame->cell.periodic[k]) {
      bw_cli_note("--images %s: the cell is not periodic along %c; shown are %d,%d,%d", o->images, "abc"[k],
                  shown[0], shown[1], shown[2]);
      return;
    }
  bw_cli_note("--images %s: more than 200 000 spheres; shown are %d,%d,%d", o->images, shown[0], shown[1],
              shown[2]);
}

/* As many frames as asked for, this one the last of them where so many come before it. */
static gboolean fill_cloud(const Options *o, BwTrajectory *trajectory, const BwFrame *frame, gint64 index,
                           BwScene *scene, GError **error)
{
  gboolean complete;
  if (frame->n_beads == 1 && !o->look.cloud_in_place)
    bw_cli_note("%s: one bead is its own centroid and has no cloud; --cloud-in-place shows how it moves",
                o->common.output);
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, &complete);
  if (!complete && !bw_trajectory_wait(trajectory, NULL, error))
    return FALSE;
  n_frames = bw_trajectory_get_n_frames(trajectory, &complete);
  gint64 first = MAX(index - o->cloud_moments + 1, 0), end = MIN(first + o->cloud_moments, n_frames);
  for (gint64 k = first; k < end; k++) {
    g_autoptr(BwFrame) other = k != index ? bw_trajectory_read(trajectory, k, error) : NULL;
    if (other)
      bw_scene_deposit(scene, other->atoms, &other->cell, other->positions, other->n_beads);
    else if (k != index)
      return FALSE;
  }
  return TRUE;
}

static gboolean draw(const Options *o, BwTrajectory *trajectory, const BwFrame *frame, gint64 index,
                     GError **error)
{
  g_autoptr(BwOffscreen) offscreen = bw_offscreen_new(error);
  if (!offscreen)
    return FALSE;
  BwScene *scene = bw_scene_new(error);
  if (!scene)
    return FALSE;
  BwCamera camera;
  BwSceneStyle look = o->look;
  look.axes_scale = MAX(o->height / 800.0, 0.5);
  bw_scene_set_style(scene, &look);
  bw_scene_set_moment(scene, frame->atoms, &frame->cell, frame->positions, frame->n_beads);
  note_images(o, frame, scene);
  aim(o, scene, &camera);
  gboolean ok = !look.show_cloud || fill_cloud(o, trajectory, frame, index, scene, error);
  ok = ok && bw_offscreen_write_png(offscreen, scene, &camera, o->width, o->height, o->common.output, error);
  bw_scene_free(scene);
  return ok;
}

static void report(const Options *o, const BwFrame *frame, gint64 index)
{
  JsonBuilder *json = json_builder_new();
  json_builder_begin_object(json);
  bw_json_add_string(json, "file", o->common.output);
  bw_json_add_int(json, "width", o->width);
  bw_json_add_int(json, "height", o->height);
  bw_json_add_int(json, "frame", index);
  bw_json_add_int(json, "n_atoms", frame->atoms->n_atoms);
  bw_json_add_int(json, "n_beads", frame->n_beads);
  json_builder_end_object(json);
  bw_json_print(json);
  g_object_unref(json);
}

static int run(int argc, char **argv)
{
  g_auto(Options) o = {.frame = BW_ANY_FRAME, .zoom = 1, .width = 1280, .height = 800, .cloud_moments = 256};
  GError *error = NULL;
  bw_scene_style_init(&o.look, FALSE);
  if (!parse_line(&o, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_render, error);
  if (argc == 0)
    return 0;
  if (!interpret(&o, &error))
    return bw_cli_fail(&bw_verb_render, error);
  gint64 index;
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(argv[1], &o.common.unit_system, &error);
  if (!trajectory)
    return bw_cli_fail(&bw_verb_render, error);
  if (trajectory->units_note)
    bw_cli_note("%s: %s", argv[1], trajectory->units_note);
  g_autoptr(BwFrame) frame = bw_cli_read_frame(trajectory, argv[1], o.frame, &index, &error);
  if (!frame || !draw(&o, trajectory, frame, index, &error))
    return bw_cli_fail(&bw_verb_render, error);
  if (o.common.json)
    report(&o, frame, index);
  return 0;
}
