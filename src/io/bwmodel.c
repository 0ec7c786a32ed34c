/* Our own model files, of kernels and of networks: HDF5 that says which. */
#include "io/formats.h"
#include "io/hdf5/h5.h"

#include <glib/gi18n.h>

/* HDF5 says little in its first bytes; the kind is an attribute of the root, which run files have too. */
static int detect(const char *path, const guint8 *head, gsize n_head)
{
  if (!bw_h5_is_hdf5(head, n_head))
    return 0;
  g_auto(BwH5) h5 = bw_h5_open_file(path, NULL);
  g_autofree char *kind = h5 >= 0 ? bw_h5_get_string(h5, "beadwork_kind") : NULL;
  return g_strcmp0(kind, "model") == 0 ? 95 : 0;
}

const BwFormat bw_format_bwmodel = {
    .name = "bwmodel",
    .description = N_("Beadwork model"),
    .extensions = "bwmodel",
    .kinds = BW_KIND_MODEL,
    .detect = detect,
};
