#include "io/numpy/pickle.h"
#include "io/numpy/pickle-value.h"

#include <string.h>

/* Larger than any number, string or small dict. */
#define LARGEST_PICKLE (1 << 20)

typedef struct {
  const guint8 *at, *end;
  GPtrArray *values; /* all that were made, owned */
  GPtrArray *stack;
  GHashTable *memo;
} Machine;

/* What an opcode's group says about it. */
typedef enum { NOT_MINE, DONE, MALFORMED } Outcome;

static Outcome outcome(gboolean ok)
{
  return ok ? DONE : MALFORMED;
}

static BwPickleValue *make(Machine *machine, BwPickleKind kind)
{
  BwPickleValue *value = g_new0(BwPickleValue, 1);
  value->kind = kind;
  if (kind == BW_PICKLE_LIST || kind == BW_PICKLE_DICT)
    value->items = g_ptr_array_new();
  g_ptr_array_add(machine->values, value);
  return value;
}

static BwPickleValue *push(Machine *machine, BwPickleKind kind)
{
  BwPickleValue *value = make(machine, kind);
  g_ptr_array_add(machine->stack, value);
  return value;
}

/* NULL when the stack is empty or a mark is on top. */
static BwPickleValue *peek(const Machine *machine)
{
  BwPickleValue *top = machine->stack->len ? machine->stack->pdata[machine->stack->len - 1] : NULL;
  return top && top->kind != BW_PICKLE_MARK ? top : NULL;
}

static BwPickleValue *pop(Machine *machine)
{
  BwPickleValue *top = peek(machine);
  if (top)
    g_ptr_array_set_size(machine->stack, (gint)machine->stack->len - 1);
  return top;
}

/* The last n values as a new list that is not on the stack; n −1: up to the last mark, which goes too. */
static BwPickleValue *collect(Machine *machine, int n)
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

/* Little-endian, `size` up to 8. */
static gboolean take_uint(Machine *machine, int size, guint64 *value)
{
  if (machine->end - machine->at < size)
    return FALSE;
  *value = 0;
  for (int i = 0; i < size; i++)
    *value |= (guint64)machine->at[i] << 8 * i;
  machine->at += size;
  return TRUE;
}

/* Up to a newline, which is taken too. */
static gboolean take_line(Machine *machine, const char **text, gsize *n)
{
  const guint8 *newline = memchr(machine->at, '\n', machine->end - machine->at);
  if (!newline)
    return FALSE;
  *text = (const char *)machine->at;
  *n = newline - machine->at;
  machine->at = newline + 1;
  return TRUE;
}

static Outcome push_int(Machine *machine, gint64 value)
{
  push(machine, BW_PICKLE_INT)->integer = value;
  return DONE;
}

/* Two's complement of `size` bytes. */
static Outcome push_bytes_int(Machine *machine, guint64 size)
{
  guint64 bits;
  if (size > 8 || !take_uint(machine, (int)size, &bits))
    return MALFORMED;
  int unused = 64 - 8 * (int)size;
  return push_int(machine, size ? (gint64)(bits << unused) >> unused : 0);
}

/* Text of protocol 0: INT 'I' (also booleans, "01" and "00"), LONG 'L', FLOAT 'F'. */
static Outcome push_line_number(Machine *machine, guint8 opcode)
{
  const char *line;
  gsize n;
  if (!take_line(machine, &line, &n) || n == 0 || n > 400)
    return MALFORMED;
  g_autofree char *text = g_strndup(line, n);
  char *rest;
  if (opcode == 'F') {
    push(machine, BW_PICKLE_FLOAT)->number = g_ascii_strtod(text, &rest);
    return outcome(*rest == 0);
  }
  gint64 value = g_ascii_strtoll(text, &rest, 10);
  if (opcode == 'L' && *rest == 'L')
    rest++;
  push_int(machine, value);
  return outcome(*rest == 0);
}

