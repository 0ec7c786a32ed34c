/* worker.h - the one thread that runs every engine's job: it turns between lanes, and obeys commands between
 * steps. Engines beside each other share it and its pool. */
#pragma once

#include "engine/commands.h"

typedef struct _BwWorker BwWorker;

/* As bw_engine_new(). */
BwWorker *bw_worker_new(int n_threads, gboolean lower_priority);
BwWorker *bw_worker_ref(BwWorker *self);
void bw_worker_unref(BwWorker *self); /* the last one joins the thread */

void bw_worker_send(BwWorker *self, const BwCommand *command);

/* A lane for an engine; the same goes, its job stopped and saved, before the call returns. */
void bw_worker_add(BwWorker *self, BwEngine *engine);
void bw_worker_remove(BwWorker *self, BwEngine *engine);
