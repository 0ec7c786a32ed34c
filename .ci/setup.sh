# Shared by ./run and ./check: what must be installed, and how the tree is built. Everything it says goes to stderr, so that
# a verb's stdout stays the verb's. Expects $root and $build.

build_packages="gcc libc6-dev meson ninja-build pkg-config gettext libglib2.0-dev libglib2.0-bin libgtk-4-dev
libadwaita-1-dev libepoxy-dev libegl-dev libegl1 libgl1-mesa-dri libcairo2-dev libpango1.0-dev libopenblas-dev
liblapacke-dev libhdf5-dev libsymspg-dev libsqlite3-dev libzip-dev zlib1g-dev libjson-glib-dev adwaita-icon-theme librsvg2-common fonts-cantarell"
test_packages="clang-format desktop-file-utils appstream xvfb xauth dbus at-spi2-core python3 libxml2-utils"

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# The packages of "$*" that are not installed.
missing_packages() {
  dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" {print $1}' | sort -u >"$scratch"
  printf '%s\n' "$@" | sort -u | comm -23 - "$scratch" | tr '\n' ' '
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 127
  fi
}

# Installs what is missing of "$@" and says what that is.
install_packages() {
  command -v dpkg-query >/dev/null || return 0 # another system: meson names what it lacks
  scratch=$(mktemp) || fail "no room for a temporary file in ${TMPDIR:-/tmp}"
  missing=$(missing_packages "$@")
  rm -f "$scratch"
  [ -n "$missing" ] || return 0
  echo "Installing: $missing" >&2
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "not root and no sudo here; ask for: apt-get install $missing"
  fi
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    reason=$(grep -E '^E:' "$log" | head -n 1)
    fail "apt-get could not install $missing(${reason:-see $log})"
  fi
  rm -f "$log"
}

# build_tree DIR [MESON OPTION…]: configures once, then compiles what changed; one at a time.
build_tree() {
  tree=$1
  shift
  mkdir -p "$tree" || fail "cannot write to $tree"
  exec 9>"$tree/.lock"
  flock 9
  if [ ! -f "$tree/build.ninja" ]; then
    echo "Configuring $tree" >&2
    meson setup "$tree" "$root" "$@" >"$tree/setup.log" 2>&1 ||
      fail "meson failed: $(grep -m 1 -E 'ERROR' "$tree/setup.log"); the whole story is in $tree/setup.log"
  fi
  if ! ninja -C "$tree" -n 2>/dev/null | grep -q 'no work to do'; then
    echo "Building $tree" >&2
    ninja -C "$tree" >"$tree/build.log" 2>&1 ||
      fail "the build failed: $(grep -m 1 -E 'error|FAILED' "$tree/build.log"); the whole story is in $tree/build.log"
  fi
  exec 9>&-
}
