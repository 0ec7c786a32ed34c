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

void bw_json_print(JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autoptr(JsonGenerator) generator = json_generator_new();
  json_generator_set_root(generator, root);
  g_autofree char *text = json_generator_to_data(generator, NULL);
  g_print("%s\n", text);
}
