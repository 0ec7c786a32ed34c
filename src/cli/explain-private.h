/* explain-private.h - what the parts of the verb `explain` share. */
#pragma once

#include "analysis/explained.h"
#include "cli/cli.h"

typedef struct {
  BwCommon common;
  char *probe, *size;
  double spacing, margin; /* Å */
  gint64 frame;
  int n_pairs; /* that are listed */
  gboolean dark, transparent, orthographic;
  int width, height, element;
} BwExplainOptions;

/* Draws the molecule within the surface, coloured by Ω, with a bar of colours, and writes it. */
gboolean bw_explain_draw(BwExplained *explained, const BwExplainOptions *options, const BwEnergyUnit *unit,
                         BwPool *pool, const BwWatch *watch, BwProbeResult *result, GError **error);
/* For people, or as JSON. result: NULL without a probe. */
void bw_explain_report(const BwExplained *explained, const BwExplainOptions *options,
                       const BwEnergyUnit *unit, gint64 frame, const BwProbeResult *result);
