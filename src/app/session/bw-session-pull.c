/* A hand that pulls an atom while the run goes on. */
#include "app/session/bw-session-private.h"

#include <math.h>

#define STIFFNESS 2.0 /* eV/Å²: a tenth of a bond's and less */
#define REACH 1.5     /* Å: the spring is never longer, so that its 3 eV/Å tear nothing apart */

gboolean bw_session_can_pull(BwSession *self)
{
  return self->run && self->run == self->job && self->following && self->job->engine &&
         self->job->status.state == BW_JOB_RUNNING;
}

/* The point on the way to the target that the spring reaches from where the atom is now. */
static void reach(const BwFrame *frame, int atom, const double target[3], double point[3])
{
  double centroid[3] = {0}, square = 0;
  gsize n = (gsize)frame->atoms->n_atoms;
  for (int b = 0; b < frame->n_beads; b++)
    for (int k = 0; k < 3; k++)
      centroid[k] += frame->positions[3 * ((gsize)b * n + (gsize)atom) + (gsize)k] / frame->n_beads;
  for (int k = 0; k < 3; k++)
    square += (target[k] - centroid[k]) * (target[k] - centroid[k]);
  double scale = square > REACH * REACH ? REACH / sqrt(square) : 1;
  for (int k = 0; k < 3; k++)
    point[k] = centroid[k] + scale * (target[k] - centroid[k]);
}

static void pull(BwSession *self)
{
  BwPull now = {.atom = self->pulled, .stiffness = STIFFNESS};
  reach(self->job->newest, self->pulled, self->target, now.target);
  bw_engine_pull(self->job->engine, &now);
}

void bw_session_pull(BwSession *self, int atom, const double target[3])
{
  if (!bw_session_can_pull(self) || atom < 0 || atom >= self->frame->atoms->n_atoms)
    return;
  self->pulled = atom;
  memcpy(self->target, target, sizeof self->target);
  bw_superposition_undo(&self->turned, self->target); /* a hand is where the picture is */
  pull(self);
}

void bw_session_release(BwSession *self)
{
  if (self->pulled >= 0 && self->job && self->job->engine)
    bw_engine_pull(self->job->engine, NULL);
  self->pulled = -1;
}

/* The atom has moved on, and the spring with it. */
void bw_session_tick_pull(BwSession *self)
{
  if (self->pulled < 0)
    return;
  if (bw_session_can_pull(self))
    pull(self);
  else
    bw_session_release(self);
}
