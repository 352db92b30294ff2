//! Facts about the system that starting the window depends on.

/// Whether the window is shown on another PC through Remote Desktop.
#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to ask this")]
pub fn is_remote_session() -> bool {
    use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};

    // SAFETY: the call takes a number and returns a number.
    unsafe { GetSystemMetrics(SM_REMOTESESSION) != 0 }
}

/// Always false: this system does not tell.
#[cfg(not(windows))]
pub fn is_remote_session() -> bool {
    false
}

/// Lets another program bring its window to the front. Windows allows it while this program, which the person
/// has just started, runs and has that right itself.
#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to pass this right on")]
pub fn give_way() {
    use windows_sys::Win32::UI::WindowsAndMessaging::{ASFW_ANY, AllowSetForegroundWindow};

    // SAFETY: the call takes a number. If it fails, the other window only blinks in the taskbar.
    unsafe { AllowSetForegroundWindow(ASFW_ANY) };
}

/// Does nothing: on this system a window may come to the front by itself.
#[cfg(not(windows))]
pub fn give_way() {}

/// The system that the program runs on, such as `Windows 10.0.19045 x86_64`.
pub fn describe() -> String {
    format!("{} {}", version(), std::env::consts::ARCH)
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows has no safe way to ask this")]
fn version() -> String {
    use windows_sys::Wdk::System::SystemServices::RtlGetVersion;
    use windows_sys::Win32::System::SystemInformation::OSVERSIONINFOW;

    // The structure is a few hundred bytes, so its size fits.
    let size = size_of::<OSVERSIONINFOW>() as u32;
    let mut version = OSVERSIONINFOW { dwOSVersionInfoSize: size, ..OSVERSIONINFOW::default() };
    // SAFETY: `version` is valid and writable for the whole call, and contains its own size.
    unsafe { RtlGetVersion(&raw mut version) };
    format!("Windows {}.{}.{}", version.dwMajorVersion, version.dwMinorVersion, version.dwBuildNumber)
}

#[cfg(not(windows))]
fn version() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}
