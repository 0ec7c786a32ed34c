#include "schnet-peer.h"
#include "base/elements.h"
#include "bench.h"

#include <glib/gstdio.h>
#include <math.h>

/* Extended xyz, one frame per replica. */
static char *describe(const BwReplicas *in)
{
  GString *text = g_string_new(NULL);
  for (int r = 0; r < in->n_replicas; r++) {
    g_string_append_printf(text, "%d\n", in->n_atoms);
    for (int k = 0; in->cell && k < 9; k++)
      g_string_append_printf(text, "%s%.10g%s", k == 0 ? "Lattice=\"" : " ", in->cell->vectors[k / 3][k % 3],
                             k == 8 ? "\"" : "");
    g_string_append_c(text, '\n');
    for (int i = 0; i < in->n_atoms; i++) {
      const double *at = in->positions + 3 * ((gsize)r * in->n_atoms + i);
      g_string_append_printf(text, "%s %.10f %.10f %.10f\n", bw_element(in->numbers[i])->symbol, at[0], at[1],
                             at[2]);
    }
  }
  return g_string_free(text, FALSE);
}

double bw_bench_schnet_peer(const char *work, const BwReplicas *replicas, int n_features)
{
  g_autofree char *path = NULL, *text = describe(replicas);
  int file = g_file_open_tmp("beadwork-XXXXXX.xyz", &path, NULL);
  if (file < 0)
    return NAN;
  g_close(file, NULL);
  g_autofree char *arguments = g_strdup_printf("%s %s %d", work, path, n_features);
  double peer = g_file_set_contents(path, text, -1, NULL) ? bw_bench_peer("schnet.py", arguments) : NAN;
  g_unlink(path);
  return peer;
}
