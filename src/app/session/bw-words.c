#include "app/session/bw-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/bw-settings.h"
#include "app/session/bw-trace.h"
#include "base/format.h"

#define FS_PER_PS 1000.0

/* Narrow spaces between the groups. */
char *bw_words_short_mean(BwMean mean)
{
  if (!(mean.error > 0) || !isfinite(mean.error))
    return bw_format_fixed(mean.mean, 3);
  int decimals = CLAMP((int)ceil(-log10(mean.error)), 0, 6);
  if (mean.error * pow(10, decimals) < 1.95) /* as bw_format_mean() does */
    decimals++;
  g_autofree char *value = bw_format_fixed(mean.mean, decimals);
  return g_strdup_printf("%s(%.0f)", value, mean.error * pow(10, decimals));
}

char *bw_words_count(gint64 count)
{
  g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, count);
  GString *text = g_string_new(NULL);
  for (gsize n = strlen(digits), i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0)
      g_string_append(text, "\u202f");
    g_string_append_c(text, digits[i]);
  }
  return g_string_free(text, FALSE);
}

char *bw_words_formula(const BwAtoms *atoms)
{
  static const char *const lowered[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  g_autofree char *formula = bw_atoms_formula(atoms);
  GString *text = g_string_new(NULL);
  for (const char *c = formula; *c; c++)
    if (g_ascii_isdigit(*c))
      g_string_append(text, lowered[*c - '0']);
    else
      g_string_append_c(text, *c);
  return g_string_free(text, FALSE);
}

char *bw_words_time(double fs)
{
  g_autofree char *ps = bw_format_fixed(fs / FS_PER_PS, fs < 100 * FS_PER_PS ? 3 : 1);
  return g_strdup_printf("%s ps", ps);
}

char *bw_words_folder(const char *path)
{
  const char *home = g_get_home_dir();
  return g_str_has_prefix(path, home) ? g_strconcat("~", path + strlen(home), NULL) : g_strdup(path);
}

char *bw_words_sentence(const char *text)
{
  GString *sentence = g_string_new(NULL);
  if (*text) {
    g_string_append_unichar(sentence, g_unichar_toupper(g_utf8_get_char(text)));
    g_string_append(sentence, g_utf8_next_char(text));
  }
  return g_string_free(sentence, FALSE);
}

char *bw_words_file(const char *path)
{
  g_autofree char *name = g_path_get_basename(path);
  char *dot = strrchr(name, '.');
  return dot && dot > name ? g_strndup(name, (gsize)(dot - name)) : g_steal_pointer(&name);
}

char *bw_words_dynamics(const BwDynamicsSettings *dynamics)
{
  if (dynamics->n_beads == 1)
    return g_strdup_printf(_("classical, %g K"), dynamics->temperature);
  return g_strdup_printf(ngettext("%d bead, %g K", "%d beads, %g K", (gulong)dynamics->n_beads),
                         dynamics->n_beads, dynamics->temperature);
}

const char *bw_words_state(BwJobState state)
{
  switch (state) {
  case BW_JOB_STARTING:
    return _("starting…");
  case BW_JOB_RUNNING:
    return _("running");
  case BW_JOB_PAUSED:
    return _("paused");
  case BW_JOB_WAITING:
    return _("waiting for room on the disk");
  case BW_JOB_FINISHED:
    return _("finished");
  case BW_JOB_STOPPED:
    return _("stopped");
  case BW_JOB_FAILED:
    return _("failed");
  case BW_JOB_IDLE:
    return _("queued");
  }
  return "";
}

const char *bw_words_unit(const BwCoordinate *coordinate, double *factor)
{
  if (coordinate->n_atoms == 2)
    return bw_settings_get_length_unit(factor);
  *factor = 1;
  return bw_coordinate_unit(coordinate);
}

const char *bw_words_column(const char *column)
{
  static const char *const names[][2] = {
      {BW_TRACE_POTENTIAL, N_("Potential energy")},
      {BW_TRACE_CONSERVED, N_("Conserved quantity")},
      {BW_TRACE_TEMPERATURE, N_("Temperature")},
      {BW_TRACE_KINETIC, N_("Kinetic energy")},
      {BW_TRACE_KINETIC_PRIMITIVE, N_("Kinetic energy, primitive")},
      {BW_TRACE_GYRATION, N_("Radius of gyration")},
      {BW_TRACE_OUT_OF_DOMAIN, N_("Distance from known geometries")},
      {BW_TRACE_PULL, N_("Energy of the hand's spring")},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(column, names[i][0]))
      return _(names[i][1]);
  return column;
}
