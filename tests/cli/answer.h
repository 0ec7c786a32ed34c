/* answer.h - runs a verb as a user does: BW_PROGRAM names the program. */
#pragma once

#include <glib.h>
#include <sys/wait.h>

typedef struct {
  int status;
  char *out, *err;
} Answer;

static inline void answer_clear(Answer *answer)
{
  g_free(answer->out);
  g_free(answer->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

static inline Answer call(const char *const *arguments)
{
  Answer answer = {0};
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  int wait_status;
  g_ptr_array_add(argv, (gpointer)g_getenv("BW_PROGRAM"));
  for (; *arguments; arguments++)
    g_ptr_array_add(argv, (gpointer)*arguments);
  g_ptr_array_add(argv, NULL);
  g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &answer.out, &answer.err,
               &wait_status, &error);
  g_assert_no_error(error);
  g_assert_true(WIFEXITED(wait_status)); /* no signal ended it */
  answer.status = WEXITSTATUS(wait_status);
  g_test_message("%s", answer.err);
  return answer;
}

/* CALL("info", path): what it says and its exit status; clear it with g_auto. */
#define CALL(...) call((const char *const[]){__VA_ARGS__, NULL})
