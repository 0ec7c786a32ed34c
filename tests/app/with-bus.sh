#!/bin/sh
# with-bus.sh PROGRAM…: runs a test on a session bus and a display of its own. What services of the bus print goes to
# stderr, for stdout is the test's report.
for tool in dbus-run-session xvfb-run; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP no $tool"
    exit 0
  fi
done
exec dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh xvfb-run -a -s '-screen 0 2560x1600x24' "$@" 3>&1 1>&2
