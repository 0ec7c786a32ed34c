/* varint.h - the numbers that protocol buffers and LevelDB are made of, read with an end in sight. */
#pragma once

#include <glib.h>

typedef struct {
  const guint8 *at, *end;
  gboolean bad; /* there was less than was asked for; everything read from then on is 0 */
} BwBytes;

/* Seven bits a byte, the lowest first. */
static inline guint64 bw_bytes_varint(BwBytes *self)
{
  guint64 value = 0;
  for (int shift = 0; shift < 64 && self->at < self->end; shift += 7) {
    guint8 byte = *self->at++;
    value |= (guint64)(byte & 0x7f) << shift;
    if (byte < 0x80)
      return value;
  }
  self->bad = TRUE;
  self->at = self->end;
  return 0;
}

/* The next n bytes; NULL when there are not as many. */
static inline const guint8 *bw_bytes_take(BwBytes *self, guint64 n)
{
  if (n > (guint64)(self->end - self->at)) {
    self->bad = TRUE;
    self->at = self->end;
    return NULL;
  }
  self->at += n;
  return self->at - n;
}

/* Four bytes, the lowest first. */
static inline guint32 bw_bytes_fixed32(BwBytes *self)
{
  const guint8 *bytes = bw_bytes_take(self, 4);
  return bytes
             ? (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 | (guint32)bytes[3] << 24
             : 0;
}
