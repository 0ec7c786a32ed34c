#include "engine/run-settings.h"

typedef enum {
  FIELD_INT,
  FIELD_STEP,
  FIELD_SEED,
  FIELD_DOUBLE,
  FIELD_FLAG,
  FIELD_THERMOSTAT,
  FIELD_SPLITTING,
  FIELD_EVENT,
} FieldKind;

typedef struct {
  const char *name;
  FieldKind kind;
  gsize offset;
} Field;

static hid_t enumeration(const char *const *names, int n)
{
  hid_t type = H5Tenum_create(H5T_NATIVE_INT);
  for (int i = 0; i < n; i++)
    H5Tenum_insert(type, names[i], &i);
  return type;
}

static hid_t type_of_kind(FieldKind kind)
{
  static const char *const events[] = {
      [BW_EVENT_CHECKPOINT] = "checkpoint", [BW_EVENT_CHANGE] = "change", [BW_EVENT_PULL] = "pull",
      [BW_EVENT_RELEASE] = "release",       [BW_EVENT_GUARD] = "guard",
  };
  G_STATIC_ASSERT(G_N_ELEMENTS(events) == BW_N_EVENT_KINDS);
  const char *names[BW_THERMOSTAT_PILE_G + 1];
  switch (kind) {
  case FIELD_INT:
    return H5Tcopy(H5T_NATIVE_INT);
  case FIELD_STEP:
    return H5Tcopy(H5T_NATIVE_INT64);
  case FIELD_SEED:
    return H5Tcopy(H5T_NATIVE_UINT64);
  case FIELD_DOUBLE:
    return H5Tcopy(H5T_NATIVE_DOUBLE);
  case FIELD_FLAG:
    names[0] = "no", names[1] = "yes";
    return enumeration(names, 2);
  case FIELD_THERMOSTAT:
    for (int i = 0; i <= BW_THERMOSTAT_PILE_G; i++)
      names[i] = bw_thermostat_name(i);
    return enumeration(names, BW_THERMOSTAT_PILE_G + 1);
  case FIELD_SPLITTING:
    for (int i = 0; i <= BW_SPLITTING_BAOAB; i++)
      names[i] = bw_splitting_name(i);
    return enumeration(names, BW_SPLITTING_BAOAB + 1);
  case FIELD_EVENT:
    return enumeration(events, BW_N_EVENT_KINDS);
  }
  return -1;
}

static hid_t compound(gsize size, const Field *fields, gsize n)
{
  hid_t type = H5Tcreate(H5T_COMPOUND, size);
  for (gsize i = 0; i < n; i++) {
    g_auto(BwH5) member = type_of_kind(fields[i].kind);
    H5Tinsert(type, fields[i].name, fields[i].offset, member);
  }
  return type;
}

#define CHANGED(field) G_STRUCT_OFFSET(BwDynamicsChange, settings.field)

hid_t bw_run_type_of_changes(void)
{
  static const Field fields[] = {
      {"step", FIELD_STEP, G_STRUCT_OFFSET(BwDynamicsChange, step)},
      {"n_beads", FIELD_INT, CHANGED(n_beads)},
      {"temperature", FIELD_DOUBLE, CHANGED(temperature)},
      {"timestep", FIELD_DOUBLE, CHANGED(timestep)},
      {"thermostat", FIELD_THERMOSTAT, CHANGED(thermostat)},
      {"tau", FIELD_DOUBLE, CHANGED(tau)},
      {"pile_lambda", FIELD_DOUBLE, CHANGED(pile_lambda)},
      {"splitting", FIELD_SPLITTING, CHANGED(splitting)},
      {"remove_com", FIELD_FLAG, CHANGED(remove_com)},
      {"seed", FIELD_SEED, CHANGED(seed)},
  };
  return compound(sizeof(BwDynamicsChange), fields, G_N_ELEMENTS(fields));
}

hid_t bw_run_type_of_events(void)
{
  static const Field fields[] = {
      {"step", FIELD_STEP, G_STRUCT_OFFSET(BwEvent, step)},
      {"time", FIELD_DOUBLE, G_STRUCT_OFFSET(BwEvent, time)},
      {"kind", FIELD_EVENT, G_STRUCT_OFFSET(BwEvent, kind)},
      {"atom", FIELD_INT, G_STRUCT_OFFSET(BwEvent, atom)},
  };
  return compound(sizeof(BwEvent), fields, G_N_ELEMENTS(fields));
}

hid_t bw_run_type_of_record(void)
{
  static const Field fields[] = {
      {"position_stride", FIELD_INT, G_STRUCT_OFFSET(BwRecordSettings, position_stride)},
      {"momentum_stride", FIELD_INT, G_STRUCT_OFFSET(BwRecordSettings, momentum_stride)},
      {"force_stride", FIELD_INT, G_STRUCT_OFFSET(BwRecordSettings, force_stride)},
      {"estimate_stride", FIELD_INT, G_STRUCT_OFFSET(BwRecordSettings, estimate_stride)},
      {"out_of_domain", FIELD_FLAG, G_STRUCT_OFFSET(BwRecordSettings, out_of_domain)},
      {"single_precision", FIELD_FLAG, G_STRUCT_OFFSET(BwRecordSettings, single_precision)},
      {"compression", FIELD_INT, G_STRUCT_OFFSET(BwRecordSettings, compression)},
  };
  return compound(sizeof(BwRecordSettings), fields, G_N_ELEMENTS(fields));
}

hid_t bw_run_type_of_guard(void)
{
  static const Field fields[] = {
      {"energy_jump", FIELD_DOUBLE, G_STRUCT_OFFSET(BwGuardSettings, energy_jump)},
      {"max_distance", FIELD_DOUBLE, G_STRUCT_OFFSET(BwGuardSettings, max_distance)},
      {"max_temperature", FIELD_DOUBLE, G_STRUCT_OFFSET(BwGuardSettings, max_temperature)},
      {"out_of_domain", FIELD_DOUBLE, G_STRUCT_OFFSET(BwGuardSettings, out_of_domain)},
  };
  return compound(sizeof(BwGuardSettings), fields, G_N_ELEMENTS(fields));
}
