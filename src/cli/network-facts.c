#include "cli/network-facts.h"

gint64 bw_network_facts_count_parameters(const BwNetworkFile *file)
{
  const GArray *matrices = g_ptr_array_index(file->members, 0);
  gint64 n = 0;
  for (guint i = 0; i < matrices->len; i++) {
    const BwNetworkMatrix *matrix = &g_array_index(matrices, BwNetworkMatrix, i);
    n += (gint64)matrix->rows * matrix->columns;
  }
  return n;
}

void bw_network_facts_add_errors(JsonBuilder *json, const BwNetworkFile *file)
{
  json_builder_set_member_name(json, "errors");
  json_builder_begin_array(json);
  for (guint i = 0; i < file->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
    const char *unit;
    double factor = bw_network_file_told_in(file, measured->unit, &unit);
    json_builder_begin_object(json);
    bw_json_add_string(json, "name", measured->name);
    bw_json_add_string(json, "unit", unit);
    bw_json_add_double(json, "mae", factor * measured->mae);
    bw_json_add_double(json, "rmse", factor * measured->rmse);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}
