#include "potential/network/parameters.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

static void clear_parameter(gpointer parameter)
{
  g_free(((BwParameter *)parameter)->name);
}

void bw_parameters_init(BwParameters *self)
{
  *self = (BwParameters){.list = g_array_new(FALSE, FALSE, sizeof(BwParameter))};
  g_array_set_clear_func(self->list, clear_parameter);
}

void bw_parameters_clear(BwParameters *self)
{
  g_clear_pointer(&self->list, g_array_unref);
  g_clear_pointer(&self->values, g_free);
  self->n_values = 0;
}

int bw_parameters_add(BwParameters *self, int rows, int columns, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  const BwParameter parameter = {g_strdup_vprintf(format, args), rows, columns, self->n_values};
  va_end(args);
  gsize n = (gsize)rows * columns;
  if (self->n_values + n <= BW_MOST_WEIGHTS) {
    self->values = g_renew(double, self->values, self->n_values + n);
    memset(self->values + self->n_values, 0, n * sizeof *self->values);
  }
  self->n_values += n;
  g_array_append_val(self->list, parameter);
  return (int)self->list->len - 1;
}

void bw_parameters_truncate(BwParameters *self, int n)
{
  if (n < bw_parameters_get_n(self))
    self->n_values = bw_parameters_get(self, n)->first;
  g_array_set_size(self->list, (guint)MIN(n, bw_parameters_get_n(self)));
}

int bw_parameters_get_n(const BwParameters *self)
{
  return (int)self->list->len;
}

const BwParameter *bw_parameters_get(const BwParameters *self, int number)
{
  return &g_array_index(self->list, BwParameter, number);
}

double *bw_parameters_get_values(const BwParameters *self, int number)
{
  return self->values + bw_parameters_get(self, number)->first;
}

void bw_parameters_draw_glorot(BwParameters *self, int number, guint64 seed)
{
  const BwParameter *parameter = bw_parameters_get(self, number);
  double *values = bw_parameters_get_values(self, number);
  double bound = sqrt(6.0 / (parameter->rows + parameter->columns));
  for (int i = 0; i < parameter->rows * parameter->columns; i++)
    values[i] = bound * (2 * bw_random_uniform(seed, BW_STREAM_WEIGHTS, (guint64)number, (guint64)i) - 1);
}

void bw_parameters_draw_normal(BwParameters *self, int number, double deviation, guint64 seed)
{
  const BwParameter *parameter = bw_parameters_get(self, number);
  double *values = bw_parameters_get_values(self, number);
  gsize n = (gsize)parameter->rows * parameter->columns;
  bw_random_normals(seed, BW_STREAM_WEIGHTS, (guint64)number, 0, values, n);
  for (gsize i = 0; i < n; i++)
    values[i] *= deviation;
}

void bw_parameters_record(const BwParameters *self, BwTape *tape, BwTensor **tensors)
{
  for (int i = 0; i < bw_parameters_get_n(self); i++) {
    const BwParameter *parameter = bw_parameters_get(self, i);
    tensors[i] = bw_tensor_new(tape, parameter->rows, parameter->columns, bw_parameters_get_values(self, i));
  }
}
