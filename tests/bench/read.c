/* How fast extended XYZ becomes numbers: open, index, and read every frame with energies and forces. The
 * floor is what copying the bytes of the file costs. */
#include "base/random.h"
#include "bench.h"
#include "io/io.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define FILE_BYTES ((gsize)24 << 20)
#define CHUNK_BYTES ((gsize)1 << 20)

static void append_frame(GString *text, int n_atoms, int frame)
{
  g_string_append_printf(text,
                         "%d\nLattice=\"12.4 0.0 0.0 0.0 12.4 0.0 0.0 0.0 12.4\" "
                         "Properties=species:S:1:pos:R:3:forces:R:3 energy=%.8f step=%d pbc=\"T T T\"\n",
                         n_atoms, -29943.9 - 1e-3 * frame, frame);
  for (int i = 0; i < n_atoms; i++) {
    g_string_append(text, i % 3 ? "H" : "O");
    for (int k = 0; k < 6; k++)
      g_string_append_printf(text, " %14.8f",
                             10 * bw_random_uniform(1, BW_STREAM_TEST, (guint64)frame, (guint64)(6 * i + k)) -
                                 5);
    g_string_append_c(text, '\n');
  }
}

static char *make_file(const char *folder, int n_atoms, gsize *n_bytes)
{
  char *path = g_build_filename(folder, "bench.xyz", NULL);
  GString *text = g_string_sized_new(FILE_BYTES + CHUNK_BYTES);
  for (int frame = 0; text->len < FILE_BYTES; frame++)
    append_frame(text, n_atoms, frame);
  *n_bytes = text->len;
  if (!g_file_set_contents(path, text->str, (gssize)text->len, NULL))
    g_clear_pointer(&path, g_free);
  g_string_free(text, TRUE);
  return path;
}

static void read_file(gpointer data)
{
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(data, NULL, NULL);
  if (!trajectory || !bw_trajectory_wait(trajectory, NULL, NULL))
    g_error("the benchmark's own file cannot be read");
  for (gint64 i = 0; i < bw_trajectory_get_n_frames(trajectory, NULL); i++)
    bw_frame_free(bw_trajectory_read(trajectory, i, NULL));
}

static void copy_file(gpointer data)
{
  static char chunk[CHUNK_BYTES];
  int fd = g_open(data, O_RDONLY, 0);
  while (fd >= 0 && read(fd, chunk, sizeof chunk) > 0)
    continue;
  if (fd >= 0)
    close(fd);
}

static void report(const char *name, int n_atoms)
{
  g_autofree char *folder = g_dir_make_tmp("beadwork-bench-XXXXXX", NULL);
  gsize n_bytes;
  g_autofree char *path = folder ? make_file(folder, n_atoms, &n_bytes) : NULL;
  if (!path) {
    fprintf(stderr, "%s: left out, the file of 24 MB could not be written\n", name);
    return;
  }
  double megabytes = n_bytes / 1e6;
  double peer = bw_bench_peer("read.py", path);
  bw_bench_report(name, megabytes / bw_bench_median(read_file, path, 2.0), "MB/s",
                  megabytes / bw_bench_median(copy_file, path, 0.5), peer);
  g_unlink(path);
  g_rmdir(folder);
}

static void run_read(void)
{
  report("read-extxyz", 192);
  report("read-extxyz-9", 9);
}

const BwBenchCase bw_bench_read[] = {{"read-extxyz", run_read}, {0}};
