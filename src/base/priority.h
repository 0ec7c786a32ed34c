/* priority.h - threads that give way. */
#pragma once

/* From now on the calling thread gives way to those of normal priority: 1 a little … 19 always. */
void bw_thread_give_way(int niceness);
