#include "app/session/bw-entry-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"
#include "base/elements.h"
#include "base/format.h"

G_DEFINE_ENUM_TYPE(BwEntryKind, bw_entry_kind, G_DEFINE_ENUM_VALUE(BW_ENTRY_STRUCTURE, "structure"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_DATASET, "dataset"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_MODEL, "model"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_TRAINING, "training"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_RUN, "run"))
G_DEFINE_ENUM_TYPE(BwEntryState, bw_entry_state, G_DEFINE_ENUM_VALUE(BW_ENTRY_NONE, "none"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_QUEUED, "queued"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_RUNNING, "running"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_PAUSED, "paused"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_FINISHED, "finished"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_STOPPED, "stopped"),
                   G_DEFINE_ENUM_VALUE(BW_ENTRY_FAILED, "failed"))

G_DEFINE_FINAL_TYPE(BwEntry, bw_entry, G_TYPE_OBJECT)

enum {
  PROP_KIND = 1,
  PROP_PATH,
  PROP_TITLE,
  PROP_DETAIL,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_SHOWN,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void bw_entry_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BwEntry *self = BW_ENTRY(object);
  switch (id) {
  case PROP_KIND:
    g_value_set_enum(value, self->kind);
    break;
  case PROP_PATH:
    g_value_set_string(value, self->path);
    break;
  case PROP_TITLE:
    g_value_set_string(value, self->title);
    break;
  case PROP_DETAIL:
    g_value_set_string(value, self->detail);
    break;
  case PROP_STATE:
    g_value_set_enum(value, self->state);
    break;
  case PROP_PROGRESS:
    g_value_set_double(value, self->progress);
    break;
  case PROP_SHOWN:
    g_value_set_boolean(value, self->shown);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

static void bw_entry_finalize(GObject *object)
{
  BwEntry *self = BW_ENTRY(object);
  g_clear_object(&self->run);
  g_clear_object(&self->training);
  if (self->study)
    bw_study_cancel(self->study);
  g_clear_object(&self->study);
  g_clear_pointer(&self->reel, bw_reel_free);
  g_clear_pointer(&self->potential, bw_potential_unref);
  g_free(self->path);
  g_free(self->title);
  g_free(self->detail);
  G_OBJECT_CLASS(bw_entry_parent_class)->finalize(object);
}

static void bw_entry_class_init(BwEntryClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->get_property = bw_entry_get_property;
  object_class->finalize = bw_entry_finalize;
  properties[PROP_KIND] =
      g_param_spec_enum("kind", NULL, NULL, BW_TYPE_ENTRY_KIND, BW_ENTRY_STRUCTURE, flags);
  properties[PROP_PATH] = g_param_spec_string("path", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string("title", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string("detail", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum("state", NULL, NULL, BW_TYPE_ENTRY_STATE, BW_ENTRY_NONE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_SHOWN] = g_param_spec_boolean("shown", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPERTIES, properties);
}

static void bw_entry_init(BwEntry *self)
{
  static gint64 serial;
  self->serial = serial++;
  self->progress = -1;
}

/* Making them */

BwEntry *bw_entry_new_run(BwRun *run)
{
  BwEntry *self = g_object_new(BW_TYPE_ENTRY, NULL);
  self->kind = BW_ENTRY_RUN;
  self->path = g_strdup(bw_run_get_path(run));
  self->run = g_object_ref(run);
  bw_entry_update(self);
  return self;
}

BwEntry *bw_entry_new_training(BwTraining *training)
{
  BwEntry *self = g_object_new(BW_TYPE_ENTRY, NULL);
  self->kind = BW_ENTRY_TRAINING;
  self->path = g_strdup(bw_training_get_output(training));
  self->training = g_object_ref(training);
  bw_entry_update(self);
  return self;
}

static BwEntryKind kind_of(BwKind kind)
{
  return kind == BW_KIND_RUN ? BW_ENTRY_RUN : kind == BW_KIND_DATASET ? BW_ENTRY_DATASET : BW_ENTRY_STRUCTURE;
}

BwEntry *bw_entry_new_reel(BwReel *reel)
{
  BwEntry *self = g_object_new(BW_TYPE_ENTRY, NULL);
  self->kind = kind_of(reel->opened->kind);
  self->path = g_strdup(bw_reel_get_path(reel));
  bw_entry_set_reel(self, reel);
  return self;
}

BwEntry *bw_entry_new_model(BwPotential *potential)
{
  BwEntry *self = g_object_new(BW_TYPE_ENTRY, NULL);
  self->kind = BW_ENTRY_MODEL;
  self->path = g_strdup(potential->path);
  bw_entry_set_potential(self, potential);
  return self;
}

void bw_entry_set_reel(BwEntry *self, BwReel *reel)
{
  if (self->study)
    bw_study_cancel(self->study);
  g_clear_object(&self->study);
  g_clear_pointer(&self->reel, bw_reel_free);
  self->reel = reel;
  bw_entry_update(self);
}

void bw_entry_set_potential(BwEntry *self, BwPotential *potential)
{
  bw_potential_ref(potential);
  g_clear_pointer(&self->potential, bw_potential_unref);
  self->potential = potential;
  bw_entry_update(self);
}

int bw_entry_compare(gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer unused)
{
  const BwEntry *first = a, *second = b;
  if (first->kind != second->kind)
    return (int)first->kind - (int)second->kind;
  return first->serial > second->serial ? -1 : first->serial < second->serial;
}

/* What it says */

static void take_text(BwEntry *self, char **field, char *text, int property)
{
  if (g_strcmp0(*field, text) == 0) {
    g_free(text);
    return;
  }
  g_free(*field);
  *field = text;
  g_object_notify_by_pspec(G_OBJECT(self), properties[property]);
}

static void set_state(BwEntry *self, BwEntryState state, double progress)
{
  if (state != self->state) {
    self->state = state;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STATE]);
  }
  if (progress != self->progress) {
    self->progress = progress;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_PROGRESS]);
  }
}

void bw_entry_set_shown(BwEntry *self, gboolean shown)
{
  if (shown == self->shown)
    return;
  self->shown = shown;
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_SHOWN]);
}

