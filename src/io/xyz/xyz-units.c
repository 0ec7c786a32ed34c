#include "io/xyz/xyz-units.h"

void bw_xyz_unit_rules_init(BwXyzUnitRules *rules, const BwUnitSystem *told)
{
  *rules = (BwXyzUnitRules){.told = *told};
  g_mutex_init(&rules->mutex);
}

void bw_xyz_unit_rules_clear(BwXyzUnitRules *rules)
{
  g_clear_pointer(&rules->said, g_free);
  g_mutex_clear(&rules->mutex);
}

static gboolean resolve(const BwUnitSystem *told, const char *said, const char *energy, BwXyzUnits *out,
                        GError **error)
{
  BwUnitSystem units = {"Å", energy, NULL, "fs"};
  out->said = said && bw_unit_system_parse(said, &units, NULL);
  if (told->length || told->energy || told->force)
    units.force = told->force;
  units.length = told->length ? told->length : units.length;
  units.energy = told->energy ? told->energy : units.energy;
  units.time = told->time ? told->time : units.time;
  out->units = units;
  return bw_unit_system_factors(&units, &out->length, &out->energy, &out->force, &out->time, error);
}

gboolean bw_xyz_unit_rules_apply(BwXyzUnitRules *rules, const char *said, const char *energy,
                                 BwXyzUnits *units, GError **error)
{
  gboolean ok = TRUE;
  g_mutex_lock(&rules->mutex);
  if (!rules->any || rules->energy != energy || g_strcmp0(rules->said, said) != 0) {
    ok = rules->any = resolve(&rules->told, said, energy, &rules->last, error);
    rules->energy = energy;
    g_free(rules->said);
    rules->said = g_strdup(said);
  }
  *units = rules->last;
  g_mutex_unlock(&rules->mutex);
  return ok;
}
