/* Frames read on another thread: which, when, and how much of them is kept. The trajectory counts what is
 * read of it. */
#include "app/session/bw-frame-loader.h"

#include <math.h>

#include "base/error.h"

#define PATIENCE 60 /* s; the slowest build under the slowest tools */
#define N_FRAMES 10000
#define BROKEN 9000 /* cannot be read */

typedef struct {
  BwTrajectory base;
  BwAtoms *atoms;
  gint delay; /* µs, of a read; atomic */
} Counted;

typedef struct {
  Counted *trajectory;
  BwFrame *frame, *picture;
  gint64 index;
  char *error;
  int n_ready;
} Fixture;

static BwFrame *read_counted(BwTrajectory *trajectory, gint64 index, GError **error)
{
  Counted *self = (Counted *)trajectory;
  g_usleep((gulong)g_atomic_int_get(&self->delay));
  if (index == BROKEN) {
    bw_fail(error, BW_ERROR_FORMAT, "frame %d is broken", BROKEN);
    return NULL;
  }
  BwFrame *frame = bw_frame_new(self->atoms, 1);
  for (int i = 0; i < 3 * self->atoms->n_atoms; i++)
    frame->positions[i] = (double)(index * index) + i;
  frame->time = (double)index;
  return frame;
}

static void finalize_counted(BwTrajectory *trajectory)
{
  bw_atoms_unref(((Counted *)trajectory)->atoms);
}

static const BwTrajectoryClass counted_class = {.read = read_counted, .finalize = finalize_counted};

static void set_up(Fixture *f, gconstpointer n_atoms)
{
  int n = GPOINTER_TO_INT(n_atoms);
  g_autofree int *numbers = g_new(int, n);
  for (int i = 0; i < n; i++)
    numbers[i] = 1;
  f->trajectory = g_new0(Counted, 1);
  bw_trajectory_init(&f->trajectory->base, &counted_class, NULL, "counted");
  f->trajectory->base.n_frames = N_FRAMES;
  f->trajectory->base.n_beads = 1;
  f->trajectory->atoms = bw_atoms_new(n, numbers, NULL, NULL);
}

static void clear(Fixture *f)
{
  g_clear_pointer(&f->frame, bw_frame_free);
  g_clear_pointer(&f->picture, bw_frame_free);
  g_clear_pointer(&f->error, g_free);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  clear(f);
  bw_trajectory_unref(&f->trajectory->base);
}

static void on_ready(BwFrame *frame, BwFrame *picture, gint64 index, const GError *error, gpointer data)
{
  Fixture *f = data;
  clear(f);
  f->frame = frame;
  f->picture = picture;
  f->index = index;
  f->error = error ? g_strdup(error->message) : NULL;
  f->n_ready++;
}

static BwFrameLoader *make_loader(Fixture *f, gsize max_bytes)
{
  return bw_frame_loader_new(&f->trajectory->base, max_bytes, on_ready, f);
}

static void get(Fixture *f, BwFrameLoader *loader, const BwFrameRequest *request)
{
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  bw_frame_loader_request(loader, request);
  while (bw_frame_loader_is_busy(loader) && g_get_monotonic_time() < end)
    g_main_context_iteration(NULL, TRUE);
  g_assert_false(bw_frame_loader_is_busy(loader));
  g_assert_cmpint(f->index, ==, (gint64)request->position);
}

static void look_ahead(BwFrameRequest *request, gint64 from)
{
  request->n_ahead = BW_LOADER_AHEAD;
  for (int i = 0; i < BW_LOADER_AHEAD; i++)
    request->ahead[i] = from + i;
}

static gboolean reaches(BwFrameLoader *loader, gint64 n_read)
{
  gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
  while (bw_frame_loader_get_n_read(loader) < n_read && g_get_monotonic_time() < end)
    g_usleep(500);
  g_usleep(5000); /* for one that should not be read */
  return bw_frame_loader_get_n_read(loader) == n_read;
}

/* Whoever drags fast gets the last one, and hardly any of those before it are read. */
static void test_newest_wins(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwFrameLoader) loader = make_loader(f, 1 << 20);
  g_atomic_int_set(&f->trajectory->delay, 20000);
  for (int i = 1; i < 500; i++)
    bw_frame_loader_request(loader, &(BwFrameRequest){.position = i});
  get(f, loader, &(BwFrameRequest){.position = 777});
  g_assert_cmpfloat(f->frame->time, ==, 777);
  g_assert_cmpint(bw_frame_loader_get_n_read(loader), <=, 3);
}

/* What comes next is there before it is asked for, and nothing is read twice. */
static void test_read_ahead(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwFrameLoader) loader = make_loader(f, 1 << 20);
  BwFrameRequest request = {.position = 0};
  look_ahead(&request, 1);
  get(f, loader, &request);
  g_assert_true(reaches(loader, 1 + BW_LOADER_AHEAD));
  for (int i = 1; i <= BW_LOADER_AHEAD; i++) {
    get(f, loader, &(BwFrameRequest){.position = i});
    g_assert_cmpfloat(f->frame->positions[0], ==, i * i);
    g_assert_cmpint(bw_frame_loader_get_n_read(loader), ==, 1 + BW_LOADER_AHEAD);
  }
}

