#include "autodiff/arena.h"

#include "base/array.h"

#define FIRST_BLOCK ((gsize)1 << 20)

void bw_arena_init(BwArena *arena)
{
  *arena = (BwArena){.blocks = g_ptr_array_new_with_free_func(bw_free)};
}

void bw_arena_finish(BwArena *arena)
{
  g_clear_pointer(&arena->blocks, g_ptr_array_unref);
}

static void add_block(BwArena *arena, gsize bytes)
{
  arena->full += arena->size;
  arena->size = bytes;
  arena->used = 0;
  g_ptr_array_add(arena->blocks, bw_alloc(bytes, 1));
}

void *bw_arena_alloc(BwArena *arena, gsize bytes)
{
  gsize rounded = (bytes + BW_ALIGNMENT - 1) / BW_ALIGNMENT * BW_ALIGNMENT;
  if (rounded > arena->size - arena->used)
    add_block(arena, MAX(MAX(rounded, FIRST_BLOCK), arena->full + arena->size));
  char *block = g_ptr_array_index(arena->blocks, arena->blocks->len - 1);
  void *result = block + arena->used;
  arena->used += rounded;
  return result;
}

void bw_arena_reset(BwArena *arena)
{
  if (arena->blocks->len > 1) {
    gsize total = arena->full + arena->size;
    g_ptr_array_set_size(arena->blocks, 0);
    arena->full = arena->size = 0;
    add_block(arena, total);
  }
  arena->used = 0;
}

gsize bw_arena_get_size(const BwArena *arena)
{
  return arena->full + arena->size;
}
