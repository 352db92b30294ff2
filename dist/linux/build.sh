#!/usr/bin/env bash
# Builds the packages for Linux PCs, into target/packages: a Debian package and a tar.gz. Runs on Debian or
# Ubuntu and installs what a bare one lacks. Takes about six minutes on two cores.
set -euo pipefail
# shellcheck source=dist/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

need_packages "${build_packages[@]}" "${linux_packages[@]}"
need_rust
cd "$root"
cargo build --locked --profile dist --bin renja
program=$target/dist/renja

version=$(package_version)
machine=$(uname -m)
maintainer="The Renja developers <renja@localhost>"
# Files get the time of the last commit, so that two builds of one commit are identical.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
day=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
stage=$work/renja
mkdir "$stage"

# fill SOURCE TARGET: copies a file with version and date filled in.
fill() {
    mkdir -p "${2%/*}"
    sed "s/@VERSION@/$version/; s/@DATE@/$day/" "$1" >"$2"
}

# The files of both packages, below a prefix.
tree=$stage/usr
install -D -m 755 "$program" "$tree/bin/renja"
install -D -m 644 dist/linux/renja.desktop "$tree/share/applications/renja.desktop"
install -D -m 644 assets/icons/renja.svg "$tree/share/icons/hicolor/scalable/apps/renja.svg"
install -D -m 644 dist/linux/lintian-overrides "$tree/share/lintian/overrides/renja"
install -D -m 644 assets/icons/renja.png "$tree/share/icons/hicolor/256x256/apps/renja.png"
for size in 16 24 32 48 64 128; do
    folder=$tree/share/icons/hicolor/${size}x$size/apps
    mkdir -p "$folder"
    icotool --extract --width="$size" --output="$folder/renja.png" assets/icons/renja.ico
done
fill dist/linux/id.renja.renja.metainfo.xml "$tree/share/metainfo/id.renja.renja.metainfo.xml"
fill dist/linux/renja.1 "$tree/share/man/man1/renja.1"
gzip -9n "$tree/share/man/man1/renja.1"
doc=$tree/share/doc/renja
install -D -m 644 dist/linux/copyright "$doc/copyright"
dist/licences "$(rustc -vV | sed -n 's/^host: //p')" | gzip -9n >"$doc/LISENSI.gz"
gzip -9n <CHANGELOG.md >"$doc/CHANGELOG.md.gz"
gzip -9n >"$doc/changelog.gz" <<END
renja ($version) stable; urgency=medium

  * See CHANGELOG.md.gz.

 -- $maintainer  $(date --utc --date="@$SOURCE_DATE_EPOCH" -R)
END
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$packages"
rm -f "$packages"/renja*.deb "$packages"/renja-*.tar.gz

# Install by hand into ~/.local or /usr/local: tar -xf … --strip-components=1 -C ~/.local
name=renja-$version-linux-$machine
tar --create --gzip --file="$packages/$name.tar.gz" --directory="$stage" --transform="s,^usr,$name," \
    --sort=name --owner=0 --group=0 --numeric-owner usr

# Libraries loaded at run time are dependencies that no tool can detect.
architecture=$(dpkg --print-architecture)
libc=$(objdump -T "$tree/bin/renja" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
mkdir "$stage/DEBIAN"
cat >"$stage/DEBIAN/control" <<END
Package: renja
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Section: misc
Priority: optional
Installed-Size: $(du -k --summarize "$tree" | cut -f1)
Depends: libc6 (>= ${libc#GLIBC_}), libgcc-s1, $(printf '%s, ' "${window_packages[@]}" | sed 's/, $//')
Recommends: xdg-desktop-portal | zenity
Description: yearly work plan of a municipal office
 Renja walks the yearly work plan (Rencana Kerja) of an office through the 17
 steps of its SOP, keeps the documents of each step in a plain folder, and
 seals the finished dossier for the archive.
END
(cd "$stage" && find usr -type f -printf '%P\0' | sort -z | sed -z 's,^,usr/,' | xargs -0 md5sum >DEBIAN/md5sums)
dpkg-deb --root-owner-group --build "$stage" "$packages/renja_${version}_$architecture.deb" >/dev/null

sum_packages
