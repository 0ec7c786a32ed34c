/* array.h - 64-byte aligned arrays, and scratch that is taken once and reused.
 *
 * A page fault costs more than the arithmetic on the page, so nothing in a hot loop allocates: it asks a
 * BwScratch, which only ever grows. */
#pragma once

#include <glib.h>
#include <stddef.h>

#define BW_ALIGNMENT 64

/* Uninitialised and zeroed arrays; abort on exhaustion like g_malloc (large ones are announced and refused
 * first with bw_memory_check()). Free with bw_free(). */
void *bw_alloc(size_t n, size_t size);
void *bw_alloc0(size_t n, size_t size);
void bw_free(void *array);

#define bw_new(type, n) ((type *)bw_alloc((n), sizeof(type)))
#define bw_new0(type, n) ((type *)bw_alloc0((n), sizeof(type)))

/* A doubles array that frees itself at the end of the scope: g_autoptr does not fit plain arrays. */
typedef double BwDoubles;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDoubles, bw_free)

/* Memory the system can give without swapping, in bytes (MemAvailable, and the cgroup's limit if lower). */
guint64 bw_memory_available(void);

/* Fails with BW_ERROR_MEMORY when `bytes` more do not fit; `what` names the thing, `remedy` says what to do
 * instead. */
gboolean bw_memory_check(guint64 bytes, const char *what, const char *remedy, GError **error);

/* One growing block; a later call invalidates what an earlier one returned. */
typedef struct {
  void *data;
  size_t bytes;
} BwScratch;

void *bw_scratch_get(BwScratch *scratch, size_t bytes);
void bw_scratch_clear(BwScratch *scratch);
