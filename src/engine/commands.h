/* commands.h - what front ends want of the worker, in the order in which they said it. */
#pragma once

#include "engine/engine.h"

typedef enum {
  BW_COMMAND_OPEN,  /* an engine has come, */
  BW_COMMAND_CLOSE, /* and it goes */
  BW_COMMAND_START,
  BW_COMMAND_PAUSE,
  BW_COMMAND_RESUME,
  BW_COMMAND_STEP,
  BW_COMMAND_STOP,
  BW_COMMAND_CHANGE,
  BW_COMMAND_WATCH,
  BW_COMMAND_PULL,
  BW_COMMAND_RELEASE,
  BW_COMMAND_QUIT, /* of no engine: the thread ends */
} BwCommandKind;

typedef struct {
  BwCommandKind kind;
  BwEngine *engine;
  BwRunSpec *spec;             /* START; owned */
  BwDynamicsSettings settings; /* CHANGE */
  BwCoordinate *coordinates;   /* WATCH; owned */
  int n_coordinates;
  BwPull pull;    /* PULL */
  gboolean *gone; /* CLOSE: set when the engine's lane is no more */
} BwCommand;

void bw_command_free(BwCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCommand, bw_command_free)

typedef struct _BwCommands BwCommands;

BwCommands *bw_commands_new(void);
void bw_commands_free(BwCommands *self);

/* Copies the command and takes what it owns. A pull takes the place of one that waits last in the queue for
 * the same atom: only the hand's latest place matters. */
void bw_commands_push(BwCommands *self, const BwCommand *command);

/* The oldest command, waited for up to a time (µs, monotonic; G_MAXINT64: for ever); NULL: none came. */
BwCommand *bw_commands_pop(BwCommands *self, gint64 until);