/* "sGDML · C₂H₆O · 0.36 kcal/mol/Å", "SchNet · H, C, O · 0.39 kcal/mol/Å" */
static char *describe_model(const BwPotential *potential)
{
  g_autoptr(GString) text = g_string_new(potential->method);
  if (potential->atoms) {
    g_autofree char *formula = bw_words_formula(potential->atoms);
    g_string_append_printf(text, " · %s", formula);
  }
  for (int e = 0; !potential->atoms && e < potential->n_elements; e++)
    g_string_append_printf(text, "%s%s", e == 0 ? " · " : ", ", bw_element(potential->elements[e])->symbol);
  if (isfinite(potential->force_error)) {
    gboolean angstrom = g_str_equal(potential->length_unit, "Ang"); /* as sGDML writes it */
    g_autofree char *error = bw_format_fixed(potential->force_error, 2);
    g_string_append_printf(text, " · %s %s/%s", error, potential->energy_unit,
                           angstrom ? "Å" : potential->length_unit);
  }
  return g_strdup(text->str);
}

static BwEntryState state_of(BwJobState state)
{
  switch (state) {
  case BW_JOB_IDLE:
    return BW_ENTRY_QUEUED;
  case BW_JOB_STARTING:
  case BW_JOB_RUNNING:
    return BW_ENTRY_RUNNING;
  case BW_JOB_PAUSED:
  case BW_JOB_WAITING:
    return BW_ENTRY_PAUSED;
  case BW_JOB_FINISHED:
    return BW_ENTRY_FINISHED;
  case BW_JOB_STOPPED:
    return BW_ENTRY_STOPPED;
  case BW_JOB_FAILED:
    break;
  }
  return BW_ENTRY_FAILED;
}

void bw_entry_update(BwEntry *self)
{
  if (self->run) {
    take_text(self, &self->title, g_strdup(bw_run_get_title(self->run)), PROP_TITLE);
    take_text(self, &self->detail, bw_run_describe(self->run), PROP_DETAIL);
    set_state(self, state_of(bw_run_get_state(self->run)), bw_run_get_progress(self->run));
  } else if (self->training) {
    take_text(self, &self->title, g_strdup(bw_training_get_title(self->training)), PROP_TITLE);
    take_text(self, &self->detail, bw_training_describe(self->training), PROP_DETAIL);
    set_state(self, state_of(bw_training_get_state(self->training)),
              bw_training_get_progress(self->training));
  } else if (self->reel) {
    take_text(self, &self->title, bw_reel_get_name(self->reel), PROP_TITLE);
    take_text(self, &self->detail, bw_reel_summarise(self->reel), PROP_DETAIL);
    set_state(self, self->kind == BW_ENTRY_RUN ? BW_ENTRY_FINISHED : BW_ENTRY_NONE, -1);
  } else {
    take_text(self, &self->title, g_strdup(self->potential->name), PROP_TITLE);
    take_text(self, &self->detail, describe_model(self->potential), PROP_DETAIL);
  }
}

/* Reading */

BwEntryKind bw_entry_get_kind(BwEntry *self)
{
  return self->kind;
}

const char *bw_entry_get_path(BwEntry *self)
{
  return self->path;
}

const char *bw_entry_get_title(BwEntry *self)
{
  return self->title;
}

const char *bw_entry_get_detail(BwEntry *self)
{
  return self->detail;
}

BwEntryState bw_entry_get_state(BwEntry *self)
{
  return self->state;
}

double bw_entry_get_progress(BwEntry *self)
{
  return self->progress;
}

gboolean bw_entry_is_shown(BwEntry *self)
{
  return self->shown;
}

/* Numbers that a network can learn, in frames that are not moments of a run. */
static gboolean has_properties(const BwFrame *frame)
{
  if (isfinite(frame->time) || frame->step >= 0 || bw_frame_find(frame, "velocities") ||
      bw_frame_find(frame, "momenta"))
    return FALSE;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property->values &&
        (property->n_components == 1 || (property->n_components == 3 && !property->per_atom)))
      return TRUE;
  }
  return FALSE;
}

gboolean bw_entry_can_train(BwEntry *self)
{
  const BwOpened *opened = self->reel ? self->reel->opened : NULL;
  if (!opened || self->kind == BW_ENTRY_DATASET)
    return opened != NULL;
  const BwFrame *first = opened->first;
  return self->kind == BW_ENTRY_STRUCTURE && first->n_beads == 1 &&
         bw_trajectory_get_n_frames(opened->trajectory, NULL) > 1 &&
         (bw_frame_find_energy(first) || has_properties(first));
}
