#include "app/pages/bw-output-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/bw-widgets.h"
#include "potential/network/outputs.h"

#define GROUP "outputs"
#define ENERGY_LINE "sum eV"

/* A label, and how it may be learned. */
typedef struct {
  AdwComboRow *row; /* borrowed; its first choice is not to learn it */
  char *name;       /* of the output */
  char *unit;       /* as a description says it */
  char *label;      /* what the data call it; NULL: by the output's name */
  const BwOutputKind *kinds;
} Choice;

struct _BwOutputRows {
  AdwExpanderRow parent;
  AdwActionRow *energies_row;
  GtkSwitch *energies;
  GPtrArray *choices; /* of Choice */
  int n_others;       /* outputs of a settings file that no row is for */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE(BwOutputRows, bw_output_rows, ADW_TYPE_EXPANDER_ROW)

static void choice_free(gpointer data)
{
  Choice *choice = data;
  g_free(choice->name);
  g_free(choice->unit);
  g_free(choice->label);
  g_free(choice);
}

/* Kinds that a label can be learned as, the likely one first; BW_N_OUTPUT_KINDS ends them. NULL: none. */
static const BwOutputKind *find_kinds(const BwLabel *label)
{
  static const BwOutputKind of_atoms[] = {BW_OUTPUT_CHARGES, BW_OUTPUT_ATOMS, BW_N_OUTPUT_KINDS},
                            scalars[] = {BW_OUTPUT_SUM, BW_OUTPUT_MEAN, BW_OUTPUT_MAGNITUDE, BW_OUTPUT_EXTENT,
                                         BW_N_OUTPUT_KINDS},
                            vectors[] = {BW_OUTPUT_DIPOLE, BW_OUTPUT_MAGNITUDE, BW_N_OUTPUT_KINDS},
                            tensors[] = {BW_OUTPUT_SUM, BW_OUTPUT_MEAN, BW_N_OUTPUT_KINDS};
  if (label->per_atom)
    return label->n_components == 1 ? of_atoms : NULL;
  return label->n_components == 1   ? scalars
         : label->n_components == 3 ? vectors
         : label->n_components == 9 ? tensors
                                    : NULL;
}

static const char *kind_words(BwOutputKind kind)
{
  static const char *const words[BW_N_OUTPUT_KINDS] = {
      N_("Sum of atoms"), N_("Mean of atoms"),    N_("For each atom"), N_("Charges"),
      N_("Dipole"),       N_("Length of dipole"), N_("Spatial extent")};
  return _(words[kind]);
}

/* BW_N_OUTPUT_KINDS: it is not learned. */
static BwOutputKind get_kind(const Choice *choice)
{
  guint selected = adw_combo_row_get_selected(choice->row);
  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? BW_N_OUTPUT_KINDS
                                                                : choice->kinds[selected - 1];
}

static void set_kind(const Choice *choice, BwOutputKind kind)
{
  guint selected = 0;
  for (guint k = 0; choice->kinds[k] != BW_N_OUTPUT_KINDS; k++)
    if (choice->kinds[k] == kind)
      selected = k + 1;
  adw_combo_row_set_selected(choice->row, selected);
}

/* "dipole, gap", and whether there is more to learn than energies. */
static void show_chosen(BwOutputRows *self)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint c = 0; c < self->choices->len; c++) {
    const Choice *choice = self->choices->pdata[c];
    if (get_kind(choice) != BW_N_OUTPUT_KINDS)
      g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", choice->name);
  }
  gboolean more = text->len > 0 || self->n_others > 0;
  g_autofree char *markup = g_markup_escape_text(text->str, -1);
  adw_expander_row_set_subtitle(ADW_EXPANDER_ROW(self), markup);
  gtk_widget_set_visible(GTK_WIDGET(self->energies_row), more);
  gtk_widget_set_visible(GTK_WIDGET(self), self->choices->len > 0 || self->n_others > 0);
}

static void on_changed(BwOutputRows *self)
{
  if (self->updating)
    return;
  show_chosen(self);
  g_signal_emit_by_name(self, "changed");
}

/* Labels */

static char *describe_unit(const Choice *choice)
{
  return strcmp(choice->unit, "-") == 0 ? NULL : g_markup_escape_text(choice->unit, -1);
}

static void add_row(BwOutputRows *self, Choice *choice)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new(NULL);
  g_autofree char *unit = describe_unit(choice);
  g_autofree char *title = g_markup_escape_text(choice->label ? choice->label : choice->name, -1);
  gtk_string_list_append(names, _("Not learned"));
  for (const BwOutputKind *kind = choice->kinds; *kind != BW_N_OUTPUT_KINDS; kind++)
    gtk_string_list_append(names, kind_words(*kind));
  choice->row = ADW_COMBO_ROW(adw_combo_row_new());
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(choice->row), title);
  adw_action_row_set_subtitle(ADW_ACTION_ROW(choice->row), unit);
  gtk_widget_set_tooltip_text(GTK_WIDGET(choice->row), _("What the network makes this number of"));
  adw_combo_row_set_model(choice->row, G_LIST_MODEL(names));
  g_signal_connect_object(choice->row, "notify::selected", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row(ADW_EXPANDER_ROW(self), GTK_WIDGET(choice->row));
  g_ptr_array_add(self->choices, choice);
}

static gboolean has_row(BwOutputRows *self, const char *name)
{
  for (guint c = 0; c < self->choices->len; c++)
    if (g_str_equal(((const Choice *)self->choices->pdata[c])->name, name))
      return TRUE;
  return FALSE;
}

static gboolean is_taken(BwOutputRows *self, const char *name)
{
  static const char *const others[] = {"energy", "force", "forces", "total_charge", NULL};
  return g_strv_contains(others, name) || has_row(self, name);
}

