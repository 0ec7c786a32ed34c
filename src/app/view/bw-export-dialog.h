/* bw-export-dialog.h - asks for the size and background of a picture of the view, and writes it. */
#pragma once

#include "app/view/bw-view3d.h"

#define BW_TYPE_EXPORT_DIALOG (bw_export_dialog_get_type())
G_DECLARE_FINAL_TYPE(BwExportDialog, bw_export_dialog, BW, EXPORT_DIALOG, AdwWindow)

/* Shown over the window of the view. */
void bw_export_dialog_present(BwView3d *view);