/* 10 000 frames of 24 kB each, in 1 MB. */
static void test_bounded(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  const gsize max_bytes = 1 << 20;
  g_autoptr(BwFrameLoader) loader = make_loader(f, max_bytes);
  BwFrameRequest request = {.filter = {.smoothing = 2}};
  for (gint64 i = 0; i < BROKEN - BW_LOADER_AHEAD - 5; i++) {
    request.position = (double)i;
    look_ahead(&request, i + 1);
    get(f, loader, &request);
    g_assert_cmpuint(bw_frame_loader_get_bytes(loader), <=, max_bytes);
  }
  request.filter.smoothing = 1000; /* more than there is room for: some, and the frame */
  get(f, loader, &request);
  g_assert_cmpfloat(f->frame->time, ==, request.position);
  g_assert_nonnull(f->picture);
  g_assert_cmpuint(bw_frame_loader_get_bytes(loader), <=, 2 * max_bytes);
}

/* A frame larger than all the room there is. */
static void test_too_large(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwFrameLoader) loader = make_loader(f, 1000);
  BwFrameRequest request = {.filter = {.smoothing = 3}};
  for (int i = 0; i < 20; i++) {
    request.position = i;
    look_ahead(&request, i + 1);
    get(f, loader, &request);
    g_assert_cmpfloat(f->frame->time, ==, i);
  }
  g_assert_cmpuint(bw_frame_loader_get_bytes(loader), <, 4 * bw_frame_count_bytes(f->frame));
}

/* The frame is as it was, its picture is the mean: that of squares is (i² + 2/3) for i − 1, i, i + 1. */
static void test_filter(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwFrameLoader) loader = make_loader(f, 1 << 20);
  get(f, loader, &(BwFrameRequest){.position = 100, .filter = {.smoothing = 1}});
  g_assert_cmpfloat(f->frame->positions[0], ==, 10000);
  g_assert_cmpfloat_with_epsilon(f->picture->positions[0], 10000 + 2.0 / 3, 1e-9);
  get(f, loader, &(BwFrameRequest){.position = 0, .filter = {.smoothing = 1}});
  g_assert_cmpfloat_with_epsilon(f->picture->positions[0], 0.5, 1e-9); /* of the first two */
  get(f, loader, &(BwFrameRequest){.position = 10.25, .filter = {.interpolate = TRUE}});
  g_assert_cmpfloat_with_epsilon(f->picture->positions[0], 100 + 0.25 * 21, 1e-9);
  get(f, loader, &(BwFrameRequest){.position = 10, .filter = {.interpolate = TRUE}});
  g_assert_null(f->picture);
  get(f, loader, &(BwFrameRequest){.position = 50, .filter = {.superpose = TRUE}});
  g_assert_cmpfloat(f->frame->positions[0], ==, 2500);
  g_assert_cmpfloat_with_epsilon(f->picture->positions[0], 0, 1e-9);
}

/* A frame that cannot be read says so when it is asked for, not when it is read ahead or averaged over. */
static void test_broken(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(BwFrameLoader) loader = make_loader(f, 1 << 20);
  BwFrameRequest request = {.position = BROKEN - 1, .filter = {.smoothing = 1}};
  look_ahead(&request, BROKEN);
  get(f, loader, &request);
  g_assert_null(f->error);
  g_assert_cmpfloat(f->frame->time, ==, BROKEN - 1);
  get(f, loader, &(BwFrameRequest){.position = BROKEN});
  g_assert_null(f->frame);
  g_assert_cmpstr(f->error, ==, "frame 9000 is broken");
}

/* Freed while it reads: nothing is handed over any more. */
static void test_free(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  BwFrameLoader *loader = make_loader(f, 1 << 20);
  g_atomic_int_set(&f->trajectory->delay, 10000);
  bw_frame_loader_request(loader, &(BwFrameRequest){.position = 5});
  bw_frame_loader_free(loader);
  for (int i = 0; i < 20; i++) {
    g_main_context_iteration(NULL, FALSE);
    g_usleep(2000);
  }
  g_assert_cmpint(f->n_ready, ==, 0);
}

int main(int argc, char **argv)
{
  static const struct {
    const char *name;
    int n_atoms;
    void (*test)(Fixture *f, gconstpointer data);
  } tests[] = {
      {"/frame-loader/newest-wins", 3, test_newest_wins},
      {"/frame-loader/read-ahead", 3, test_read_ahead},
      {"/frame-loader/bounded", 1000, test_bounded},
      {"/frame-loader/too-large", 1000, test_too_large},
      {"/frame-loader/filter", 3, test_filter},
      {"/frame-loader/broken", 3, test_broken},
      {"/frame-loader/free", 3, test_free},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].name, Fixture, GINT_TO_POINTER(tests[i].n_atoms), set_up, tests[i].test, tear_down);
  return g_test_run();
}
