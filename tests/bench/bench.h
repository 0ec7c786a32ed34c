/* bench.h - a benchmark is a function that measures itself and reports rows; medians of repeated runs in one
 * process. */
#pragma once

#include <glib.h>

/* floor and peer: NAN where there is none. */
void bw_bench_report(const char *name, double value, const char *unit, double floor, double peer);

/* The same where the peer had not finished when it was given up: it takes more than `peer`. */
void bw_bench_report_unfinished(const char *name, double value, const char *unit, double floor, double peer);

/* Median seconds of one call of func(data), over repeats that fill about `seconds` after a warm-up; at
 * least 5. */
double bw_bench_median(void (*func)(gpointer data), gpointer data, double seconds);

/* The same of the best of several rounds of ten: for what is measured beside a peer whose own time is taken
 * so (peers/schnet.py, because of its allocator). */
double bw_bench_best_round(void (*func)(gpointer data), gpointer data, double seconds);

/* The DGEMM rate of one thread in this process, flops per second; measured once. */
double bw_bench_dgemm_rate(void);

/* $BW_SHARED/data/NAME, NULL when it is not there (the case then says it is left out). Free with g_free(). */
char *bw_bench_data(const char *name);

/* What peers/SCRIPT prints when $BW_PEER_PYTHON runs it with the arguments (separated by blanks): the number
 * of a peer that is installed there. NAN when that is not set or the script fails. */
double bw_bench_peer(const char *script, const char *arguments);

/* The same for the first n numbers that it prints; returns how many there were, the others are NAN. */
int bw_bench_peer_numbers(const char *script, const char *arguments, double *numbers, int n);

typedef struct {
  const char
      *name; /* what is asked for on the command line; one case may report several rows that begin with it */
  void (*run)(void);
} BwBenchCase;

/* Each subject's file defines an array that ends with a NULL name; main.c lists them. */
extern const BwBenchCase bw_bench_bigdml[], bw_bench_closed[], bw_bench_engine[], bw_bench_pimd[],
    bw_bench_plot[], bw_bench_product[], bw_bench_read[], bw_bench_render[], bw_bench_schnet[],
    bw_bench_schnet_train[], bw_bench_sgdml[], bw_bench_sgdml_train[], bw_bench_window[];
