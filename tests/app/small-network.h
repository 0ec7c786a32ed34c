/* small-network.h - an untrained SchNet of water, and two frames of it, for tests that ask one in a window.
 */
#pragma once

#include "potential/networks.h"
#include "sessions.h"

enum { ATOMS = 3 };

static const int numbers[ATOMS] = {8, 1, 1};

static inline char *write_model(const Fixture *f)
{
  const int elements[2] = {1, 8};
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_key_file_load_from_data(description, "[network]\nmodel=schnet\nn_atom_basis=16\nn_filters=16\n",
                            (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_autoptr(BwNetwork) network = bw_network_make(description, elements, 2, NULL);
  bw_network_draw(network, 3);
  network->offsets[1] = -2000;
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  bw_network_store(network, file);
  file->dataset_name = g_strdup("water");
  char *path = g_build_filename(f->folder, "net.bwmodel", NULL);
  g_assert_true(bw_network_file_write(file, path, NULL));
  return path;
}

static inline char *write_frames(const Fixture *f)
{
  char *path = g_build_filename(f->folder, "water.xyz", NULL);
  g_assert_true(g_file_set_contents(path,
                                    "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n"
                                    "3\n\nO 0 0 0\nH 1.5 0 0\nH -0.24 0.93 0\n",
                                    -1, NULL));
  return path;
}

static inline gboolean has_second_frame(Fixture *f)
{
  return bw_session_get_position(f->session) == 1;
}
