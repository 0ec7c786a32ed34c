#include "base/priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* On Linux the niceness of a "process" is that of one thread. */
void bw_thread_give_way(int niceness)
{
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), niceness);
}
