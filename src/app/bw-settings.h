/* bw-settings.h - what the program remembers between two starts. */
#pragma once

#include <gio/gio.h>

/* The one GSettings object of the process (transfer none). Where the schema is not installed, a copy inside
 * the program serves, and settings last as long as the process. */
GSettings *bw_settings_get(void);

/* The unit in which energies are shown: its name, and *per_ev: how many of it make one eV. */
const char *bw_settings_get_energy_unit(double *per_ev);

/* The same of lengths, *per_angstrom: how many of it make 1 Å. */
const char *bw_settings_get_length_unit(double *per_angstrom);

/* The folder in which file dialogs begin: the one chosen in Preferences, or else the one used last; new path,
 * NULL: none that is there. */
char *bw_settings_get_folder(void);

/* Lets light or dark follow the setting `theme`. */
void bw_settings_apply_theme(void);
