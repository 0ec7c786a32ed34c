/* bw-epochs-plot.h - how the training of a network goes, epoch after epoch. Energies and forces are in the
 * unit chosen in Preferences. */
#pragma once

#include "learning/observer.h"
#include "plot/plot.h"

typedef enum {
  BW_EPOCHS_LOSS,
  BW_EPOCHS_FORCES,   /* their mean absolute error */
  BW_EPOCHS_ENERGIES, /* likewise */
  BW_EPOCHS_RATE,     /* of learning */
  BW_EPOCHS_OUTPUTS,  /* the mean absolute error of the first output beside the energy; others follow */
} BwEpochsCurve;

BwPlot *bw_epochs_plot_new(void);
/* epochs: of BwTrainEpoch. Of an ensemble the last member is shown, and the validation of those before it. */
void bw_epochs_plot_update(BwPlot *plot, const GArray *epochs, BwEpochsCurve curve);

/* "Validation 0.41 kcal/mol/Å, best 0.39 at epoch 117 · learning rate 0.0004"; new.
 * Of one that is over the best alone. NULL: nothing yet. */
char *bw_epochs_plot_describe(const GArray *epochs, gboolean over);

/* "dipole 0.021 e·Å, gap 0.03 eV": mean absolute errors of outputs beside the energy, at the best epoch; new.
 * NULL: there are none. */
char *bw_epochs_plot_describe_outputs(const GArray *epochs);
