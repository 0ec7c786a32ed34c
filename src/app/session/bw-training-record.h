/* bw-training-record.h - what is remembered of a training until its model is there, so that one that was
 * cancelled, or ended with the window or the machine, can go on another day: a small file for each among the
 * program's own data. What was computed lies in its checkpoint. */
#pragma once

#include "app/session/bw-training-private.h"

typedef struct {
  char *dataset_path, *md5; /* of the data */
  BwTrainSpec spec;         /* owned, without the dataset; `resume` is set */
  gboolean left_out;        /* without the frames that are bad */
} BwTrainingRecord;

void bw_training_record_free(BwTrainingRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrainingRecord, bw_training_record_free)

/* They read and write small files; failing to is no trouble: then nothing is remembered. */
void bw_training_record_write(const BwTraining *training);
void bw_training_record_remove(const char *output);
/* What it computed is in its checkpoint, or in the table of a curve. */
gboolean bw_training_record_can_resume(const BwTrainSpec *spec);
/* The newest of this dataset that left something to go on with; NULL: none. */
BwTrainingRecord *bw_training_record_find(const char *dataset_path, const char *md5);
