/* bw-scrubber.h - a slider along frames that shows what is there: a line of some quantity, marks of what
 * happened, and the range that is played, with handles at its ends.
 *
 * It is a GtkScale, and so has its keyboard and its accessibility; its value is the frame. Besides: I and O
 * begin and end the range here, Space plays.
 * Signal: range-changed (gint64 begin, gint64 end): a person moved a handle, or double-clicked one for all
 * frames. */
#pragma once

#include <gtk/gtk.h>

#include "engine/event.h"

typedef struct {
  double begin, end; /* frames; the same: a moment */
  BwEventKind kind;
  char *text; /* owned by the scrubber */
} BwScrubberMark;

#define BW_TYPE_SCRUBBER (bw_scrubber_get_type())
G_DECLARE_FINAL_TYPE(BwScrubber, bw_scrubber, BW, SCRUBBER, GtkScale)

void bw_scrubber_set_n_frames(BwScrubber *self, gint64 n_frames);
void bw_scrubber_set_range(BwScrubber *self, gint64 begin, gint64 end);
/* values[n] at positions[n] (frames, ascending); NaN where it has a gap. Copied. */
void bw_scrubber_set_line(BwScrubber *self, const double *positions, const double *values, gsize n);
/* Takes the marks: an array of BwScrubberMark. */
void bw_scrubber_take_marks(BwScrubber *self, GArray *marks);
GArray *bw_scrubber_marks_new(void);

/* What is said of a frame under the pointer: new text. */
typedef char *(*BwScrubberWords)(gint64 frame, gpointer data);
void bw_scrubber_set_words(BwScrubber *self, BwScrubberWords words, gpointer data);
