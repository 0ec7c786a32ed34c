#include "io/numpy/pickle.h"
#include "io/numpy/pickle-machine.h"

#include <string.h>

/* Larger than any number, string or small dict. */
#define LARGEST_PICKLE (1 << 20)

/* What an opcode's group says about it. */
typedef enum { NOT_MINE, DONE, MALFORMED } Outcome;

static Outcome outcome(gboolean ok)
{
  return ok ? DONE : MALFORMED;
}

static Outcome push_int(BwPickleMachine *machine, gint64 value)
{
  bw_pickle_push(machine, BW_PICKLE_INT)->integer = value;
  return DONE;
}

/* Two's complement of `size` bytes. */
static Outcome push_bytes_int(BwPickleMachine *machine, guint64 size)
{
  guint64 bits;
  if (size > 8 || !bw_pickle_take_uint(machine, (int)size, &bits))
    return MALFORMED;
  int unused = 64 - 8 * (int)size;
  return push_int(machine, size ? (gint64)(bits << unused) >> unused : 0);
}

/* Text of protocol 0: INT 'I' (also booleans, "01" and "00"), LONG 'L', FLOAT 'F'. */
static Outcome push_line_number(BwPickleMachine *machine, guint8 opcode)
{
  const char *line;
  gsize n;
  if (!bw_pickle_take_line(machine, &line, &n) || n == 0 || n > 400)
    return MALFORMED;
  g_autofree char *text = g_strndup(line, n);
  char *rest;
  if (opcode == 'F') {
    bw_pickle_push(machine, BW_PICKLE_FLOAT)->number = g_ascii_strtod(text, &rest);
    return outcome(*rest == 0);
  }
  gint64 value = g_ascii_strtoll(text, &rest, 10);
  if (opcode == 'L' && *rest == 'L')
    rest++;
  push_int(machine, value);
  return outcome(*rest == 0);
}

static Outcome run_number(BwPickleMachine *machine, guint8 opcode)
{
  guint64 bits;
  switch (opcode) {
  case 'N':
    bw_pickle_push(machine, BW_PICKLE_NONE);
    return DONE;
  case 0x88: /* NEWTRUE */
  case 0x89: /* NEWFALSE */
    return push_int(machine, opcode == 0x88);
  case 'K':
  case 'M':
    return bw_pickle_take_uint(machine, opcode == 'K' ? 1 : 2, &bits) ? push_int(machine, (gint64)bits)
                                                                      : MALFORMED;
  case 'J':
    return push_bytes_int(machine, 4);
  case 0x8a: /* LONG1 */
  case 0x8b: /* LONG4 */
    return bw_pickle_take_uint(machine, opcode == 0x8a ? 1 : 4, &bits) ? push_bytes_int(machine, bits)
                                                                       : MALFORMED;
  case 'G':
    if (!bw_pickle_take_uint(machine, 8, &bits))
      return MALFORMED;
    bits = GUINT64_SWAP_LE_BE(bits);
    memcpy(&bw_pickle_push(machine, BW_PICKLE_FLOAT)->number, &bits, 8);
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
static Outcome push_line_string(BwPickleMachine *machine, guint8 opcode)
{
  const char *line;
  gsize n;
  if (!bw_pickle_take_line(machine, &line, &n))
    return MALFORMED;
  if (opcode == 'S') {
    if (n < 2 || (line[0] != '\'' && line[0] != '"') || line[n - 1] != line[0])
      return MALFORMED;
    line++, n -= 2;
  }
  return outcome(
      bw_pickle_unescape(bw_pickle_push(machine, opcode == 'S' ? BW_PICKLE_BYTES : BW_PICKLE_TEXT), line, n));
}

static Outcome run_string(BwPickleMachine *machine, guint8 opcode)
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
    if (!bw_pickle_take_uint(machine, known[i].n_length, &n) || n > (guint64)(machine->end - machine->at))
      return MALFORMED;
    BwPickleValue *value = bw_pickle_push(machine, known[i].kind);
    value->bytes = machine->at;
    value->n_bytes = n;
    machine->at += n;
    return DONE;
  }
  return NOT_MINE;
}

/* Adds the items of `from` to the list or dict on top. */
static Outcome extend(BwPickleMachine *machine, BwPickleKind kind, const BwPickleValue *from)
{
  BwPickleValue *to = from ? bw_pickle_peek(machine) : NULL;
  if (!to || to->kind != kind || (kind == BW_PICKLE_DICT && from->items->len % 2))
    return MALFORMED;
  g_ptr_array_extend(to->items, from->items, NULL, NULL);
  return DONE;
}

static Outcome push_collected(BwPickleMachine *machine, BwPickleKind kind, int n)
{
  BwPickleValue *list = bw_pickle_collect(machine, n);
  if (!list || (kind == BW_PICKLE_DICT && list->items->len % 2))
    return MALFORMED;
  list->kind = kind;
  g_ptr_array_add(machine->stack, list);
  return DONE;
}

