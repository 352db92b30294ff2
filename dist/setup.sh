# shellcheck shell=bash disable=SC2034 # the lists are for those who source this
# Sourced by all scripts here: what they share. Knows which packages a bare Debian or Ubuntu lacks, and how to
# open a virtual display where there is none.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
packages=$target/packages # what is handed out
windows=x86_64-pc-windows-gnu

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# Libraries are loaded at run time, so building needs no -dev package, only a linker.
build_packages=(ca-certificates gcc libc6-dev)
window_packages=(
    libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0
    libwayland-client0 libwayland-egl1 libgl1 libegl1 libgl1-mesa-dri libdbus-1-3 libfontconfig1
)
display_packages=(xvfb openbox xdotool imagemagick)
test_packages=(python3-pyqt5 python3-venv mesa-vulkan-drivers poppler-utils strace xclip)
# For `dist/test --long`.
long_test_packages=(fuse samba smbclient smbnetfs strace syncthing)
linux_packages=(binutils icoutils python3)
linux_test_packages=(appstream binutils debootstrap desktop-file-utils lintian)
windows_packages=(gcc-mingw-w64-x86-64-win32 nsis wixl zip python3)
windows_test_packages=(binutils icoutils unzip wine wine64)

# need_packages NAME...: installs the packages that are missing, or names them and stops.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "this is neither Debian nor Ubuntu, so nothing is installed; needed are what Debian calls: $*"
        return 0
    fi
    local name missing=() as_root=()
    for name in "$@"; do
        # shellcheck disable=SC2016 # a field of dpkg-query, not of the shell
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then
            missing+=("$name")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "not root and no sudo here: have somebody run: apt-get install ${missing[*]}"
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0)
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" -qq update && "${as_root[@]}" -qq install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1; then
        cat "$log" >&2
        die "could not install them; by hand: apt-get install ${missing[*]}"
    fi
    rm -f "$log"
}

need_rust() {
    if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    fi
    command -v cargo >/dev/null || die "no Rust toolchain here; get one from https://rustup.rs, then run this again"
}

# need_windows_rust: sets `cargo`, a command, and `build_std`, its options. With rustup it uses rustup's
# ready-made standard library; else Debian's compiler, which builds the standard library from Debian's source.
need_windows_rust() {
    cargo=(cargo)
    build_std=()
    if command -v rustup >/dev/null; then
        rustup target list --installed | grep -qx "$windows" && return 0
        rustup target add "$windows" && return 0
    fi
    need_packages rustc-web cargo-web rust-web-src
    cargo=(env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo)
    build_std=("-Zbuild-std=std,panic_unwind")
}

package_version() { sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1; }

# last_full_run: prints how many commits ago dist/full passed.
last_full_run() {
    local commit since
    commit=$(sed -n 's/^| [0-9-]* | \([0-9a-f]*\) |.*/\1/p' "$root/docs/full-runs.md" | head -n 1)
    if [ -z "$commit" ]; then
        say "THE FULL RUN (dist/full) HAS NEVER BEEN GREEN"
    elif since=$(git -C "$root" rev-list --count "$commit..HEAD" 2>/dev/null); then
        say "THE LAST FULL RUN (dist/full) WAS $since COMMITS AGO, at $commit"
    else
        say "THE LAST FULL RUN (dist/full) WAS AT $commit, which this checkout does not know"
    fi
}

# sum_packages: writes SHA256SUMS for all files in the packages' folder.
sum_packages() {
    (
        cd "$packages" || exit
        shopt -s nullglob
        sha256sum renja*.exe renja*.zip renja*.msi renja*.deb renja*.tar.gz >SHA256SUMS
        cat SHA256SUMS
    )
}

# fresh_wine FOLDER: sets up a Windows 10 in FOLDER and the variables that Wine reads. Rust gets random
# numbers from a function that Wine 8 lacks.
fresh_wine() {
    export WINEPREFIX=$1 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe=
    wine wineboot --init >&2
    wine winecfg /v win10
    x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" \
        "$root/tests/it/packages/bcryptprimitives.c" -ladvapi32
}

have_display() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# open_display: opens a virtual display as large as the office's screen, with an unused number and a window
# manager; sets DISPLAY. Its processes end with the script.
open_display() {
    local number
    display_folder=$(mktemp -d)
    trap close_display EXIT
    mkfifo "$display_folder/number"
    Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset \
        3>"$display_folder/number" >"$display_folder/xvfb.log" 2>&1 &
    display_pids=($!)
    if ! read -r -t 20 number <>"$display_folder/number"; then
        cat "$display_folder/xvfb.log" >&2
        die "Xvfb did not start"
    fi
    export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1
    unset WAYLAND_DISPLAY
    openbox --sm-disable >"$display_folder/openbox.log" 2>&1 &
    display_pids+=($!)
}

# photograph PICTURE COMMAND...: opens the program's window on the display, saves a picture as soon as the
# window no longer changes, closes the window as a person would, so that everything is saved, and returns the
# program's status.
photograph() {
    local picture=$1 program window='' before='' now i
    shift
    "$@" &
    program=$!
    # The window becomes visible with its first frame; it is finished when two pictures are the same.
    for ((i = 0; i < 300; i++)); do
        kill -0 "$program" 2>/dev/null || break
        window=$(xdotool search --onlyvisible --name '^Renja' 2>/dev/null | head -n 1) || true
        [ -z "$window" ] || break
        sleep 0.1
    done
    if [ -z "$window" ]; then
        if kill -0 "$program" 2>/dev/null; then
            kill "$program"
            die "no window came up within 30 s"
        fi
        say "it ended before it opened a window"
        wait "$program"
        return
    fi
    for ((i = 0; i < 40; i++)); do
        import -window root "$picture"
        now=$(identify -format '%#' "$picture")
        [ "$now" != "$before" ] || break
        before=$now
        sleep 0.25
    done
    xdotool windowactivate --sync "$window" key alt+F4
    for ((i = 0; i < 100; i++)); do
        kill -0 "$program" 2>/dev/null || break
        sleep 0.1
    done
    if kill -0 "$program" 2>/dev/null; then
        kill "$program"
        die "the program did not close within 10 s"
    fi
    wait "$program"
}

close_display() {
    local i
    for ((i = ${#display_pids[@]} - 1; i >= 0; i--)); do
        kill "${display_pids[i]}" 2>/dev/null || true
        wait "${display_pids[i]}" 2>/dev/null || true
    done
    rm -rf "$display_folder"
}

# need_bagit: installs the BagIt reference program of the Library of Congress, and another BagIt program, for
# the tests; sets RENJA_BAGIT.
need_bagit() {
    local folder=$target/bagit
    # If Python was upgraded or moved, the folder's programs no longer run.
    if ! "$folder/bin/bagit.py" --help >/dev/null 2>&1 || ! "$folder/bin/python" -c 'import bagit_utils' 2>/dev/null; then
        mkdir -p "$target"
        rm -rf "$folder"
        python3 -m venv "$folder" || die "python3 -m venv failed (Debian's package: python3-venv)"
        "$folder/bin/pip" --quiet --disable-pip-version-check install 'bagit==1.9.0' 'bagit-utils==1.2.5' ||
            die "could not get bagit from PyPI"
    fi
    export RENJA_BAGIT=$folder/bin/bagit.py
}
