#include "base/error.h"
#include "io/io.h"
#include "potential/simple/simple.h"

#include <math.h>
#include <string.h>

enum { MAX_PARAMETERS = 4 };

/* The values of the parameters in the order of their names, and the file of centres. */
typedef struct {
  double values[MAX_PARAMETERS];
  const char *centres;
} Parameters;

typedef struct {
  const char *name;
  const char *parameters[MAX_PARAMETERS]; /* NULL-terminated unless full */
  double defaults[MAX_PARAMETERS];
  gboolean takes_centres;
  const char *help;
  BwPotential *(*make)(const Parameters *parameters, GError **error);
} Kind;

static BwPotential *make_harmonic(const Parameters *p, GError **error)
{
  const double wavenumber = p->values[0], k = p->values[1];
  if ((wavenumber > 0) == (k > 0)) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "harmonic wells need a positive frequency (cm⁻¹) or k (eV/Å²), one of them");
    return NULL;
  }
  if (!p->centres)
    return bw_harmonic_new(wavenumber, k, NULL, 0);
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(p->centres, NULL, error);
  g_autoptr(BwFrame) frame = trajectory ? bw_trajectory_read(trajectory, 0, error) : NULL;
  if (!frame)
    return NULL;
  g_autoptr(BwDoubles) centroid = bw_new(double, 3 * (gsize)frame->atoms->n_atoms);
  bw_frame_centroid(frame, centroid);
  return bw_harmonic_new(wavenumber, k, centroid, frame->atoms->n_atoms);
}

static BwPotential *make_morse(const Parameters *p, GError **error)
{
  const double *v = p->values;
  if (v[0] > 0 && v[1] > 0 && v[2] > 0)
    return bw_morse_new(v[0], v[1], v[2]);
  bw_fail(error, BW_ERROR_ARGUMENT, "depth (eV), width (1/Å) and length (Å) of morse must be positive");
  return NULL;
}

static BwPotential *make_lennard_jones(const Parameters *p, GError **error)
{
  const double *v = p->values;
  if (v[0] > 0 && v[1] > 0 && v[2] >= 0)
    return bw_lennard_jones_new(v[0], v[1], v[2]);
  bw_fail(error, BW_ERROR_ARGUMENT, "epsilon (eV) and sigma (Å) of lennard-jones must be positive");
  return NULL;
}

/* Defaults: hydrogen molecules and argon. */
static const Kind kinds[] = {
    {"harmonic",
     {"frequency", "k"},
     {0, 0},
     TRUE,
     "frequency=1000 or k=12.5, and centres=FILE",
     make_harmonic},
    {"morse",
     {"depth", "width", "length"},
     {4.75, 1.94, 0.742},
     FALSE,
     "depth=4.75,width=1.94,length=0.742",
     make_morse},
    {"lennard-jones",
     {"epsilon", "sigma", "cutoff"},
     {0.0103, 3.4, 0},
     FALSE,
     "epsilon=0.0103,sigma=3.4,cutoff=8.5",
     make_lennard_jones},
};

static const Kind *find_kind(const char *text)
{
  gsize length = strcspn(text, ":");
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strlen(kinds[i].name) == length && g_ascii_strncasecmp(kinds[i].name, text, length) == 0)
      return &kinds[i];
  return NULL;
}

gboolean bw_simple_potential_is(const char *text)
{
  return find_kind(text) != NULL;
}

static gboolean parse_parameter(const Kind *kind, char *text, Parameters *parameters, GError **error)
{
  char *value = strchr(text, '='), *end = NULL;
  if (!value)
    return bw_fail(error, BW_ERROR_ARGUMENT, "“%s” is no parameter of %s; write %s:%s", text, kind->name,
                   kind->name, kind->help);
  *value++ = '\0';
  if (kind->takes_centres && strcmp(text, "centres") == 0) {
    parameters->centres = value;
    return TRUE;
  }
  for (int i = 0; i < MAX_PARAMETERS && kind->parameters[i]; i++) {
    if (strcmp(text, kind->parameters[i]) != 0)
      continue;
    parameters->values[i] = g_ascii_strtod(value, &end);
    if (end == value || *end || !isfinite(parameters->values[i]))
      return bw_fail(error, BW_ERROR_ARGUMENT, "%s: %s=%s is not a number", kind->name, text, value);
    return TRUE;
  }
  return bw_fail(error, BW_ERROR_ARGUMENT, "%s has no parameter “%s”; write %s:%s", kind->name, text,
                 kind->name, kind->help);
}

BwPotential *bw_simple_potential_parse(const char *text, GError **error)
{
  const Kind *kind = find_kind(text);
  if (!kind) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "“%s” is no simple potential; there are harmonic, morse and lennard-jones", text);
    return NULL;
  }
  Parameters parameters = {.centres = NULL};
  memcpy(parameters.values, kind->defaults, sizeof parameters.values);
  const char *colon = strchr(text, ':');
  g_auto(GStrv) parts = g_strsplit(colon ? colon + 1 : "", ",", -1);
  for (char **part = parts; *part; part++)
    if (**part && !parse_parameter(kind, *part, &parameters, error))
      return NULL;
  return kind->make(&parameters, error);
}
