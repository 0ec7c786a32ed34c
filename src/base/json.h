/* json.h - the little that the verbs need on top of json-glib. */
#pragma once

#include <json-glib/json-glib.h>

/* Doubles that are not finite become null, as JSON has no word for them. */
void bw_json_add_double(JsonBuilder *builder, const char *name, double value);
void bw_json_add_int(JsonBuilder *builder, const char *name, gint64 value);
void bw_json_add_string(JsonBuilder *builder, const char *name, const char *value);

/* {"mean": …, "error": …} */
void bw_json_add_mean(JsonBuilder *builder, const char *name, double mean, double error);

/* Prints the finished document and a newline to stdout. */
void bw_json_print(JsonBuilder *builder);