static void add_label(BwOutputRows *self, const BwLabel *label)
{
  const BwOutputKind *kinds = find_kinds(label);
  g_autofree char *name = g_strdelimit(g_strdup(label->name), "./[]=", '_');
  if (!kinds || is_taken(self, name) || strpbrk(name, " \t"))
    return;
  Choice *choice = g_new0(Choice, 1);
  gboolean unit = label->unit && *label->unit && !strpbrk(label->unit, " \t");
  choice->label = g_str_equal(name, label->name) ? NULL : g_strdup(label->name);
  choice->name = g_steal_pointer(&name);
  choice->unit = g_strdup(unit ? label->unit : "-");
  choice->kinds = kinds;
  add_row(self, choice);
}

static void drop_rows(BwOutputRows *self)
{
  for (guint c = 0; c < self->choices->len; c++)
    adw_expander_row_remove(ADW_EXPANDER_ROW(self),
                            GTK_WIDGET(((const Choice *)self->choices->pdata[c])->row));
  g_ptr_array_set_size(self->choices, 0);
}

void bw_output_rows_set_data(BwOutputRows *self, const BwCollection *data)
{
  gboolean energies = FALSE;
  self->updating = TRUE;
  drop_rows(self);
  for (guint p = 0; data && p < data->parts->len; p++) {
    const BwDataset *part = data->parts->pdata[p];
    energies |= part->energies != NULL;
    for (guint l = 0; part->labels && l < part->labels->len; l++)
      add_label(self, &g_array_index(part->labels, BwLabel, l));
  }
  gtk_switch_set_active(self->energies, energies);
  gtk_widget_set_sensitive(GTK_WIDGET(self->energies_row), energies);
  show_chosen(self);
  self->updating = FALSE;
}

/* Descriptions */

/* The kind that a line begins with; BW_N_OUTPUT_KINDS: there is no such line. */
static BwOutputKind find_line(GKeyFile *description, const char *name)
{
  g_autofree char *line = g_key_file_get_string(description, GROUP, name, NULL);
  g_auto(GStrv) words = g_strsplit(line ? line : "", " ", 2);
  int kind = 0;
  while (kind < BW_N_OUTPUT_KINDS && g_strcmp0(words[0], bw_output_kind_name((BwOutputKind)kind)) != 0)
    kind++;
  return (BwOutputKind)kind;
}

void bw_output_rows_show(BwOutputRows *self, GKeyFile *description)
{
  g_auto(GStrv) asked = bw_network_list_outputs(description);
  self->updating = TRUE;
  self->n_others = 0;
  for (guint c = 0; c < self->choices->len; c++) {
    const Choice *choice = self->choices->pdata[c];
    set_kind(choice, find_line(description, choice->name));
  }
  for (char **name = asked; *name; name++)
    self->n_others += !has_row(self, *name);
  if (asked[0])
    gtk_switch_set_active(self->energies, g_key_file_has_key(description, GROUP, "energy", NULL));
  show_chosen(self);
  self->updating = FALSE;
}

/* What is made of charges needs a unit of such. */
static const char *name_unit(const Choice *choice, BwOutputKind kind)
{
  if (strcmp(choice->unit, "-") != 0)
    return choice->unit;
  return kind == BW_OUTPUT_CHARGES                                 ? "e"
         : kind == BW_OUTPUT_DIPOLE || kind == BW_OUTPUT_MAGNITUDE ? "e·Å"
                                                                   : "-";
}

static void write_line(const Choice *choice, GKeyFile *description)
{
  BwOutputKind kind = get_kind(choice);
  if (kind == BW_N_OUTPUT_KINDS) {
    g_key_file_remove_key(description, GROUP, choice->name, NULL);
  } else if (find_line(description, choice->name) != kind) {
    g_autofree char *line =
        g_strjoin(" ", bw_output_kind_name(kind), name_unit(choice, kind), choice->label, NULL);
    g_key_file_set_string(description, GROUP, choice->name, line);
  }
}

/* The energy alone needs no line, but where the group says something else. */
void bw_output_rows_write(BwOutputRows *self, GKeyFile *description)
{
  for (guint c = 0; c < self->choices->len; c++)
    write_line(self->choices->pdata[c], description);
  g_auto(GStrv) asked = bw_network_list_outputs(description);
  g_key_file_remove_key(description, GROUP, "energy", NULL);
  g_auto(GStrv) left = g_key_file_get_keys(description, GROUP, NULL, NULL);
  if (!left || !left[0])
    g_key_file_remove_group(description, GROUP, NULL);
  else if (!asked[0] || gtk_switch_get_active(self->energies))
    g_key_file_set_string(description, GROUP, "energy", ENERGY_LINE);
}

/* The widget */

static void bw_output_rows_finalize(GObject *object)
{
  g_ptr_array_unref(BW_OUTPUT_ROWS(object)->choices);
  G_OBJECT_CLASS(bw_output_rows_parent_class)->finalize(object);
}

static void bw_output_rows_class_init(BwOutputRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = bw_output_rows_finalize;
  g_signal_new("changed", BW_TYPE_OUTPUT_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-output-rows.ui");
  gtk_widget_class_bind_template_child(widget_class, BwOutputRows, energies);
  gtk_widget_class_bind_template_child(widget_class, BwOutputRows, energies_row);
  gtk_widget_class_bind_template_callback(widget_class, on_changed);
}

static void bw_output_rows_init(BwOutputRows *self)
{
  self->choices = g_ptr_array_new_with_free_func(choice_free);
  gtk_widget_init_template(GTK_WIDGET(self));
}
