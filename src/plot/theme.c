/* Colours after Okabe and Ito, shifted so that layers that meet in one plot (quantum, classical, centroid,
 * reference; energy, temperature, conserved, neutral) stay apart for every kind of colour blindness, and all
 * of them have a contrast of at least 3 to the background. */
#include "plot/plot.h"

#define RGB(hex)                                                                                             \
  {                                                                                                          \
    ((hex) >> 16) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex)&0xff) / 255.0                                 \
  }
#define RGBA(hex, alpha)                                                                                     \
  {                                                                                                          \
    ((hex) >> 16) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex)&0xff) / 255.0, (alpha)                        \
  }

#define ON_WHITE                                                                                             \
  {                                                                                                          \
    [BW_ACCENT_QUANTUM] = RGB(0x0072b2), [BW_ACCENT_CLASSICAL] = RGB(0xd55e00),                              \
    [BW_ACCENT_CENTROID] = RGB(0x2ca25f), [BW_ACCENT_REFERENCE] = RGB(0x333333),                             \
    [BW_ACCENT_ENERGY] = RGB(0x7b3294), [BW_ACCENT_TEMPERATURE] = RGB(0xc77c00),                             \
    [BW_ACCENT_CONSERVED] = RGB(0x2e9bc6), [BW_ACCENT_NEUTRAL] = RGB(0x808080),                              \
  }

#define SCREEN_FONT "Cantarell, Inter, Noto Sans, sans-serif"
#define PRINT_FONT "Helvetica, Arial, Nimbus Sans, Liberation Sans, Cantarell, sans-serif"

#define ON_BLACK                                                                                             \
  {                                                                                                          \
    [BW_ACCENT_QUANTUM] = RGB(0x4fa8e0), [BW_ACCENT_CLASSICAL] = RGB(0xf0803c),                              \
    [BW_ACCENT_CENTROID] = RGB(0x8bd17c), [BW_ACCENT_REFERENCE] = RGB(0xe6e6e6),                             \
    [BW_ACCENT_ENERGY] = RGB(0xb57edc), [BW_ACCENT_TEMPERATURE] = RGB(0xe8b03a),                             \
    [BW_ACCENT_CONSERVED] = RGB(0x86d9e8), [BW_ACCENT_NEUTRAL] = RGB(0x9a9a9a),                              \
  }

const BwPlotTheme bw_plot_theme_light = {
    .background = RGBA(0xffffff, 1),
    .text = RGBA(0x1e1e1e, 1),
    .faint = RGBA(0x6a6a6a, 1),
    .grid = RGBA(0x000000, 0.08),
    .accents = ON_WHITE,
    .font = SCREEN_FONT,
    .font_size = 12,
    .line_width = 1.5,
};

const BwPlotTheme bw_plot_theme_dark = {
    .background = RGBA(0x1e1e1e, 1),
    .text = RGBA(0xf2f2f2, 1),
    .faint = RGBA(0xa8a8a8, 1),
    .grid = RGBA(0xffffff, 0.09),
    .accents = ON_BLACK,
    .font = SCREEN_FONT,
    .font_size = 12,
    .line_width = 1.5,
};

/* The eye that needs contrast also needs darker accents on white, and wider lines. */
static const BwPlotTheme light_contrast = {
    .background = RGBA(0xffffff, 1),
    .text = RGBA(0x000000, 1),
    .faint = RGBA(0x000000, 1),
    .grid = RGBA(0x000000, 0.3),
    .accents =
        {
            [BW_ACCENT_QUANTUM] = RGB(0x00558a),
            [BW_ACCENT_CLASSICAL] = RGB(0xa84300),
            [BW_ACCENT_CENTROID] = RGB(0x0b6b3a),
            [BW_ACCENT_REFERENCE] = RGB(0x000000),
            [BW_ACCENT_ENERGY] = RGB(0x5e1a72),
            [BW_ACCENT_TEMPERATURE] = RGB(0x855000),
            [BW_ACCENT_CONSERVED] = RGB(0x00698f),
            [BW_ACCENT_NEUTRAL] = RGB(0x4d4d4d),
        },
    .font = SCREEN_FONT,
    .font_size = 12,
    .line_width = 2.2,
    .spines = TRUE,
};

static const BwPlotTheme dark_contrast = {
    .background = RGBA(0x000000, 1),
    .text = RGBA(0xffffff, 1),
    .faint = RGBA(0xffffff, 1),
    .grid = RGBA(0xffffff, 0.35),
    .accents = ON_BLACK,
    .font = SCREEN_FONT,
    .font_size = 12,
    .line_width = 2.2,
    .spines = TRUE,
};

const BwPlotTheme *bw_plot_theme_for_screen(gboolean dark, gboolean high_contrast)
{
  if (high_contrast)
    return dark ? &dark_contrast : &light_contrast;
  return dark ? &bw_plot_theme_dark : &bw_plot_theme_light;
}

/* A journal's column: small type, black axes, no grid. */
const BwPlotTheme bw_plot_theme_print = {
    .background = RGBA(0xffffff, 1),
    .text = RGBA(0x000000, 1),
    .faint = RGBA(0x4a4a4a, 1),
    .grid = RGBA(0x000000, 0),
    .accents = ON_WHITE,
    .font = PRINT_FONT,
    .font_size = 8,
    .line_width = 0.8,
    .spines = TRUE,
};
