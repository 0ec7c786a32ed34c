#include "render/stopwatch.h"

void bw_stopwatch_init(BwStopwatch *watch)
{
  *watch = (BwStopwatch){0};
  glGenQueries(2, watch->marks);
}

void bw_stopwatch_clear(BwStopwatch *watch)
{
  glDeleteQueries(2, watch->marks);
  *watch = (BwStopwatch){0};
}

void bw_stopwatch_begin(BwStopwatch *watch, int label)
{
  if (watch->pending)
    return;
  watch->label = label;
  watch->began = g_get_monotonic_time();
  glQueryCounter(watch->marks[0], GL_TIMESTAMP);
}

void bw_stopwatch_end(BwStopwatch *watch)
{
  if (watch->pending || watch->began == 0)
    return;
  glQueryCounter(watch->marks[1], GL_TIMESTAMP);
  watch->preparing = (double)(g_get_monotonic_time() - watch->began) * 1e-6;
  watch->began = 0;
  watch->pending = TRUE;
}

double bw_stopwatch_read(BwStopwatch *watch, int *label)
{
  GLuint64 times[2];
  GLint known = 0;
  if (watch->pending)
    glGetQueryObjectiv(watch->marks[1], GL_QUERY_RESULT_AVAILABLE, &known);
  if (!known)
    return 0;
  for (int i = 0; i < 2; i++)
    glGetQueryObjectui64v(watch->marks[i], GL_QUERY_RESULT, &times[i]);
  watch->pending = FALSE;
  *label = watch->label;
  return watch->preparing + (times[1] > times[0] ? (double)(times[1] - times[0]) * 1e-9 : 0);
}
