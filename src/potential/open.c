#include "base/error.h"
#include "potential/gdml/predict.h"
#include "potential/networks.h"
#include "potential/simple/simple.h"

#include <string.h>

static gboolean hash_file(const char *path, char hash[65], GError **error)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
  if (!file)
    return FALSE;
  g_autofree char *digest = g_compute_checksum_for_data(
      G_CHECKSUM_SHA256, (const guchar *)g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
  g_strlcpy(hash, digest, 65);
  return TRUE;
}

static BwPotential *open_model(const char *path, GError **error)
{
  if (!bw_network_file_is(path)) {
    g_autoptr(BwGdmlFile) kernel = bw_gdml_file_read(path, error);
    return kernel ? bw_gdml_potential_new(kernel, error) : NULL;
  }
  g_autoptr(BwNetworkFile) network = bw_network_file_read(path, error);
  return network ? bw_network_potential_new(network, error) : NULL;
}

BwPotential *bw_potential_open(const char *path, GError **error)
{
  if (bw_simple_potential_is(path) && !g_file_test(path, G_FILE_TEST_EXISTS))
    return bw_simple_potential_parse(path, error);
  g_autoptr(BwPotential) potential = open_model(path, error);
  if (!potential || !hash_file(path, potential->hash, error))
    return NULL;
  return g_steal_pointer(&potential);
}
