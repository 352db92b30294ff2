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
