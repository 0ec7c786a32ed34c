#include "io/numpy/pickle-machine.h"

#include <string.h>

static BwPickleValue *make(BwPickleMachine *machine, BwPickleKind kind)
{
  BwPickleValue *value = g_new0(BwPickleValue, 1);
  value->kind = kind;
  if (kind == BW_PICKLE_LIST || kind == BW_PICKLE_DICT)
    value->items = g_ptr_array_new();
  g_ptr_array_add(machine->values, value);
  return value;
}

BwPickleValue *bw_pickle_push(BwPickleMachine *machine, BwPickleKind kind)
{
  BwPickleValue *value = make(machine, kind);
  g_ptr_array_add(machine->stack, value);
  return value;
}

BwPickleValue *bw_pickle_peek(const BwPickleMachine *machine)
{
  BwPickleValue *top = machine->stack->len ? machine->stack->pdata[machine->stack->len - 1] : NULL;
  return top && top->kind != BW_PICKLE_MARK ? top : NULL;
}

BwPickleValue *bw_pickle_pop(BwPickleMachine *machine)
{
  BwPickleValue *top = bw_pickle_peek(machine);
  if (top)
    g_ptr_array_set_size(machine->stack, (gint)machine->stack->len - 1);
  return top;
}

BwPickleValue *bw_pickle_collect(BwPickleMachine *machine, int n)
{
  guint first = machine->stack->len;
  for (; first > 0 && (n < 0 || machine->stack->len - first < (guint)n); first--)
    if (((BwPickleValue *)machine->stack->pdata[first - 1])->kind == BW_PICKLE_MARK)
      break;
  if (n < 0 ? first == 0 : machine->stack->len - first < (guint)n)
    return NULL;
  BwPickleValue *list = make(machine, BW_PICKLE_LIST);
  for (guint i = first; i < machine->stack->len; i++)
    g_ptr_array_add(list->items, machine->stack->pdata[i]);
  g_ptr_array_set_size(machine->stack, (gint)(n < 0 ? first - 1 : first));
  return list;
}

gboolean bw_pickle_take_uint(BwPickleMachine *machine, int size, guint64 *value)
{
  if (machine->end - machine->at < size)
    return FALSE;
  *value = 0;
  for (int i = 0; i < size; i++)
    *value |= (guint64)machine->at[i] << 8 * i;
  machine->at += size;
  return TRUE;
}

gboolean bw_pickle_take_line(BwPickleMachine *machine, const char **text, gsize *n)
{
  const guint8 *newline = memchr(machine->at, '\n', machine->end - machine->at);
  if (!newline)
    return FALSE;
  *text = (const char *)machine->at;
  *n = newline - machine->at;
  machine->at = newline + 1;
  return TRUE;
}