static Outcome run_container(BwPickleMachine *machine, guint8 opcode)
{
  switch (opcode) {
  case '(':
    bw_pickle_push(machine, BW_PICKLE_MARK);
    return DONE;
  case ')':
  case ']':
    bw_pickle_push(machine, BW_PICKLE_LIST);
    return DONE;
  case '}':
    bw_pickle_push(machine, BW_PICKLE_DICT);
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
    return extend(machine, BW_PICKLE_LIST, bw_pickle_collect(machine, 1));
  case 'e':
    return extend(machine, BW_PICKLE_LIST, bw_pickle_collect(machine, -1));
  case 's':
    return extend(machine, BW_PICKLE_DICT, bw_pickle_collect(machine, 2));
  case 'u':
    return extend(machine, BW_PICKLE_DICT, bw_pickle_collect(machine, -1));
  default:
    return NOT_MINE;
  }
}

static Outcome memo_put(BwPickleMachine *machine, guint64 index)
{
  BwPickleValue *top = bw_pickle_peek(machine);
  if (!top || index > G_MAXINT32)
    return MALFORMED;
  g_hash_table_insert(machine->memo, GUINT_TO_POINTER((guint)index), top);
  return DONE;
}

static Outcome memo_get(BwPickleMachine *machine, guint64 index)
{
  gpointer value =
      index <= G_MAXINT32 ? g_hash_table_lookup(machine->memo, GUINT_TO_POINTER((guint)index)) : NULL;
  if (!value)
    return MALFORMED;
  g_ptr_array_add(machine->stack, value);
  return DONE;
}

static gboolean take_index(BwPickleMachine *machine, guint8 opcode, guint64 *index)
{
  const char *line;
  gsize n;
  if (opcode != 'p' && opcode != 'g')
    return bw_pickle_take_uint(machine, opcode == 'q' || opcode == 'h' ? 1 : 4, index);
  if (!bw_pickle_take_line(machine, &line, &n) || n == 0 || n > 10)
    return FALSE;
  g_autofree char *text = g_strndup(line, n);
  return g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT32, index, NULL);
}

static Outcome run_stack(BwPickleMachine *machine, guint8 opcode)
{
  guint64 index;
  BwPickleValue *top = bw_pickle_peek(machine);
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
    return outcome(bw_pickle_pop(machine) != NULL);
  case '1':
    return outcome(bw_pickle_collect(machine, -1) != NULL);
  case '2':
    if (top)
      g_ptr_array_add(machine->stack, top);
    return outcome(top != NULL);
  case 0x80: /* PROTO */
    return outcome(bw_pickle_take_uint(machine, 1, &index) && index <= 5);
  case 0x95: /* FRAME */
    return outcome(bw_pickle_take_uint(machine, 8, &index));
  default:
    return NOT_MINE;
  }
}

static Outcome run_call(BwPickleMachine *machine, guint8 opcode)
{
  const char *module, *name;
  gsize n_module, n_name;
  BwPickleValue *first, *second;
  switch (opcode) {
  case 'c': /* GLOBAL */
    return outcome(
        bw_pickle_take_line(machine, &module, &n_module) && bw_pickle_take_line(machine, &name, &n_name) &&
        bw_pickle_find_function(bw_pickle_push(machine, BW_PICKLE_NONE), module, n_module, name, n_name));
  case 0x93: /* STACK_GLOBAL */
    second = bw_pickle_pop(machine);
    first = bw_pickle_pop(machine);
    return outcome(first && second && first->kind == BW_PICKLE_TEXT && second->kind == BW_PICKLE_TEXT &&
                   bw_pickle_find_function(bw_pickle_push(machine, BW_PICKLE_NONE),
                                           (const char *)first->bytes, first->n_bytes,
                                           (const char *)second->bytes, second->n_bytes));
  case 'R': /* REDUCE */
    second = bw_pickle_pop(machine);
    first = bw_pickle_pop(machine);
    return outcome(first && second && bw_pickle_call(first, second, bw_pickle_push(machine, BW_PICKLE_NONE)));
  case 'b': /* BUILD */
    second = bw_pickle_pop(machine);
    first = bw_pickle_peek(machine);
    return outcome(first && second && bw_pickle_set_state(first, second));
  default:
    return NOT_MINE;
  }
}

static BwPickleValue *run(BwPickleMachine *machine)
{
  static Outcome (*const groups[])(BwPickleMachine *, guint8) = {run_number, run_string, run_container,
                                                                 run_stack, run_call};
  while (machine->at < machine->end) {
    guint8 opcode = *machine->at++;
    if (opcode == '.')
      return bw_pickle_pop(machine);
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
  BwPickleMachine machine = {bytes, bytes + n_bytes, values, stack, memo};
  BwPickleValue *result = n_bytes <= LARGEST_PICKLE ? run(&machine) : NULL;
  return result ? bw_pickle_to_variant(result) : NULL;
}
