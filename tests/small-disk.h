/* small-disk.h - runs a test on a disk that is soon full: a tmpfs that only this process sees. */
#pragma once

#include <glib.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SMALL_DISK_NOT_POSSIBLE = 77 };

static inline gboolean small_disk_mount(const char *folder, const char *size)
{
  uid_t user = getuid();
  g_autofree char *options = g_strdup_printf("size=%s", size);
  if (user == 0 && unshare(CLONE_NEWNS) != 0)
    return FALSE;
  if (user != 0) { /* be root in a name space of one's own */
    g_autofree char *map = g_strdup_printf("0 %u 1", user);
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
        !g_file_set_contents_full("/proc/self/uid_map", map, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
      return FALSE;
  }
  return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount("tmpfs", folder, "tmpfs", 0, options) == 0;
}

/* Runs body(folder) in a child process on a disk of `size` ("1m"); skips the test where that is not possible.
 */
static inline void small_disk_run(const char *size, void (*body)(const char *folder))
{
  g_autofree char *folder = g_dir_make_tmp("beadwork-disk-XXXXXX", NULL);
  fflush(stdout);
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    if (!small_disk_mount(folder, size))
      _exit(SMALL_DISK_NOT_POSSIBLE);
    body(folder);
    _exit(0);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  rmdir(folder);
  if (WIFEXITED(status) && WEXITSTATUS(status) == SMALL_DISK_NOT_POSSIBLE)
    g_test_skip("no disk can be mounted here");
  else
    g_assert_cmpint(status, ==, 0);
}
