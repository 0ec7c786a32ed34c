/* bw-view-page.h - how the 3D view shows things: its properties as rows. */
#pragma once

#include "app/view/bw-view3d.h"

#define BW_TYPE_VIEW_PAGE (bw_view_page_get_type())
G_DECLARE_FINAL_TYPE(BwViewPage, bw_view_page, BW, VIEW_PAGE, AdwBin)

/* Ties the rows to the view, once; its actions must be those of the page's window. */
void bw_view_page_set_view(BwViewPage *self, BwView3d *view);
/* Whose atoms and models are spoken of, once; after bw_view_page_set_view(). */
void bw_view_page_set_session(BwViewPage *self, BwSession *session);
/* The session shows another moment: rows that need a periodic cell are there for one only. */
void bw_view_page_update(BwViewPage *self, BwSession *session);
