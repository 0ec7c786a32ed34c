#!/bin/sh
# Every C file is as .clang-format says.
cd "$1" || exit 1
git ls-files -- '*.c' '*.h' 2>/dev/null | xargs clang-format --dry-run -Werror