static Outcome run_number(Machine *machine, guint8 opcode)
{
  guint64 bits;
  switch (opcode) {
  case 'N':
    push(machine, BW_PICKLE_NONE);
    return DONE;
  case 0x88: /* NEWTRUE */
  case 0x89: /* NEWFALSE */
    return push_int(machine, opcode == 0x88);
  case 'K':
  case 'M':
    return take_uint(machine, opcode == 'K' ? 1 : 2, &bits) ? push_int(machine, (gint64)bits) : MALFORMED;
  case 'J':
    return push_bytes_int(machine, 4);
  case 0x8a: /* LONG1 */
  case 0x8b: /* LONG4 */
    return take_uint(machine, opcode == 0x8a ? 1 : 4, &bits) ? push_bytes_int(machine, bits) : MALFORMED;
  case 'G':
    if (!take_uint(machine, 8, &bits))
      return MALFORMED;
    bits = GUINT64_SWAP_LE_BE(bits);
    memcpy(&push(machine, BW_PICKLE_FLOAT)->number, &bits, 8);
    return DONE;
  case 'I':
  case 'L':
  case 'F':
    return push_line_number(machine, opcode);
  default:
    return NOT_MINE;
  }
}

/* Text of protocol 0: STRING 'S' is a repr (Python 2), UNICODE 'V' is Latin-1 with \u escapes. */
static Outcome push_line_string(Machine *machine, guint8 opcode)
{
  const char *line;
  gsize n;
  if (!take_line(machine, &line, &n))
    return MALFORMED;
  if (opcode == 'S') {
    if (n < 2 || (line[0] != '\'' && line[0] != '"') || line[n - 1] != line[0])
      return MALFORMED;
    line++, n -= 2;
  }
  return outcome(
      bw_pickle_unescape(push(machine, opcode == 'S' ? BW_PICKLE_BYTES : BW_PICKLE_TEXT), line, n));
}

static Outcome run_string(Machine *machine, guint8 opcode)
{
  static const struct {
    guint8 opcode;
    int n_length; /* bytes of the length */
    BwPickleKind kind;
  } known[] = {
      {'U', 1, BW_PICKLE_BYTES}, {'T', 4, BW_PICKLE_BYTES},  {'C', 1, BW_PICKLE_BYTES},
      {'B', 4, BW_PICKLE_BYTES}, {0x8e, 8, BW_PICKLE_BYTES}, {0x96, 8, BW_PICKLE_BYTES},
      {'X', 4, BW_PICKLE_TEXT},  {0x8c, 1, BW_PICKLE_TEXT},  {0x8d, 8, BW_PICKLE_TEXT},
  };
  if (opcode == 'S' || opcode == 'V')
    return push_line_string(machine, opcode);
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    guint64 n;
    if (known[i].opcode != opcode)
      continue;
    if (!take_uint(machine, known[i].n_length, &n) || n > (guint64)(machine->end - machine->at))
      return MALFORMED;
    BwPickleValue *value = push(machine, known[i].kind);
    value->bytes = machine->at;
    value->n_bytes = n;
    machine->at += n;
    return DONE;
  }
  return NOT_MINE;
}

/* Adds the items of `from` to the list or dict on top. */
static Outcome extend(Machine *machine, BwPickleKind kind, const BwPickleValue *from)
{
  BwPickleValue *to = from ? peek(machine) : NULL;
  if (!to || to->kind != kind || (kind == BW_PICKLE_DICT && from->items->len % 2))
    return MALFORMED;
  g_ptr_array_extend(to->items, from->items, NULL, NULL);
  return DONE;
}

static Outcome push_collected(Machine *machine, BwPickleKind kind, int n)
{
  BwPickleValue *list = collect(machine, n);
  if (!list || (kind == BW_PICKLE_DICT && list->items->len % 2))
    return MALFORMED;
  list->kind = kind;
  g_ptr_array_add(machine->stack, list);
  return DONE;
}

static Outcome run_container(Machine *machine, guint8 opcode)
{
  switch (opcode) {
  case '(':
    push(machine, BW_PICKLE_MARK);
    return DONE;
  case ')':
  case ']':
    push(machine, BW_PICKLE_LIST);
    return DONE;
  case '}':
    push(machine, BW_PICKLE_DICT);
    return DONE;
  case 't':
  case 'l':
    return push_collected(machine, BW_PICKLE_LIST, -1);
  case 'd':
    return push_collected(machine, BW_PICKLE_DICT, -1);
  case 0x85: /* TUPLE1 */
  case 0x86:
  case 0x87:
    return push_collected(machine, BW_PICKLE_LIST, opcode - 0x84);
  case 'a':
    return extend(machine, BW_PICKLE_LIST, collect(machine, 1));
  case 'e':
    return extend(machine, BW_PICKLE_LIST, collect(machine, -1));
  case 's':
    return extend(machine, BW_PICKLE_DICT, collect(machine, 2));
  case 'u':
    return extend(machine, BW_PICKLE_DICT, collect(machine, -1));
  default:
    return NOT_MINE;
  }
}

