#include "app/pages/bw-coordinate-item.h"

#include "app/plots/bw-bonds-plot.h"
#include "app/session/bw-words.h"

struct _BwCoordinateItem {
  GObject parent;
  int index;
  char *name;
  const char *unit; /* static */
  BwMean means[BW_N_COORDINATE_MEANS];
  gboolean pinned;
};

G_DEFINE_FINAL_TYPE(BwCoordinateItem, bw_coordinate_item, G_TYPE_OBJECT)

static void bw_coordinate_item_finalize(GObject *object)
{
  g_free(BW_COORDINATE_ITEM(object)->name);
  G_OBJECT_CLASS(bw_coordinate_item_parent_class)->finalize(object);
}

static void bw_coordinate_item_class_init(BwCoordinateItemClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_coordinate_item_finalize;
  g_signal_new("changed", BW_TYPE_COORDINATE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void bw_coordinate_item_init(BwCoordinateItem *self)
{
  self->unit = "";
}

BwCoordinateItem *bw_coordinate_item_new(int index)
{
  BwCoordinateItem *self = g_object_new(BW_TYPE_COORDINATE_ITEM, NULL);
  self->index = index;
  return self;
}

int bw_coordinate_item_get_index(BwCoordinateItem *self)
{
  return self->index;
}

const char *bw_coordinate_item_get_name(BwCoordinateItem *self)
{
  return self->name ? self->name : "";
}

const char *bw_coordinate_item_get_unit(BwCoordinateItem *self)
{
  return self->unit;
}

BwMean bw_coordinate_item_get(BwCoordinateItem *self, BwCoordinateMean which)
{
  return self->means[which];
}

gboolean bw_coordinate_item_is_pinned(BwCoordinateItem *self)
{
  return self->pinned;
}

static BwMean scale(BwMean mean, double factor)
{
  mean.mean *= factor;
  mean.error *= factor;
  mean.deviation *= factor;
  return mean;
}

static void update_means(BwCoordinateItem *self, BwSession *session, const BwCoordinate *coordinate)
{
  const BwAverages *averages = bw_session_get_averages(session),
                   *reference = bw_session_get_classical_averages(session);
  const BwDistribution *own = averages ? bw_averages_find(averages, coordinate) : NULL,
                       *other = reference ? bw_averages_find(reference, coordinate) : NULL;
  gboolean classical = averages && bw_averages_get_n_beads(averages) == 1;
  const BwMean unknown = {.n = 0};
  double factor;
  self->unit = bw_words_unit(coordinate, &factor);
  BwMean mean = own ? scale(bw_distribution_beads(own), factor) : unknown;
  self->means[BW_COORDINATE_BEADS] = classical ? unknown : mean;
  self->means[BW_COORDINATE_CENTROID] =
      own && !classical ? scale(bw_distribution_centroid(own), factor) : unknown;
  self->means[BW_COORDINATE_CLASSICAL] = classical ? mean
                                         : other   ? scale(bw_distribution_beads(other), factor)
                                                   : unknown;
  self->means[BW_COORDINATE_DIFFERENCE] = scale(bw_bonds_plot_difference(session, coordinate), factor);
}

void bw_coordinate_item_update(BwCoordinateItem *self, BwSession *session)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(session, &n);
  const BwFrame *frame = bw_session_get_frame(session);
  if (self->index >= n || !frame)
    return;
  g_free(self->name);
  self->name = bw_coordinate_label(&list[self->index], frame->atoms);
  self->pinned = bw_session_is_pinned(session, self->index);
  update_means(self, session, &list[self->index]);
  g_signal_emit_by_name(self, "changed");
}
