//! Asks the system where the pointer is, for the time when files are dragged over the window and no pointer
//! events come.

use raw_window_handle::HasWindowHandle;

/// Something that knows where the pointer is.
pub trait PointerProbe: Send + Sync {
    /// The pointer in physical pixels from the top left of the window's content; none if unknown.
    fn pointer_px(&mut self) -> Option<(f32, f32)>;
}

/// A source of pointer positions, and how far it can be trusted.
pub struct Probe {
    /// What asks the system.
    pub source: Box<dyn PointerProbe>,
    /// The pointer of `XWayland` may stand still while a native Wayland window drags files over ours, so an
    /// answer counts only after it has changed during the drag.
    pub may_be_stale: bool,
}

/// The probe for a window, if this system has one. Wayland needs none: winit delivers no file drops there.
pub fn for_window(window: &impl HasWindowHandle) -> Option<Probe> {
    let handle = window.window_handle().ok()?.as_raw();
    system::probe(handle)
}

#[cfg(target_os = "linux")]
mod system {
    use raw_window_handle::RawWindowHandle;
    use x11rb::protocol::xproto::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;

    use super::{PointerProbe, Probe};

    /// A separate connection to the X server, asked about the program's window.
    struct X11Probe {
        connection: RustConnection,
        window: u32,
    }

    impl PointerProbe for X11Probe {
        fn pointer_px(&mut self) -> Option<(f32, f32)> {
            let reply = self.connection.query_pointer(self.window).ok()?.reply().ok()?;
            reply.same_screen.then(|| (f32::from(reply.win_x), f32::from(reply.win_y)))
        }
    }

    pub(super) fn probe(handle: RawWindowHandle) -> Option<Probe> {
        let window = match handle {
            RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok()?,
            RawWindowHandle::Xcb(handle) => handle.window.get(),
            _ => return None,
        };
        let (connection, _screen) = x11rb::connect(None)
            .inspect_err(|error| log::warn!("no pointer position while files are dragged: {error}"))
            .ok()?;
        let may_be_stale = std::env::var_os("WAYLAND_DISPLAY").is_some();
        Some(Probe { source: Box::new(X11Probe { connection, window }), may_be_stale })
    }
}

#[cfg(windows)]
mod system {
    use raw_window_handle::RawWindowHandle;
    use windows_sys::Win32::Foundation::{HWND, POINT};
    use windows_sys::Win32::Graphics::Gdi::ScreenToClient;
    use windows_sys::Win32::UI::WindowsAndMessaging::GetCursorPos;

    use super::{PointerProbe, Probe};

    /// The window handle as a number: the pointer type is not `Send`, but the handle may be used on any
    /// thread.
    struct WindowsProbe {
        window: isize,
    }

    impl PointerProbe for WindowsProbe {
        #[expect(unsafe_code, reason = "Windows has no safe way to ask for the pointer")]
        fn pointer_px(&mut self) -> Option<(f32, f32)> {
            let mut point = POINT { x: 0, y: 0 };
            // SAFETY: `point` is a valid, writable POINT for the whole call.
            if unsafe { GetCursorPos(&raw mut point) } == 0 {
                return None;
            }
            // SAFETY: `point` is as above; the handle is that of the program's window, and an outdated handle
            // only makes the call fail.
            if unsafe { ScreenToClient(self.window as HWND, &raw mut point) } == 0 {
                return None;
            }
            Some((point.x as f32, point.y as f32))
        }
    }

    pub(super) fn probe(handle: RawWindowHandle) -> Option<Probe> {
        let RawWindowHandle::Win32(handle) = handle else { return None };
        Some(Probe { source: Box::new(WindowsProbe { window: handle.hwnd.get() }), may_be_stale: false })
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod system {
    use super::Probe;

    pub(super) fn probe(_handle: raw_window_handle::RawWindowHandle) -> Option<Probe> {
        None
    }
}
