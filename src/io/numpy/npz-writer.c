#include "base/array.h"
#include "base/error.h"
#include "io/atomic-file.h"
#include "io/numpy/npy.h"
#include "io/numpy/pickle.h"

#include <string.h>
#include <zip.h>

/* 1 January 1980, as Python's zipfile: the same arrays make the same bytes. */
#define DOS_DATE (1 << 5 | 1)

typedef struct {
  char *name; /* with ".npy" */
  guint8 *bytes;
  gsize n_bytes;
} Member;

struct _BwNpzWriter {
  GPtrArray *members;
};

static void member_free(gpointer data)
{
  Member *member = data;
  g_free(member->name);
  bw_free(member->bytes);
  g_free(member);
}

BwNpzWriter *bw_npz_writer_new(void)
{
  BwNpzWriter *writer = g_new0(BwNpzWriter, 1);
  writer->members = g_ptr_array_new_with_free_func(member_free);
  return writer;
}

void bw_npz_writer_free(BwNpzWriter *writer)
{
  if (!writer)
    return;
  g_ptr_array_unref(writer->members);
  g_free(writer);
}

/* A new member; returns where its n_bytes of elements go. Takes the header. */
static guint8 *add(BwNpzWriter *writer, const char *name, GByteArray *header, gsize n_bytes)
{
  Member *member = g_new0(Member, 1);
  member->name = g_strconcat(name, ".npy", NULL);
  member->n_bytes = header->len + n_bytes;
  member->bytes = bw_new(guint8, member->n_bytes);
  memcpy(member->bytes, header->data, header->len);
  g_ptr_array_add(writer->members, member);
  guint8 *elements = member->bytes + header->len;
  g_byte_array_unref(header);
  return elements;
}

static gint64 count(int n_dims, const gint64 *shape)
{
  gint64 n = 1;
  for (int i = 0; i < n_dims; i++)
    n *= shape[i];
  return n;
}

void bw_npz_writer_doubles(BwNpzWriter *writer, const char *name, const double *data, int n_dims,
                           const gint64 *shape, gboolean fortran_order)
{
  gint64 n = count(n_dims, shape), strides[8], index[8] = {0}, offset = 0;
  guint8 *to = add(writer, name, bw_npy_encode_header("<f8", fortran_order, n_dims, shape), 8 * n);
  bw_npy_strides(n_dims, shape, fortran_order, strides);
  for (gint64 i = 0; i < n; i++) {
    guint64 bits;
    memcpy(&bits, &data[i], 8);
    bits = GUINT64_TO_LE(bits);
    memcpy(to + 8 * offset, &bits, 8);
    bw_npy_next(n_dims, shape, strides, index, &offset);
  }
}

void bw_npz_writer_ints(BwNpzWriter *writer, const char *name, const char *descr, const gint64 *data,
                        int n_dims, const gint64 *shape)
{
  gint64 n = count(n_dims, shape);
  int size = descr[2] - '0';
  guint8 *to = add(writer, name, bw_npy_encode_header(descr, FALSE, n_dims, shape), size * n);
  for (gint64 i = 0; i < n; i++) {
    guint64 bits = GUINT64_TO_LE(data[i]);
    memcpy(to + size * i, &bits, size);
  }
}

void bw_npz_writer_string(BwNpzWriter *writer, const char *name, const char *value)
{
  glong n;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast(value, -1, &n);
  g_autofree char *descr = g_strdup_printf("<U%ld", n);
  for (glong i = 0; i < n; i++)
    characters[i] = GUINT32_TO_LE(characters[i]);
  memcpy(add(writer, name, bw_npy_encode_header(descr, FALSE, 0, NULL), 4 * n), characters, 4 * n);
}

void bw_npz_writer_bytes(BwNpzWriter *writer, const char *name, const char *value)
{
  gsize n = strlen(value);
  g_autofree char *descr = g_strdup_printf("|S%" G_GSIZE_FORMAT, n);
  memcpy(add(writer, name, bw_npy_encode_header(descr, FALSE, 0, NULL), n), value, n);
}

static void add_object(BwNpzWriter *writer, const char *name, GByteArray *pickle)
{
  memcpy(add(writer, name, bw_npy_encode_header("|O", FALSE, 0, NULL), pickle->len), pickle->data,
         pickle->len);
  g_byte_array_unref(pickle);
}

void bw_npz_writer_none(BwNpzWriter *writer, const char *name)
{
  add_object(writer, name, bw_pickle_write_none());
}

void bw_npz_writer_dict(BwNpzWriter *writer, const char *name, const char *const *keys, const double *values,
                        int n)
{
  add_object(writer, name, bw_pickle_write_dict(keys, values, n));
}

static gboolean add_to_zip(zip_t *zip, const Member *member)
{
  zip_source_t *source = zip_source_buffer(zip, member->bytes, member->n_bytes, 0);
  if (!source)
    return FALSE;
  zip_int64_t index = zip_file_add(zip, member->name, source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
  if (index < 0) {
    zip_source_free(source);
    return FALSE;
  }
  return zip_set_file_compression(zip, index, ZIP_CM_DEFLATE, 6) == 0 &&
         zip_file_set_dostime(zip, index, 0, DOS_DATE, 0) == 0;
}

/* The archive in memory: so that it goes through one door to the disk, and into pipes. */
static gboolean pack(BwNpzWriter *writer, zip_source_t *source)
{
  zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
  gboolean ok = zip != NULL;
  if (!ok)
    return FALSE;
  zip_source_keep(source); /* closing the archive drops one reference */
  for (guint i = 0; i < writer->members->len && ok; i++)
    ok = add_to_zip(zip, writer->members->pdata[i]);
  if (ok && zip_close(zip) == 0)
    return TRUE;
  zip_discard(zip);
  return FALSE;
}

static gboolean copy_out(zip_source_t *source, BwAtomicFile *file, GError **error)
{
  guint8 block[1 << 16];
  zip_int64_t n = zip_source_open(source);
  gboolean ok = n == 0;
  while (ok && (n = zip_source_read(source, block, sizeof block)) > 0)
    ok = bw_atomic_file_write(file, block, n, error);
  zip_source_close(source);
  return ok && n == 0;
}

gboolean bw_npz_writer_save(BwNpzWriter *writer, const char *path, GError **error)
{
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
  gboolean packed = source && pack(writer, source);
  if (!packed)
    bw_fail_file(error, BW_ERROR_MEMORY, path, "cannot be packed: there is not enough memory");
  gboolean ok = packed && copy_out(source, file, error) && bw_atomic_file_commit(file, error);
  zip_source_free(source);
  return ok;
}
