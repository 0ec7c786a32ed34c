/* check.h - data that would spoil a training, found before it: what is wrong, in which frame, and what to do.
 *
 * One pass reads the frames; everything else happens in memory. Nothing is believed of the labels that the
 * frames themselves do not show: whether forces fall where energies rise, and by how much, is measured on
 * pairs of similar frames. */
#pragma once

#include "base/message.h"
#include "base/pool.h"
#include "learning/summary.h"
#include "system/collection.h"

#include <gio/gio.h>

typedef enum {
  BW_FLAW_UNREADABLE,    /* a frame, or the end of the file */
  BW_FLAW_COMPOSITION,   /* other atoms than most frames */
  BW_FLAW_STATE,         /* another charge or spin than most frames */
  BW_FLAW_ORDER,         /* the same atoms in another order */
  BW_FLAW_PERMUTED,      /* atoms of one element have changed places */
  BW_FLAW_NOT_FINITE,    /* a position, an energy or a force */
  BW_FLAW_MISSING,       /* labels that other frames have */
  BW_FLAW_CLOSE,         /* atoms in one place, or nearly */
  BW_FLAW_FAR,           /* an atom that is nowhere near the others */
  BW_FLAW_LENGTH_UNIT,   /* bonds as in another unit of length */
  BW_FLAW_DUPLICATE,     /* a geometry that was there before */
  BW_FLAW_CONTRADICTION, /* the same geometry with other labels */
  BW_FLAW_SIGN,          /* forces are gradients */
  BW_FLAW_UNITS,         /* energies and forces in units that do not belong together */
  BW_FLAW_INCONSISTENT,  /* energies that do not follow from the forces */
  BW_FLAW_OFFSET,        /* some frames have another zero of energy */
  BW_FLAW_OUTLIER,       /* an energy or a force far from all others */
  BW_FLAW_NET_FORCE,     /* forces that do not sum to zero */
  BW_FLAW_TORQUE,        /* forces that would turn the molecule */
  BW_FLAW_FROZEN,        /* atoms without a force in any frame */
  BW_FLAW_CELL,          /* cells that differ */
  BW_N_FLAWS,
} BwFlawKind;

/* Errors stop a training; warnings are told; notices are for those who look. */
typedef enum { BW_SEVERITY_NOTICE, BW_SEVERITY_WARNING, BW_SEVERITY_ERROR } BwSeverity;

typedef struct {
  BwFlawKind kind;
  BwSeverity severity;
  gint64 frame;    /* the first that it concerns; −1: the whole set */
  gint64 other;    /* the frame it is compared with; −1: none */
  int atom;        /* −1: none in particular */
  int n_frames;    /* how many it concerns */
  gint64 *frames;  /* [n_frames], ascending */
  char *message;   /* "frame 17: the force on H3 is nan" */
  char *remedy;    /* "take the frame out, or compute it again"; NULL: there is nothing to do */
  BwMessage *said; /* the message, for those who say it in another language; the remedy has no values */
} BwFlaw;

typedef struct {
  gatomicrefcount refs;
  gint64 n_frames;
  gint64 n_usable;
  GPtrArray *flaws; /* of BwFlaw, the gravest first, then by frame */
  gboolean *usable; /* [n_frames] FALSE: an error, or a geometry that was there before */
  int n_errors, n_warnings;
  BwDatasetSummary *summary;
} BwCheck;

typedef struct {
  const char *energy_key, *forces_key; /* NULL: by the usual names */
  const BwUnitSystem *units;           /* of what does not say its own; may be NULL */
  gboolean mixed;                      /* for a network: systems may differ */
} BwCheckSettings;

/* All may be NULL; called from the calling thread. */
typedef struct {
  void (*progress)(const char *stage, double fraction, gpointer data);
  void (*summarised)(BwDatasetSummary *summary, gpointer data); /* as soon as the frames are read */
  gpointer data;
} BwCheckObserver;

/* settings, pool, observer, cancellable: may be NULL. Fails only when there is nothing to look at: no frames,
 * no labels (FORMAT), a named label that no frame has (ARGUMENT), MEMORY, CANCELLED. */
BwCheck *bw_check_trajectory(BwTrajectory *trajectory, const BwCheckSettings *settings, BwPool *pool,
                             const BwCheckObserver *observer, GCancellable *cancellable, GError **error);

BwCheck *bw_check_ref(BwCheck *check);
void bw_check_unref(BwCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCheck, bw_check_unref)

/* Errors that leaving frames out does not cure: units, signs. */
gboolean bw_check_concerns_all(const BwCheck *check);

/* The usable frames as a dataset, which knows (BwDataset.origins) which frames of the file they are, and
 * keeps the md5, the name and the symmetries of the whole. Fails when fewer than two are left. */
BwDataset *bw_check_gather(const BwCheck *check, BwTrajectory *trajectory, const BwCheckSettings *settings,
                           GCancellable *cancellable, GError **error);

/* The same of any compositions: the whole is not looked for. */
BwCollection *bw_check_gather_collection(const BwCheck *check, BwTrajectory *trajectory,
                                         const BwCheckSettings *settings, GCancellable *cancellable,
                                         GError **error);

/* "duplicate", "not-finite": for machines. */
const char *bw_flaw_kind_name(BwFlawKind kind);
const char *bw_severity_name(BwSeverity severity);

/* "error: frame 17: … - take the frame out" for the first `limit` errors, a line each. New; free with
 * g_free().
 */
char *bw_check_describe_errors(const BwCheck *check, int limit);
