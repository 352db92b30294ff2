//! Facts about the system that the window's start depends on.

/// Whether the window is shown on another PC, over remote desktop.
#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to ask this")]
pub fn is_remote_session() -> bool {
    use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};

    // SAFETY: the call takes a number and gives back a number.
    unsafe { GetSystemMetrics(SM_REMOTESESSION) != 0 }
}

/// Whether the window is shown on another PC; not told on this system.
#[cfg(not(windows))]
pub fn is_remote_session() -> bool {
    false
}

/// Lets another program put its window in front, as long as this one, which the person has just started, has that
/// right and runs.
#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to pass this right on")]
pub fn give_way() {
    use windows_sys::Win32::UI::WindowsAndMessaging::{ASFW_ANY, AllowSetForegroundWindow};

    // SAFETY: the call takes a number. Where it fails, the other window blinks in the task bar.
    unsafe { AllowSetForegroundWindow(ASFW_ANY) };
}

/// Elsewhere a window may ask for itself.
#[cfg(not(windows))]
pub fn give_way() {}

/// What the program runs on, such as `Windows 10.0.19045 x86_64`.
pub fn describe() -> String {
    format!("{} {}", version(), std::env::consts::ARCH)
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to ask this")]
fn version() -> String {
    use windows_sys::Wdk::System::SystemServices::RtlGetVersion;
    use windows_sys::Win32::System::SystemInformation::OSVERSIONINFOW;

    // The size of a structure of a few hundred bytes.
    let size = size_of::<OSVERSIONINFOW>() as u32;
    let mut version = OSVERSIONINFOW { dwOSVersionInfoSize: size, ..OSVERSIONINFOW::default() };
    // SAFETY: `version` is valid and writable for the whole call, and says its own size.
    unsafe { RtlGetVersion(&raw mut version) };
    format!("Windows {}.{}.{}", version.dwMajorVersion, version.dwMinorVersion, version.dwBuildNumber)
}

#[cfg(not(windows))]
fn version() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}
