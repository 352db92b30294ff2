#!/usr/bin/env bash
# Builds the packages for the office's PCs, into target/packages: a setup program, a portable ZIP and an MSI.
# Runs on Debian or Ubuntu and installs what a bare one lacks. Takes about ten minutes on two cores.
set -euo pipefail
# shellcheck source=dist/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

need_packages "${build_packages[@]}" "${windows_packages[@]}"
need_windows_rust
cd "$root"
"${cargo[@]}" build --locked --profile dist --target "$windows" "${build_std[@]}" --bin renja

version=$(package_version)
program=$target/$windows/dist/renja.exe
mkdir -p "$packages"
rm -f "$packages"/renja-*.exe "$packages"/renja-*.zip "$packages"/renja-*.msi
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# The files of every package.
mkdir "$stage/Renja"
cp "$program" "$stage/Renja/"
CARGO=${cargo[-1]} dist/licences "$windows" >"$stage/Renja/LISENSI.txt"
cp dist/windows/baca-saya.txt "$stage/Renja/BACA SAYA.txt"
sed -i 's/$/\r/' "$stage/Renja"/*.txt # lines end as Notepad likes it

makensis -V2 -NOCD -INPUTCHARSET UTF8 \
    -DVERSION="$version" -DFILES="$stage/Renja" -DOUTPUT="$packages/renja-$version-setup.exe" \
    dist/windows/setup.nsi

cp assets/icons/renja.ico "$stage/"
(cd "$stage" && wixl --arch x64 --define "Version=$version" --output "$packages/renja-$version.msi" \
    "$root/dist/windows/renja.wxs")

# The portable ZIP has the same files, and the file that makes the program keep all its data beside itself.
sed 's/$/\r/' dist/windows/portabel.txt >"$stage/Renja/portabel.txt"
(cd "$stage" && zip -q -9 -r "$packages/renja-$version-portable.zip" Renja)

sum_packages
