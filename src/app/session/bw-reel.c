#include "app/session/bw-reel.h"

#include <glib/gi18n.h>

#include "app/session/bw-words.h"

BwReel *bw_reel_new(BwOpened *opened, BwCoordinates *coordinates)
{
  BwReel *self = g_new0(BwReel, 1);
  self->opened = opened;
  self->coordinates = bw_coordinates_ref(coordinates);
  return self;
}

static void look_clear(BwLook *look)
{
  g_clear_pointer(&look->survey, bw_survey_free);
  g_clear_pointer(&look->fresh, bw_survey_free);
}

void bw_reel_free(BwReel *self)
{
  look_clear(&self->look);
  look_clear(&self->classical);
  bw_opened_free(self->opened);
  bw_coordinates_unref(self->coordinates);
  g_free(self);
}

/* All that is watched, and a trace of all that is pinned. */
static gboolean knows_all(const BwSurvey *survey, const BwCoordinates *coordinates)
{
  int n;
  const BwFindings *findings = bw_survey_get_findings(survey);
  bw_coordinates_get(coordinates, &n);
  if (bw_averages_get_n(findings->averages) != n)
    return FALSE;
  for (int c = 0; c < n; c++)
    if (bw_coordinates_is_pinned(coordinates, c) &&
        bw_trace_find_column(findings->trace, bw_coordinates_column(coordinates, c, FALSE)) < 0)
      return FALSE;
  return TRUE;
}

/* What is known of a file that was looked through already stays until the new look at it is complete. */
static void look_through(BwLook *look, BwTrajectory *trajectory, const BwReel *reel)
{
  const BwSurvey *newest = look->fresh ? look->fresh : look->survey;
  if (newest && knows_all(newest, reel->coordinates))
    return;
  g_clear_pointer(&look->fresh, bw_survey_free);
  look->fresh = bw_survey_new(trajectory, reel->coordinates, reel->opened->begin);
  if (look->survey && bw_survey_get_findings(look->survey)->done)
    return;
  g_clear_pointer(&look->survey, bw_survey_free);
  look->survey = g_steal_pointer(&look->fresh);
}

void bw_reel_survey(BwReel *self)
{
  look_through(&self->look, self->opened->trajectory, self);
  if (self->opened->classical)
    look_through(&self->classical, self->opened->classical, self);
}

static gboolean is_looking(const BwLook *look)
{
  return look->fresh || (look->survey && !bw_survey_get_findings(look->survey)->done);
}

gboolean bw_reel_is_surveying(const BwReel *self)
{
  return is_looking(&self->look) || is_looking(&self->classical);
}

static BwReelNews look_poll(BwLook *look)
{
  if (!is_looking(look))
    return BW_REEL_QUIET;
  BwSurvey *survey = look->fresh ? look->fresh : look->survey;
  gboolean any = bw_survey_poll(survey);
  if (!bw_survey_get_findings(survey)->done)
    return any && !look->fresh ? BW_REEL_MOVED_ON : BW_REEL_QUIET;
  if (look->fresh) {
    g_clear_pointer(&look->survey, bw_survey_free);
    look->survey = g_steal_pointer(&look->fresh);
  }
  return BW_REEL_DONE;
}

BwReelNews bw_reel_poll(BwReel *self)
{
  BwReelNews own = look_poll(&self->look), classical = look_poll(&self->classical);
  return own == BW_REEL_QUIET && classical != BW_REEL_QUIET ? BW_REEL_MOVED_ON : own;
}

const BwFindings *bw_reel_get_findings(const BwReel *self)
{
  return self->look.survey ? bw_survey_get_findings(self->look.survey) : NULL;
}

const BwFindings *bw_reel_get_classical(const BwReel *self)
{
  return self->classical.survey ? bw_survey_get_findings(self->classical.survey) : NULL;
}

static void append_level(GString *text, const BwReel *self)
{
  if (self->opened->theory)
    g_string_append_printf(text, " · %s", self->opened->theory);
}

static char *describe_dynamics(const BwOpened *opened)
{
  g_autofree char *settings = bw_words_dynamics(&opened->run.dynamics);
  return g_strconcat(settings, opened->classical ? _(" and classical") : NULL, NULL);
}

char *bw_reel_summarise(const BwReel *self)
{
  if (!self->opened->has_run)
    return bw_reel_describe(self);
  g_autofree char *dynamics = describe_dynamics(self->opened), *time = bw_words_time(self->opened->end);
  return g_strdup_printf("%s · %s", dynamics, time);
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
  g_autofree char *dynamics = opened->has_run ? describe_dynamics(opened) : NULL;
  if (dynamics)
    g_string_append_printf(text, " · %s", dynamics);
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
