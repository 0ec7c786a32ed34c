#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>

#include "app/bw-widgets.h"

G_DEFINE_FINAL_TYPE(BwTrainPage, bw_train_page, ADW_TYPE_BIN)

/* The dataset */

static gboolean is_dataset(gpointer entry, G_GNUC_UNUSED gpointer data)
{
  return bw_entry_can_train(entry);
}

static guint find_dataset(BwTrainPage *self, BwEntry *wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items(self->datasets); i++) {
    g_autoptr(BwEntry) entry = g_list_model_get_item(self->datasets, i);
    if (entry == wanted)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

/* It is shown too: what one trains on is what one looks at. */
static void on_dataset_chosen(BwTrainPage *self)
{
  if (self->updating || !self->session)
    return;
  BwEntry *entry = adw_combo_row_get_selected_item(self->dataset_row);
  if (entry && entry != bw_session_get_dataset(self->session))
    bw_session_show_entry(self->session, entry);
}

/* What was opened first is there to train on. */
static BwEntry *ensure_dataset(BwTrainPage *self)
{
  BwEntry *chosen = bw_session_get_dataset(self->session);
  g_autoptr(BwEntry) first = chosen ? NULL : g_list_model_get_item(self->datasets, 0);
  if (first)
    bw_session_choose_dataset(self->session, first);
  return bw_session_get_dataset(self->session);
}

/* Buttons */

static void on_settings_changed(BwTrainPage *self)
{
  if (self->updating || !self->session)
    return;
  bw_train_page_update_settings(self);
  bw_train_page_plan_soon(self);
  bw_train_page_update_buttons(self);
}

void bw_train_page_take_settings(BwTrainPage *self)
{
  on_settings_changed(self);
}

static void on_open_config(BwTrainPage *self)
{
  bw_train_page_choose_config(self, GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void on_save_config(BwTrainPage *self)
{
  bw_train_page_choose_config(self, GTK_FILE_CHOOSER_ACTION_SAVE);
}

static void on_clear_config(BwTrainPage *self)
{
  bw_train_page_clear_config(self);
}

static void on_use_capacity(BwTrainPage *self)
{
  bw_train_page_use_capacity(self);
  on_settings_changed(self);
}

static void scroll_up(BwTrainPage *self)
{
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(self->scroller), 0);
}

void bw_train_page_start(BwTrainPage *self)
{
  BwTrainSpec spec;
  if (bw_train_page_read(self, &spec, NULL)) {
    self->named = FALSE; /* the next one has a name of its own */
    bw_session_train(self->session, &spec);
    scroll_up(self);
  }
  bw_train_spec_clear(&spec);
}

static void on_start(BwTrainPage *self)
{
  if (bw_train_page_has_doubts(self))
    bw_train_page_ask_about_doubts(self);
  else
    bw_train_page_start(self);
}

static void on_continue(BwTrainPage *self)
{
  bw_session_continue_training(self->session);
  scroll_up(self);
}

static void on_pause(BwTrainPage *self)
{
  BwTraining *job = bw_session_get_training_job(self->session);
  const BwTrainStatus *status = job ? bw_training_get_status(job) : NULL;
  if (status)
    bw_session_pause_training(self->session, status->state != BW_JOB_PAUSED && !status->pausing);
}

static void on_finish(BwTrainPage *self)
{
  BwTraining *training = bw_session_get_training(self->session);
  if (training)
    bw_session_finish_training(self->session, training);
}

static void on_cancel(BwTrainPage *self)
{
  BwTraining *training = bw_session_get_training(self->session);
  if (training)
    bw_session_cancel_training(self->session, training);
}

static void on_another(BwTrainPage *self)
{
  bw_session_look_at_training(self->session, NULL);
  scroll_up(self);
}

static void on_name_applied(BwTrainPage *self)
{
  bw_train_page_rename(self);
}

static void on_choose_output(BwTrainPage *self)
{
  bw_train_page_choose_output(self);
}

/* From the session */

static const char *name_lack(BwStudy *study)
{
  if (bw_study_is_busy(study))
    return _("The dataset is being read…");
  return bw_study_judge(study) == BW_VERDICT_BAD_FRAMES
             ? _("A model can learn from this file without its bad frames: leave them out.")
             : _("Nothing can be learned from this file as it is.");
}

static void update_plan(BwTrainPage *self, BwStudy *study)
{
  BwCollection *data = bw_study_get_data(study);
  gboolean same = data == self->data;
  gboolean looks = bw_session_get_training(self->session) != NULL;
  bw_train_page_fit_settings(self, data);
  if (looks) {
    bw_train_page_show_lack(self, NULL);
  } else if (!data) {
    bw_train_page_stop_planning(self);
    self->can_start = FALSE;
    bw_train_page_show_lack(self, name_lack(study));
  } else if (!same || !gtk_widget_get_visible(GTK_WIDGET(self->plan_label))) {
    bw_train_page_plan_soon(self);
  }
}

static void update_dataset_row(BwTrainPage *self, BwEntry *entry)
{
  self->updating = TRUE;
  adw_combo_row_set_selected(self->dataset_row, find_dataset(self, entry));
  self->updating = FALSE;
}

/* Nobody looks: nothing is read. */
static void update(BwTrainPage *self)
{
  if (!self->session || !gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  BwEntry *entry = ensure_dataset(self);
  BwTraining *training = bw_session_get_training(self->session);
  gtk_stack_set_visible_child_name(self->stack, entry || training ? "content" : "empty");
  gtk_widget_set_visible(self->dataset_group, !training);
  gtk_widget_set_visible(self->settings_group, !training);
  gtk_widget_set_visible(self->more_group, !training);
  gtk_widget_set_visible(GTK_WIDGET(self->network_rows), !training && bw_train_page_makes_network(self));
  gtk_widget_set_visible(GTK_WIDGET(self->dataset_view), !training);
  bw_training_view_update(self->training_view);
  bw_job_list_set_seen(self->jobs, training ? bw_session_find_training(self->session, training) : NULL);
  if (entry) {
    BwStudy *study = bw_session_get_study(self->session);
    update_dataset_row(self, entry);
    update_plan(self, study);
    if (!training) {
      bw_train_page_update_settings(self);
      bw_dataset_view_update(self->dataset_view);
    }
  }
  bw_train_page_update_buttons(self);
}

/* Life */

static void clear_datasets(BwTrainPage *self)
{
  self->updating = TRUE;
  adw_combo_row_set_model(self->dataset_row, NULL);
  self->updating = FALSE;
  g_clear_object(&self->datasets);
}

void bw_train_page_set_session(BwTrainPage *self, BwSession *session)
{
  if (self->session) {
    g_signal_handlers_disconnect_by_data(self->session, self);
    g_signal_handlers_disconnect_by_data(self->datasets, self);
  }
  bw_train_page_stop_planning(self);
  clear_datasets(self);
  self->session = session;
  bw_training_view_set_session(self->training_view, session);
  bw_dataset_view_set_session(self->dataset_view, session);
  bw_job_list_set_session(self->jobs, session);
  if (!session)
    return;
  GListModel *entries = g_object_ref(bw_session_get_entries(session));
  self->datasets =
      G_LIST_MODEL(gtk_filter_list_model_new(entries, g_object_ref(GTK_FILTER(self->is_dataset))));
  self->updating = TRUE;
  adw_combo_row_set_model(self->dataset_row, self->datasets);
  self->updating = FALSE;
  g_signal_connect_object(self->datasets, "items-changed", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "training", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
  update(self);
}

static void bw_train_page_dispose(GObject *object)
{
  BwTrainPage *self = BW_TRAIN_PAGE(object);
  g_clear_handle_id(&self->planning, g_source_remove);
  g_clear_object(&self->datasets);
  g_clear_object(&self->is_dataset);
  g_clear_object(&self->chooser);
  g_clear_pointer(&self->data, bw_collection_unref);
  g_clear_pointer(&self->output, g_free);
  g_clear_pointer(&self->trouble, g_free);
  G_OBJECT_CLASS(bw_train_page_parent_class)->dispose(object);
}

static void bind_children(GtkWidgetClass *widget_class)
{
  static const BwChild children[] = {
      BW_CHILD(BwTrainPage, stack),
      BW_CHILD(BwTrainPage, scroller),
      BW_CHILD(BwTrainPage, training_view),
      BW_CHILD(BwTrainPage, dataset_view),
      BW_CHILD(BwTrainPage, jobs),
      BW_CHILD(BwTrainPage, settings_group),
      BW_CHILD(BwTrainPage, dataset_group),
      BW_CHILD(BwTrainPage, network_rows),
      BW_CHILD(BwTrainPage, more_group),
      BW_CHILD(BwTrainPage, kind_label),
      BW_CHILD(BwTrainPage, config_row),
      BW_CHILD(BwTrainPage, config_clear),
      BW_CHILD(BwTrainPage, simulate_button),
      BW_CHILD(BwTrainPage, dataset_row),
      BW_CHILD(BwTrainPage, kind),
      BW_CHILD(BwTrainPage, search),
      BW_CHILD(BwTrainPage, solver),
      BW_CHILD(BwTrainPage, function),
      BW_CHILD(BwTrainPage, n_train),
      BW_CHILD(BwTrainPage, sigma),
      BW_CHILD(BwTrainPage, n_valid),
      BW_CHILD(BwTrainPage, memory),
      BW_CHILD(BwTrainPage, seed),
      BW_CHILD(BwTrainPage, energies),
      BW_CHILD(BwTrainPage, energies_row),
      BW_CHILD(BwTrainPage, name_row),
      BW_CHILD(BwTrainPage, folder_row),
      BW_CHILD(BwTrainPage, plan_label),
      BW_CHILD(BwTrainPage, reason_label),
      BW_CHILD(BwTrainPage, warning_label),
      BW_CHILD(BwTrainPage, start_button),
      BW_CHILD(BwTrainPage, pause_button),
      BW_CHILD(BwTrainPage, finish_button),
      BW_CHILD(BwTrainPage, cancel_button),
      BW_CHILD(BwTrainPage, another_button),
      BW_CHILD(BwTrainPage, continue_button),
      BW_CHILD(BwTrainPage, result),
      BW_CHILD(BwTrainPage, sizes),
      BW_CHILD(BwTrainPage, tolerance),
      BW_CHILD(BwTrainPage, symmetries),
      BW_CHILD(BwTrainPage, regularisation),
      BW_CHILD(BwTrainPage, lambda),
  };
  bw_widget_class_bind_children(widget_class, children, G_N_ELEMENTS(children));
}

static void bw_train_page_class_init(BwTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_train_page_dispose;
  g_type_ensure(BW_TYPE_NUMBER_ROW);
  g_type_ensure(BW_TYPE_NETWORK_ROWS);
  g_type_ensure(BW_TYPE_JOB_LIST);
  g_type_ensure(BW_TYPE_TRAINING_VIEW);
  g_type_ensure(BW_TYPE_DATASET_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-train-page.ui");
  bind_children(widget_class);
  gtk_widget_class_bind_template_callback(widget_class, on_dataset_chosen);
  gtk_widget_class_bind_template_callback(widget_class, on_settings_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_use_capacity);
  gtk_widget_class_bind_template_callback(widget_class, on_start);
  gtk_widget_class_bind_template_callback(widget_class, on_continue);
  gtk_widget_class_bind_template_callback(widget_class, on_pause);
  gtk_widget_class_bind_template_callback(widget_class, on_finish);
  gtk_widget_class_bind_template_callback(widget_class, on_cancel);
  gtk_widget_class_bind_template_callback(widget_class, on_open_config);
  gtk_widget_class_bind_template_callback(widget_class, on_save_config);
  gtk_widget_class_bind_template_callback(widget_class, on_clear_config);
  gtk_widget_class_bind_template_callback(widget_class, on_another);
  gtk_widget_class_bind_template_callback(widget_class, on_name_applied);
  gtk_widget_class_bind_template_callback(widget_class, on_choose_output);
}

static void bw_train_page_init(BwTrainPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  self->is_dataset = gtk_custom_filter_new(is_dataset, NULL, NULL);
  g_autoptr(GtkExpression) title = gtk_property_expression_new(BW_TYPE_ENTRY, NULL, "title");
  adw_combo_row_set_expression(self->dataset_row, title);
  self->updating = TRUE;
  bw_train_page_init_settings(self);
  self->updating = FALSE;
  g_signal_connect_after(self, "map", G_CALLBACK(update), NULL);
}
