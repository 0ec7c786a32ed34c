/* arena.h - memory for many small things that are all given up at once and taken again. */
#pragma once

#include <glib.h>

typedef struct {
  GPtrArray *blocks; /* of memory; the last one is being filled */
  gsize size, used;  /* of the last block, bytes */
  gsize full;        /* bytes of the blocks before it */
} BwArena;

void bw_arena_init(BwArena *arena);
void bw_arena_finish(BwArena *arena);
/* 64-byte aligned, uninitialised. */
void *bw_arena_alloc(BwArena *arena, gsize bytes);
/* Gives up everything. What was in several blocks gets one of their size, so that the same again fits without
 * asking the system: page faults would cost more than the arithmetic. */
void bw_arena_reset(BwArena *arena);
/* Of all blocks. */
gsize bw_arena_get_size(const BwArena *arena);
