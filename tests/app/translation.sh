#!/bin/sh
# translation.sh ROOT: every file with strings for people is in po/POTFILES.in, and every string is translated.
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
  grep -rlE --include='*.c' '\b(N_|_|ngettext|C_) ?\(' src/app src/io src/learning src/potential
  grep -l 'translatable="yes"' ui/*.ui
  ls resources/*.in resources/*.gschema.xml
} | LC_ALL=C sort >"$work/have"
grep -v '^#' po/POTFILES.in | LC_ALL=C sort >"$work/listed"
diff "$work/listed" "$work/have" || { echo "po/POTFILES.in: lines with < are too many, with > are missing"; exit 1; }

xgettext --from-code=UTF-8 --files-from=po/POTFILES.in --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --keyword=C_:1c,2 \
  --output="$work/beadwork.pot" 2>/dev/null
while read -r language; do
  msgfmt --check --output-file=/dev/null "po/$language.po"
  msgmerge --quiet "po/$language.po" "$work/beadwork.pot" --output-file="$work/$language.po"
  for kind in untranslated only-fuzzy; do
    msgattrib "--$kind" --no-obsolete "$work/$language.po" >"$work/left"
    ! grep -q '^msgid' "$work/left" || { cat "$work/left"; echo "po/$language.po: these are $kind"; exit 1; }
  done
done <po/LINGUAS
