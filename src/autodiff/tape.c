#include "autodiff/operation.h"
#include "autodiff/tape-private.h"

#include <string.h>

/* Elements, or multiplications, that one task should have at least: less is not worth waking a thread for. */
#define ELEMENTS_PER_TASK 16384
#define WORK_PER_TASK (1 << 19)

BwTape *bw_tape_new(BwPrecision precision, BwPool *pool)
{
  BwTape *tape = g_new0(BwTape, 1);
  tape->precision = precision;
  tape->pool = pool;
  tape->tensors = g_ptr_array_new();
  bw_arena_init(&tape->arena);
  return tape;
}

void bw_tape_free(BwTape *tape)
{
  if (!tape)
    return;
  g_ptr_array_unref(tape->tensors);
  bw_arena_finish(&tape->arena);
  g_free(tape);
}

BwPrecision bw_tape_get_precision(const BwTape *tape)
{
  return tape->precision;
}

gsize bw_precision_size(BwPrecision precision)
{
  return precision == BW_DOUBLE ? sizeof(double) : sizeof(float);
}

void bw_tape_clear(BwTape *tape)
{
  g_ptr_array_set_size(tape->tensors, 0);
  bw_arena_reset(&tape->arena);
}

gsize bw_tape_get_memory(const BwTape *tape)
{
  return bw_arena_get_size(&tape->arena);
}

void *bw_tape_alloc(BwTape *tape, gsize bytes)
{
  return bw_arena_alloc(&tape->arena, bytes);
}

/* Computing */

typedef struct {
  const BwTensor *tensor;
  int rows; /* per task */
} Rows;

static void compute_rows(int task, G_GNUC_UNUSED BwScratch *scratch, gpointer data)
{
  const Rows *rows = data;
  const BwTensor *tensor = rows->tensor;
  int begin = task * rows->rows, end = MIN(begin + rows->rows, tensor->rows);
  tensor->operation->kernels[tensor->tape->precision](tensor, begin, end);
}

static void compute(const BwTensor *tensor, double work)
{
  double size = work > 0 ? WORK_PER_TASK / work : ELEMENTS_PER_TASK / (double)MAX(tensor->columns, 1);
  Rows rows = {tensor, (int)CLAMP(size, 1, MAX(tensor->rows, 1))};
  int n_tasks = (tensor->rows + rows.rows - 1) / rows.rows;
  bw_pool_run(n_tasks > 1 ? tensor->tape->pool : NULL, n_tasks, compute_rows, &rows);
}

BwTensor *bw_tape_record(BwTape *tape, const BwRecord *record)
{
  g_assert(record->rows >= 0 && record->columns >= 0);
  BwTensor *self = bw_tape_alloc(tape, sizeof *self);
  *self = (BwTensor){.tape = tape,
                     .operation = record->operation,
                     .rows = record->rows,
                     .columns = record->columns,
                     .data = record->data,
                     .index = (int)tape->tensors->len,
                     .context = record->context,
                     .mode = record->mode,
                     .number = record->number};
  for (int k = 0; k < BW_MAX_INPUTS && record->inputs[k]; k++) {
    g_assert(record->inputs[k]->tape == tape);
    self->inputs[self->n_inputs++] = record->inputs[k];
  }
  g_ptr_array_add(tape->tensors, self);
  if (!self->data) {
    self->data = bw_tape_alloc(tape, (gsize)self->rows * self->columns * bw_precision_size(tape->precision));
    if (self->operation)
      compute(self, record->work);
  }
  return self;
}

/* Leaves */

BwTensor *bw_tensor_new(BwTape *tape, int rows, int columns, const double *values)
{
  BwTensor *self = bw_tape_record(tape, &(BwRecord){.rows = rows, .columns = columns});
  gsize n = (gsize)rows * columns;
  if (tape->precision == BW_DOUBLE)
    memcpy(self->data, values, n * sizeof *values);
  else
    for (gsize i = 0; i < n; i++)
      ((float *)self->data)[i] = (float)values[i];
  return self;
}

BwTensor *bw_tensor_new_for_data(BwTape *tape, int rows, int columns, const void *values)
{
  return bw_tape_record(tape, &(BwRecord){.rows = rows, .columns = columns, .data = (void *)values});
}

BwTensor *bw_tensor_new_filled(BwTape *tape, int rows, int columns, double value)
{
  BwTensor *self = bw_tape_record(tape, &(BwRecord){.rows = rows, .columns = columns});
  gsize n = (gsize)rows * columns;
  for (gsize i = 0; i < n; i++)
    if (tape->precision == BW_DOUBLE)
      ((double *)self->data)[i] = value;
    else
      ((float *)self->data)[i] = (float)value;
  return self;
}

/* Looking */

BwTape *bw_tensor_get_tape(const BwTensor *self)
{
  return self->tape;
}

int bw_tensor_get_rows(const BwTensor *self)
{
  return self->rows;
}

int bw_tensor_get_columns(const BwTensor *self)
{
  return self->columns;
}

const void *bw_tensor_get_data(const BwTensor *self)
{
  return self->data;
}

void bw_tensor_read(const BwTensor *self, double *values)
{
  gsize n = (gsize)self->rows * self->columns;
  for (gsize i = 0; i < n; i++)
    values[i] =
        self->tape->precision == BW_DOUBLE ? ((const double *)self->data)[i] : ((const float *)self->data)[i];
}

double bw_tensor_get_number(const BwTensor *self)
{
  g_assert(self->rows == 1 && self->columns == 1);
  double number;
  bw_tensor_read(self, &number);
  return number;
}