static Outcome memo_put(Machine *machine, guint64 index)
{
  BwPickleValue *top = peek(machine);
  if (!top || index > G_MAXINT32)
    return MALFORMED;
  g_hash_table_insert(machine->memo, GUINT_TO_POINTER((guint)index), top);
  return DONE;
}

static Outcome memo_get(Machine *machine, guint64 index)
{
  gpointer value =
      index <= G_MAXINT32 ? g_hash_table_lookup(machine->memo, GUINT_TO_POINTER((guint)index)) : NULL;
  if (!value)
    return MALFORMED;
  g_ptr_array_add(machine->stack, value);
  return DONE;
}

static gboolean take_index(Machine *machine, guint8 opcode, guint64 *index)
{
  const char *line;
  gsize n;
  if (opcode != 'p' && opcode != 'g')
    return take_uint(machine, opcode == 'q' || opcode == 'h' ? 1 : 4, index);
  if (!take_line(machine, &line, &n) || n == 0 || n > 10)
    return FALSE;
  g_autofree char *text = g_strndup(line, n);
  return g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT32, index, NULL);
}

static Outcome run_stack(Machine *machine, guint8 opcode)
{
  guint64 index;
  BwPickleValue *top = peek(machine);
  switch (opcode) {
  case 'p':
  case 'q':
  case 'r':
    return take_index(machine, opcode, &index) ? memo_put(machine, index) : MALFORMED;
  case 'g':
  case 'h':
  case 'j':
    return take_index(machine, opcode, &index) ? memo_get(machine, index) : MALFORMED;
  case 0x94: /* MEMOIZE */
    return memo_put(machine, g_hash_table_size(machine->memo));
  case '0':
    return outcome(pop(machine) != NULL);
  case '1':
    return outcome(collect(machine, -1) != NULL);
  case '2':
    if (top)
      g_ptr_array_add(machine->stack, top);
    return outcome(top != NULL);
  case 0x80: /* PROTO */
    return outcome(take_uint(machine, 1, &index) && index <= 5);
  case 0x95: /* FRAME */
    return outcome(take_uint(machine, 8, &index));
  default:
    return NOT_MINE;
  }
}

static Outcome run_call(Machine *machine, guint8 opcode)
{
  const char *module, *name;
  gsize n_module, n_name;
  BwPickleValue *first, *second;
  switch (opcode) {
  case 'c': /* GLOBAL */
    return outcome(take_line(machine, &module, &n_module) && take_line(machine, &name, &n_name) &&
                   bw_pickle_find_function(push(machine, BW_PICKLE_NONE), module, n_module, name, n_name));
  case 0x93: /* STACK_GLOBAL */
    second = pop(machine);
    first = pop(machine);
    return outcome(first && second && first->kind == BW_PICKLE_TEXT && second->kind == BW_PICKLE_TEXT &&
                   bw_pickle_find_function(push(machine, BW_PICKLE_NONE), (const char *)first->bytes,
                                           first->n_bytes, (const char *)second->bytes, second->n_bytes));
  case 'R': /* REDUCE */
    second = pop(machine);
    first = pop(machine);
    return outcome(first && second && bw_pickle_call(first, second, push(machine, BW_PICKLE_NONE)));
  case 'b': /* BUILD */
    second = pop(machine);
    first = peek(machine);
    return outcome(first && second && bw_pickle_set_state(first, second));
  default:
    return NOT_MINE;
  }
}

static BwPickleValue *run(Machine *machine)
{
  static Outcome (*const groups[])(Machine *, guint8) = {run_number, run_string, run_container, run_stack,
                                                         run_call};
  while (machine->at < machine->end) {
    guint8 opcode = *machine->at++;
    if (opcode == '.')
      return pop(machine);
    Outcome result = NOT_MINE;
    for (gsize i = 0; i < G_N_ELEMENTS(groups) && result == NOT_MINE; i++)
      result = groups[i](machine, opcode);
    if (result != DONE)
      return NULL;
  }
  return NULL;
}

GVariant *bw_pickle_read(const guint8 *bytes, gsize n_bytes)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(bw_pickle_value_free);
  g_autoptr(GPtrArray) stack = g_ptr_array_new();
  g_autoptr(GHashTable) memo = g_hash_table_new(NULL, NULL);
  Machine machine = {bytes, bytes + n_bytes, values, stack, memo};
  BwPickleValue *result = n_bytes <= LARGEST_PICKLE ? run(&machine) : NULL;
  return result ? bw_pickle_to_variant(result) : NULL;
}
