#!/usr/bin/env bash
# Draws renja.ico and renja.png anew from the two drawings beside this; run it after changing one of them.
# Needs Debian's librsvg2-bin and icoutils.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT

for size in 16 20 24 32 40 48 64 128 256; do
    drawing=renja.svg
    [ "$size" -ge 48 ] || drawing=renja-small.svg
    rsvg-convert --width "$size" --height "$size" --output "$pictures/$size.png" "$drawing"
done
cd "$pictures"
# The large ones as PNG, as Windows itself does: a third of the size.
icotool --create --output icon.ico {16,20,24,32,40,48,64}.png --raw=128.png --raw=256.png
cd - >/dev/null
mv "$pictures/icon.ico" renja.ico
mv "$pictures/256.png" renja.png
