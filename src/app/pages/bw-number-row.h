/* bw-number-row.h - a number to set, and below it what there is to say about it, with a button for the
 * remedy.
 *
 * Properties: "adjustment", "digits". Signals: "changed" (a person set another number), "remedy" (the button
 * was pressed). */
#pragma once

#include <adwaita.h>

typedef enum {
  BW_HINT_NOTE,
  BW_HINT_WARNING, /* the run will be worse than it seems */
  BW_HINT_ERROR,   /* it will fail */
} BwHintKind;

#define BW_TYPE_NUMBER_ROW (bw_number_row_get_type())
G_DECLARE_FINAL_TYPE(BwNumberRow, bw_number_row, BW, NUMBER_ROW, AdwPreferencesRow)

double bw_number_row_get_value(BwNumberRow *self);
void bw_number_row_set_value(BwNumberRow *self, double value); /* without a signal */

/* text NULL or "": nothing is said; remedy NULL: there is no button. */
void bw_number_row_set_hint(BwNumberRow *self, BwHintKind kind, const char *text, const char *remedy);
const char *bw_number_row_get_hint(BwNumberRow *self); /* NULL: none */

/* Takes numbers, or says why it does not. */
void bw_number_row_set_fixed(BwNumberRow *self, const char *why); /* NULL: takes them */
