/* explain-private.h - what the parts of the verb `explain` share. */
#pragma once

#include "cli/cli.h"
#include "cli/explained.h"

typedef struct {
  BwCommon common;
  char *probe, *size;
  double spacing, margin; /* Å */
  gint64 frame;
  int n_pairs; /* that are listed */
  gboolean dark, transparent, orthographic;
  int width, height, element;
} BwExplainOptions;

/* Where the probe was. */
typedef struct {
  double alone, low, high; /* eV; the last two relative to the first */
  double lowest[3];        /* Å: where it is `low` */
  gsize n_points;
} BwProbeResult;

/* In what energies are told. */
typedef struct {
  const char *name; /* "kcal/mol" */
  double to_internal;
} BwEnergyUnit;

/* Draws the molecule within the surface, coloured by Ω, with a bar of colours, and writes it. */
gboolean bw_explain_draw(const BwExplained *explained, const BwExplainOptions *options,
                         const BwEnergyUnit *unit, BwPool *pool, const BwWatch *watch, BwProbeResult *result,
                         GError **error);
/* For people, or as JSON. result: NULL without a probe. */
void bw_explain_report(const BwExplained *explained, const BwExplainOptions *options,
                       const BwEnergyUnit *unit, gint64 frame, const BwProbeResult *result);
