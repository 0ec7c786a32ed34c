#include "io/hdf5/h5-driver.h"

typedef struct {
  H5FD_t base;
  BwJournal *journal;
  haddr_t end; /* of what HDF5 has allocated */
} Driver;

#define MAX_ADDRESS (((haddr_t)1 << 62) - 1)

static H5FD_t *driver_open(const char *name G_GNUC_UNUSED, unsigned flags, hid_t access,
                           haddr_t max G_GNUC_UNUSED)
{
  BwJournal *const *journal = H5Pget_driver_info(access);
  if (!journal)
    return NULL;
  if (flags & H5F_ACC_TRUNC)
    bw_journal_set_size(*journal, 0);
  Driver *driver = g_new0(Driver, 1);
  driver->journal = *journal;
  return &driver->base;
}

static herr_t driver_close(H5FD_t *file)
{
  g_free(file);
  return 0;
}

/* No two openings are the same file: a reader sees what is committed, not what a writer is about to. */
static int driver_cmp(const H5FD_t *a, const H5FD_t *b)
{
  return a < b ? -1 : a > b;
}

static herr_t driver_query(const H5FD_t *file G_GNUC_UNUSED, unsigned long *flags)
{
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

static haddr_t driver_get_eoa(const H5FD_t *file, H5FD_mem_t type G_GNUC_UNUSED)
{
  return ((const Driver *)file)->end;
}

static herr_t driver_set_eoa(H5FD_t *file, H5FD_mem_t type G_GNUC_UNUSED, haddr_t address)
{
  ((Driver *)file)->end = address;
  return 0;
}

static haddr_t driver_get_eof(const H5FD_t *file, H5FD_mem_t type G_GNUC_UNUSED)
{
  return bw_journal_get_size(((const Driver *)file)->journal);
}

static herr_t driver_read(H5FD_t *file, H5FD_mem_t type G_GNUC_UNUSED, hid_t transfer G_GNUC_UNUSED,
                          haddr_t address, size_t size, void *buffer)
{
  return bw_journal_read(((Driver *)file)->journal, address, buffer, size) ? 0 : -1;
}

static herr_t driver_write(H5FD_t *file, H5FD_mem_t type G_GNUC_UNUSED, hid_t transfer G_GNUC_UNUSED,
                           haddr_t address, size_t size, const void *buffer)
{
  return bw_journal_write(((Driver *)file)->journal, address, buffer, size) ? 0 : -1;
}

static herr_t driver_truncate(H5FD_t *file, hid_t transfer G_GNUC_UNUSED, hbool_t closing G_GNUC_UNUSED)
{
  Driver *driver = (Driver *)file;
  if (bw_journal_get_size(driver->journal) != driver->end)
    bw_journal_set_size(driver->journal, driver->end);
  return 0;
}

static const H5FD_class_t driver_class = {
    .name = "beadwork-journal",
    .maxaddr = MAX_ADDRESS,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(BwJournal *),
    .open = driver_open,
    .close = driver_close,
    .cmp = driver_cmp,
    .query = driver_query,
    .get_eoa = driver_get_eoa,
    .set_eoa = driver_set_eoa,
    .get_eof = driver_get_eof,
    .read = driver_read,
    .write = driver_write,
    .truncate = driver_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

hid_t bw_h5_driver_access(BwJournal *journal)
{
  static gsize registered;
  static hid_t driver;
  if (g_once_init_enter(&registered)) {
    driver = H5FDregister(&driver_class);
    g_once_init_leave(&registered, 1);
  }
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  if (access >= 0 && H5Pset_driver(access, driver, &journal) < 0) {
    H5Pclose(access);
    return -1;
  }
  return access;
}
