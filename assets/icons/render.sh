#!/usr/bin/env bash
# Draws renja.ico, renja.png and setup.bmp anew from the two drawings beside this; run it after changing one of them.
# Needs Debian's librsvg2-bin, icoutils and imagemagick.
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

# The side of the setup program's last page, in the colour of the icon.
rsvg-convert --width 96 --height 96 --output "$pictures/side.png" renja.svg
colour=$(convert "$pictures/side.png" -format '%[pixel:p{48,8}]' info:)
convert -size 164x314 "xc:$colour" "$pictures/side.png" -gravity north -geometry +0+72 -composite \
    -alpha off -type truecolor BMP3:setup.bmp
