/* bw-training-plots.h - the plots of a training: its course, and what the model predicts beside what the data
 * say. Energies and forces are in the unit chosen in Preferences. */
#pragma once

#include "app/session/bw-training.h"
#include "plot/plot.h"

typedef enum {
  BW_COURSE_RESIDUAL, /* of the solver, against its iterations */
  BW_COURSE_TRIED,    /* validation error of each σ that was tried */
  BW_N_COURSES,
} BwCourse;

/* Outputs of a network follow: the first is BW_N_SCATTERS. */
typedef enum { BW_SCATTER_FORCES, BW_SCATTER_ENERGIES, BW_N_SCATTERS } BwScatter;

/* For all of them: layers are the plot's own affair. */
BwPlot *bw_course_plot_new(void);
BwPlot *bw_scatter_plot_new(void);

/* What there is to show; the one with news comes first. */
gboolean bw_course_plot_has(BwTraining *training, BwCourse course);
void bw_course_plot_update(BwPlot *plot, BwTraining *training, BwCourse course);
/* comparison NULL: nothing yet. */
void bw_scatter_plot_update(BwPlot *plot, const BwComparison *comparison, guint scatter);

/* "energies 0.21, forces 0.33 kcal/mol/Å": mean absolute errors, with what they are of; new. NULL: there are
 * none. */
char *bw_training_describe_errors(const BwErrors *errors);
