//! Tests that take minutes or need servers: `dist/test --long` runs them, plain `cargo test` does not.

mod backup;
mod faults;
#[cfg(all(target_os = "linux", feature = "window"))]
mod kill;
#[cfg(target_os = "linux")]
mod large;
mod names;
mod peers;
#[cfg(target_os = "linux")]
mod samba;
#[cfg(all(target_os = "linux", feature = "window"))]
mod strace;
mod syncthing;
