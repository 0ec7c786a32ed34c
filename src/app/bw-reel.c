#include "app/bw-reel.h"

#include <glib/gi18n.h>

#include "app/bw-words.h"

BwReel *bw_reel_new(BwOpened *opened, BwCoordinates *coordinates)
{
  BwReel *self = g_new0(BwReel, 1);
  self->opened = opened;
  self->coordinates = bw_coordinates_ref(coordinates);
  return self;
}

void bw_reel_free(BwReel *self)
{
  g_clear_pointer(&self->survey, bw_survey_free);
  g_clear_pointer(&self->fresh, bw_survey_free);
  bw_opened_free(self->opened);
  bw_coordinates_unref(self->coordinates);
  g_free(self);
}

/* What is known of a file that was looked through already stays until the new look at it is complete. */
void bw_reel_survey(BwReel *self, gboolean again)
{
  int n;
  bw_coordinates_get(self->coordinates, &n);
  const BwSurvey *newest = self->fresh ? self->fresh : self->survey;
  if (newest && !again && bw_averages_get_n(bw_survey_get_findings(newest)->averages) == n)
    return;
  g_clear_pointer(&self->fresh, bw_survey_free);
  self->fresh = bw_survey_new(self->opened->trajectory, self->coordinates);
  if (self->survey && bw_survey_get_findings(self->survey)->done)
    return;
  g_clear_pointer(&self->survey, bw_survey_free);
  self->survey = g_steal_pointer(&self->fresh);
}

gboolean bw_reel_is_surveying(const BwReel *self)
{
  return self->fresh || (self->survey && !bw_survey_get_findings(self->survey)->done);
}

BwReelNews bw_reel_poll(BwReel *self)
{
  if (!bw_reel_is_surveying(self))
    return BW_REEL_QUIET;
  BwSurvey *survey = self->fresh ? self->fresh : self->survey;
  gboolean any = bw_survey_poll(survey);
  if (!bw_survey_get_findings(survey)->done)
    return any && !self->fresh ? BW_REEL_MOVED_ON : BW_REEL_QUIET;
  if (self->fresh) {
    g_clear_pointer(&self->survey, bw_survey_free);
    self->survey = g_steal_pointer(&self->fresh);
  }
  return BW_REEL_DONE;
}

const BwFindings *bw_reel_get_findings(const BwReel *self)
{
  return self->survey ? bw_survey_get_findings(self->survey) : NULL;
}

static void append_level(GString *text, const BwReel *self)
{
  if (self->opened->theory)
    g_string_append_printf(text, " · %s", self->opened->theory);
}

static void append_dynamics(GString *text, const BwRunInfo *run)
{
  g_autofree char *settings = bw_words_dynamics(&run->dynamics);
  g_string_append_printf(text, " · %s", settings);
}

char *bw_reel_describe(const BwReel *self)
{
  gboolean complete;
  const BwOpened *opened = self->opened;
  gint64 n_frames = bw_trajectory_get_n_frames(opened->trajectory, &complete);
  int n_atoms = opened->first->atoms->n_atoms, n_beads = opened->first->n_beads;
  g_autofree char *frames = bw_words_count(n_frames), *atoms = bw_words_count(n_atoms);
  g_autoptr(GString) text = g_string_new(NULL);
  if (opened->kind == BW_KIND_DATASET)
    g_string_append_printf(text, ngettext("%s calculation", "%s calculations", (gulong)n_frames), frames);
  else
    g_string_append_printf(text, ngettext("%s frame", "%s frames", (gulong)n_frames), frames);
  if (!complete)
    g_string_append(text, _(" and counting"));
  g_string_append_printf(text, ngettext(" · %s atom", " · %s atoms", (gulong)n_atoms), atoms);
  if (opened->has_run)
    append_dynamics(text, &opened->run);
  else if (n_beads > 1)
    g_string_append_printf(text, ngettext(" · %d bead", " · %d beads", (gulong)n_beads), n_beads);
  append_level(text, self);
  return g_strdup(text->str);
}

const char *bw_reel_get_path(const BwReel *self)
{
  const char *path = self->opened->trajectory->path;
  return path ? path : self->opened->path;
}

char *bw_reel_get_name(const BwReel *self)
{
  return bw_words_file(bw_reel_get_path(self));
}
