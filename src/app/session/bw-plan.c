#include "app/session/bw-plan.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"
#include "base/format.h"
#include "engine/run-file.h"

#define FS_PER_PS 1000.0
/* Arrays [n_beads][n_atoms][3] of a run: two moments of five each, noise and momenta, three snapshots. */
#define ARRAYS_OF_A_RUN 15
#define BYTES_OF_MODEL 2      /* in memory, of each in its file */
#define MOMENTS_KEPT 4096     /* of a run, to go back to: as many as a timeline shows apart, */
#define MOMENTS_PER_SECOND 32 /* and as many come in */
#define MOST_BYTES_OF_MOMENTS ((guint64)128 << 20)

gint64 bw_plan_n_steps(const BwPlanned *planned)
{
  return (gint64)ceil(planned->length / planned->dynamics.timestep - 1e-9);
}

double bw_plan_scale_speed(double steps_per_second, int n_beads, gboolean twin, const BwPlanned *planned)
{
  int before = n_beads + (twin ? 1 : 0), after = planned->dynamics.n_beads + (planned->twin ? 1 : 0);
  return steps_per_second > 0 ? steps_per_second * before / after : NAN;
}

static guint64 bytes_of_file(const BwPlanned *planned, int n_beads, gint64 n_steps)
{
  return bw_run_file_predict_size(&planned->record, n_beads, planned->n_atoms, n_steps);
}

static guint64 file_bytes(const BwPlanned *planned, gint64 n_steps)
{
  guint64 bytes = bytes_of_file(planned, planned->dynamics.n_beads, n_steps);
  return planned->twin ? bytes + bytes_of_file(planned, 1, n_steps) : bytes;
}

/* Each chunk of a dataset is there as a whole, so that a picosecond is a thousandth of many. */
static guint64 file_bytes_per_ps(const BwPlanned *planned)
{
  const gint64 n_steps = (gint64)(FS_PER_PS / planned->dynamics.timestep), many = 1000;
  return (file_bytes(planned, many * n_steps) - file_bytes(planned, 0)) / (guint64)many;
}

static guint64 memory_bytes(const BwPlanned *planned, double seconds)
{
  const guint64 array = 3 * sizeof(double) * (guint64)planned->n_atoms *
                        (guint64)(planned->dynamics.n_beads + (planned->twin ? 1 : 0));
  const double moments = isfinite(seconds) ? MIN(MOMENTS_KEPT, seconds * MOMENTS_PER_SECOND) : MOMENTS_KEPT;
  const guint64 history = MIN((guint64)(moments * (double)array), MOST_BYTES_OF_MOMENTS);
  return ARRAYS_OF_A_RUN * array + history + BYTES_OF_MODEL * planned->model_bytes;
}

void bw_plan_init(BwPlan *plan, const BwPlanned *planned)
{
  const gint64 n_steps = bw_plan_n_steps(planned);
  const double counted = n_steps > 0 ? (double)n_steps : FS_PER_PS / planned->dynamics.timestep;
  *plan = (BwPlan){.open_end = n_steps == 0, .steps_per_second = planned->steps_per_second};
  plan->seconds = counted / plan->steps_per_second;
  if (planned->recorded)
    plan->file_bytes = plan->open_end ? file_bytes_per_ps(planned) : file_bytes(planned, n_steps);
  plan->memory_bytes = memory_bytes(planned, plan->open_end ? NAN : plan->seconds);
}

/* Lines break between the parts only. */
static void append(GString *text, char *part)
{
  g_autoptr(GString) whole = g_string_new(part);
  g_string_replace(whole, " ", "\u00a0", 0);
  if (text->len > 0)
    g_string_append(text, " · ");
  g_string_append(text, whole->str);
  g_free(part);
}

static char *describe_speed(double steps_per_second)
{
  g_autofree char *speed = steps_per_second < 9.5 ? bw_format_fixed(steps_per_second, 1)
                                                  : bw_words_count((gint64)round(steps_per_second));
  return g_strdup_printf(_("%s steps/s"), speed);
}

static char *describe_time(double seconds)
{
  g_autofree char *short_time = bw_format_fixed(seconds, 1);
  return seconds < 9.95 ? g_strdup_printf("%s s", short_time) : bw_format_duration(seconds);
}

char *bw_plan_describe(const BwPlan *plan)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *memory = g_format_size(plan->memory_bytes), *file = g_format_size(plan->file_bytes);
  if (plan->steps_per_second > 0)
    append(text, describe_speed(plan->steps_per_second));
  if (isfinite(plan->seconds)) {
    g_autofree char *time = describe_time(plan->seconds);
    append(text, plan->open_end  ? g_strdup_printf(_("%s for each ps"), time)
                 : plan->goes_on ? g_strdup_printf(_("%s left"), time)
                                 : g_strdup(time));
  }
  append(text, plan->file_bytes == 0 ? g_strdup(_("no file"))
               : plan->open_end      ? g_strdup_printf(_("%s of file for each ps"), file)
                                     : g_strdup_printf(_("%s file"), file));
  append(text, g_strdup_printf(_("%s memory"), memory));
  return g_strdup(text->str);
}
