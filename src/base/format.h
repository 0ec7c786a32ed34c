/* format.h - numbers as people read them, the same in every locale: a point, a true minus sign (U+2212), and
 * no more digits than are known. All strings are new; free with g_free(). */
#pragma once

#include <glib.h>

/* With `decimals` digits after the point; never "−0"; "–" when it is not finite. */
char *bw_format_fixed(double value, int decimals);

/* "35 s", "12 min", "3.5 h": as exact as a time left is known. */
char *bw_format_duration(double seconds);

/* "10⁻³" */
char *bw_format_power_of_ten(int exponent);

/* "0.9723 ± 0.0011 Å": the error decides how many digits there are (two where it begins with 1, otherwise
 * one). Large and small ones as "(1.23 ± 0.04) × 10⁻⁹ m²/s". Without a finite error the value alone, in four
 * significant digits. `unit` may be NULL; degrees follow without a blank: "0.3 ± 0.1°". */
char *bw_format_mean(double value, double error, const char *unit);
