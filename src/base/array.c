#include "base/array.h"
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEVER_MISSED (1 << 20) /* bytes */

void *bw_alloc(size_t n, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow(n, size, &bytes) || bytes > G_MAXSIZE - BW_ALIGNMENT)
    g_error("array of %zu × %zu bytes", n, size);
  bytes = (bytes + BW_ALIGNMENT - 1) & ~(size_t)(BW_ALIGNMENT - 1);
  void *array = aligned_alloc(BW_ALIGNMENT, MAX(bytes, BW_ALIGNMENT));
  if (!array)
    g_error("out of memory for %zu bytes", bytes);
  return array;
}

void *bw_alloc0(size_t n, size_t size)
{
  void *array = bw_alloc(n, size);
  memset(array, 0, n * size);
  return array;
}

void bw_free(void *array)
{
  free(array);
}

static guint64 cgroup_room(void)
{
  g_autofree char *max = NULL, *used = NULL;
  if (!g_file_get_contents("/sys/fs/cgroup/memory.max", &max, NULL, NULL) ||
      !g_file_get_contents("/sys/fs/cgroup/memory.current", &used, NULL, NULL) || !g_ascii_isdigit(max[0]))
    return G_MAXUINT64;
  guint64 limit = g_ascii_strtoull(max, NULL, 10), current = g_ascii_strtoull(used, NULL, 10);
  return limit > current ? limit - current : 0;
}

guint64 bw_memory_available(void)
{
  guint64 bytes = (guint64)sysconf(_SC_PHYS_PAGES) * (guint64)sysconf(_SC_PAGESIZE);
  g_autofree char *info = NULL;
  if (g_file_get_contents("/proc/meminfo", &info, NULL, NULL)) {
    const char *line = strstr(info, "MemAvailable:");
    if (line)
      bytes = g_ascii_strtoull(line + strlen("MemAvailable:"), NULL, 10) * 1024;
  }
  return MIN(bytes, cgroup_room());
}

gboolean bw_memory_check(guint64 bytes, const char *what, const char *remedy, GError **error)
{
  if (bytes < NEVER_MISSED) /* looking takes longer than using so little */
    return TRUE;
  guint64 room = bw_memory_available();
  if (bytes <= room)
    return TRUE;
  return bw_fail(error, BW_ERROR_MEMORY, "%s needs %.1f GB, but only %.1f GB are free; %s", what, bytes / 1e9,
                 room / 1e9, remedy);
}

void *bw_scratch_get(BwScratch *scratch, size_t bytes)
{
  if (scratch->bytes < bytes) {
    bw_free(scratch->data);
    scratch->bytes = bytes + bytes / 4;
    scratch->data = bw_alloc(scratch->bytes, 1);
  }
  return scratch->data;
}

void bw_scratch_clear(BwScratch *scratch)
{
  bw_free(scratch->data);
  *scratch = (BwScratch){0};
}
