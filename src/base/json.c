#include "base/json.h"

#include <math.h>

void bw_json_add_double(JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name(builder, name);
  if (isfinite(value))
    json_builder_add_double_value(builder, value);
  else
    json_builder_add_null_value(builder);
}

void bw_json_add_int(JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name(builder, name);
  json_builder_add_int_value(builder, value);
}

void bw_json_add_string(JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name(builder, name);
  if (value)
    json_builder_add_string_value(builder, value);
  else
    json_builder_add_null_value(builder);
}

void bw_json_add_mean(JsonBuilder *builder, const char *name, double mean, double error)
{
  json_builder_set_member_name(builder, name);
  json_builder_begin_object(builder);
  bw_json_add_double(builder, "mean", mean);
  bw_json_add_double(builder, "error", error);
  json_builder_end_object(builder);
}

/* json-glib before 1.8 adds ".0" to every number without a point, 1e-10 included, which is no JSON. Takes it
 * out again, in place. */
static void mend_exponents(char *text)
{
  gboolean in_string = FALSE, in_exponent = FALSE;
  char *out = text;
  for (const char *in = text; *in; in++) {
    if (in_string && *in == '\\')
      *out++ = *in++; /* what it escapes is copied below, whatever it is */
    else if (*in == '"')
      in_string = !in_string;
    in_exponent =
        !in_string && (*in == 'e' || (in_exponent && (g_ascii_isdigit(*in) || *in == '-' || *in == '+')));
    *out++ = *in;
    if (in_exponent && g_ascii_isdigit(*in) && in[1] == '.' && in[2] == '0')
      in += 2;
  }
  *out = '\0';
}

void bw_json_print(JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autoptr(JsonGenerator) generator = json_generator_new();
  json_generator_set_root(generator, root);
  g_autofree char *text = json_generator_to_data(generator, NULL);
  mend_exponents(text);
  g_print("%s\n", text);
}
