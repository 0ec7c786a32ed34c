/* Verbs on a run whose number of beads was changed while it was recorded. */
#include "answer.h"
#include "engine/job.h"
#include "folder.h"
#include "potential/simple/simple.h"

#include <string.h>

static char *folder;

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

/* 100 steps with 4 beads, 100 with 9, a frame every 10. */
static void write_run(const char *path)
{
  const double positions[] = {0, 0, 0, 0.8, 0, 0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (int[]){1, 1}, NULL, NULL);
  g_autoptr(BwPotential) potential = bw_morse_new(4.75, 1.94, 0.742);
  BwRunSpec spec = {
      .potential = potential, .atoms = atoms, .positions = positions, .n_given_beads = 1, .output = path};
  bw_dynamics_settings_init(&spec.dynamics);
  bw_record_settings_init(&spec.record);
  spec.dynamics.n_beads = 4;
  spec.record.position_stride = 10;
  g_autoptr(BwJob) job = bw_job_new(bw_run_spec_copy(&spec), NULL, NULL);
  for (int i = 0; i < 200; i++) {
    if (i == 100) {
      spec.dynamics.n_beads = 9;
      g_assert_true(bw_job_change(job, &spec.dynamics, NULL, NULL));
    }
    g_assert_true(bw_job_step(job, NULL, NULL));
  }
  g_assert_true(bw_job_checkpoint(job, NULL));
}

static void expect(Answer answer, int status, const char *part)
{
  const char *text = status == 0 && !strstr(answer.err, part) ? answer.out : answer.err;
  g_assert_cmpint(answer.status, ==, status);
  if (!strstr(text, part))
    g_error("“%s” says nothing of “%s”", text, part);
  answer_clear(&answer);
}

static void test_changed(void)
{
  g_autofree char *run = in_folder("run.h5"), *csv = in_folder("d.csv"), *xyz = in_folder("run.xyz"),
                  *copy = in_folder("copy.h5"), *text = NULL;
  write_run(run);
  expect(CALL("info", run), 0, "4 in the first frame, 9 in the last");
  expect(CALL("info", run, "--json"), 0, "\"n_frames\":21");
  expect(CALL("plot", run, "distance", "--atoms", "0,1", "-o", csv), 0, "from 4 to 9 beads");
  expect(CALL("plot", run, "distance", "--atoms", "0,1", "--discard", "0.6", "-o", csv), 0, "H0–H1");
  g_assert_true(g_file_get_contents(csv, &text, NULL, NULL));
  g_assert_nonnull(strstr(text, "9 beads (1/Å)"));
  expect(CALL("plot", run, "energy", "--json"), 0, "\"n\":201");
  expect(CALL("convert", run, xyz), 1, "has 9 beads, the first 4");
  expect(CALL("convert", run, xyz, "--frames", "11:", "--json"), 0, "\"n_beads\":9");
  expect(CALL("convert", run, xyz, "--centroids", "--json"), 0, "\"n_frames\":21");
  expect(CALL("convert", run, copy, "--json"), 0, "\"n_frames\":21");
  expect(CALL("info", copy), 0, "4 in the first frame, 9 in the last");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_getenv("BW_PROGRAM")) {
    g_print("1..0 # SKIP BW_PROGRAM does not name the program\n");
    return 0;
  }
  folder = new_folder();
  g_test_add_func("/changed/verbs", test_changed);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
