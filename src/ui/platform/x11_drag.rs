//! Listens to the messages of XDND, X11's drag-and-drop protocol, that are sent to winit.
//!
//! A message to a window is sent only to the connection that created the window, so no other connection can
//! see it; and although `XdndProxy` on the window would redirect messages, Wayland compositors send them to
//! the window anyway. But Xlib lets its users replace the function that decodes messages, which was meant for
//! extensions. The replacement sees each message and decodes it as before, and winit answers it. The list of
//! files is a property of the window once winit has requested it, and a separate connection reads it there.

use std::ffi::c_int;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use eframe::CreationContext;
use eframe::egui::Context;
use raw_window_handle::{HasDisplayHandle as _, HasWindowHandle as _, RawDisplayHandle, RawWindowHandle};
use x11_dl::xlib::{self, XEvent, Xlib};
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};
use x11rb::rust_connection::RustConnection;

use super::drag_seen::{DragWatch, Seen};
use super::uri_list;

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndEnter,
        XdndPosition,
        XdndLeave,
        XdndDrop,
        XdndSelection,
        TextUriList: b"text/uri-list",
    }
}

type WireToEvent = unsafe extern "C" fn(*mut xlib::Display, *mut XEvent, *mut xlib::xEvent) -> c_int;

/// The listener. A static, since Xlib calls its function without user data; so there is one for each process.
static EAR: OnceLock<Ear> = OnceLock::new();

struct Ear {
    /// Xlib's own decoding function.
    usual: WireToEvent,
    connection: RustConnection,
    window: u32,
    atoms: Atoms,
    ctx: Context,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    is_over: bool,
    /// The files of the drag over the window, once the source program has provided the list.
    list: Option<Vec<PathBuf>>,
    dropped: Option<Vec<PathBuf>>,
}

/// Starts to listen; none on Wayland, and if a window is listened to already.
pub(super) fn watch(cc: &CreationContext<'_>) -> Option<Box<dyn DragWatch>> {
    let window = match cc.window_handle().ok()?.as_raw() {
        RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok()?,
        _ => return None,
    };
    let RawDisplayHandle::Xlib(display) = cc.display_handle().ok()?.as_raw() else { return None };
    let display = display.display?.as_ptr().cast();
    listen(display, window, cc.egui_ctx.clone())
        .inspect_err(|error| log::warn!("drags of files are read by winit alone: {error}"))
        .ok()?;
    Some(Box::new(Watch))
}

#[expect(unsafe_code, reason = "Xlib alone sees the messages")]
fn listen(display: *mut xlib::Display, window: u32, ctx: Context) -> Result<(), Box<dyn std::error::Error>> {
    if EAR.get().is_some() {
        return Err("another window is listened to".into());
    }
    let xlib = Xlib::open()?;
    let (connection, _screen) = x11rb::connect(None)?;
    let atoms = Atoms::new(&connection)?.reply()?;
    // SAFETY: the display is that of the window being created, and only this thread reads from it. Nothing is
    // read between these two calls, so no message arrives while there is no function.
    let usual = unsafe { (xlib.XESetWireToEvent)(display, xlib::ClientMessage, None) };
    let usual = usual.ok_or("Xlib does not know how to read a message")?;
    let ear = EAR.get_or_init(|| Ear { usual, connection, window, atoms, ctx, heard: Mutex::default() });
    // SAFETY: as above. The function fulfils Xlib's contract for such functions, and lives as long as the
    // process.
    unsafe { (xlib.XESetWireToEvent)(display, xlib::ClientMessage, Some(on_message)) };
    ear.forget();
    Ok(())
}

/// Xlib calls this for each client message that it reads from the connection.
#[expect(unsafe_code, reason = "Xlib calls it with pointers")]
unsafe extern "C" fn on_message(
    display: *mut xlib::Display,
    event: *mut XEvent,
    wire: *mut xlib::xEvent,
) -> c_int {
    // Always set: `listen` sets it before it registers this function.
    let Some(ear) = EAR.get() else { return 0 };
    // SAFETY: the arguments are Xlib's, passed on unchanged.
    let done = unsafe { (ear.usual)(display, event, wire) };
    // SAFETY: Xlib's own function has just made a client message of the event.
    let message = unsafe { (*event).client_message };
    if u32::try_from(message.window) == Ok(ear.window)
        && let Ok(kind) = u32::try_from(message.message_type)
    {
        ear.hear(kind);
    }
    done
}

impl Ear {
    fn hear(&self, kind: u32) {
        let atoms = &self.atoms;
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if kind == atoms.XdndEnter {
            // Removes the list of an earlier drag. winit requests the new list later, when it handles the
            // next message.
            self.forget();
            heard.list = None;
        } else if kind == atoms.XdndPosition {
            heard.is_over = true;
        } else if kind == atoms.XdndLeave {
            heard.is_over = false;
        } else if kind == atoms.XdndDrop {
            heard.is_over = false;
            // The list is there already: winit requests it before it answers the drag's position message, and
            // a drop follows that answer.
            let list = self.list().unwrap_or_default();
            heard.dropped.get_or_insert_default().extend(list.into_iter().map(resolved));
        } else {
            return;
        }
        self.ctx.request_repaint();
    }

    /// Deletes the window property with the list.
    fn forget(&self) {
        let taken = self.connection.delete_property(self.window, self.atoms.XdndSelection);
        // The reply means that the server has deleted the property.
        if let Err(error) = taken.map_err(Into::into).and_then(x11rb::cookie::VoidCookie::check) {
            log::warn!("the list of an earlier drag: {error}");
        }
    }

    /// The list in the window property; none if there is none.
    fn list(&self) -> Option<Vec<PathBuf>> {
        let (property, any) = (self.atoms.XdndSelection, AtomEnum::ANY);
        let asked = self.connection.get_property(false, self.window, property, any, 0, u32::MAX);
        let found = asked.ok()?.reply().ok()?;
        // A list too long for one piece has another type (INCR), and winit does not fetch it.
        (found.type_ == self.atoms.TextUriList).then(|| uri_list::read(&found.value))
    }
}

/// Resolves a dropped link to the file that it points to.
fn resolved(path: PathBuf) -> PathBuf {
    if path.is_absolute() { path.canonicalize().unwrap_or(path) } else { path }
}

/// Reads what the listener has heard.
struct Watch;

impl DragWatch for Watch {
    fn look(&mut self) -> Seen {
        let Some(ear) = EAR.get() else { return Seen::default() };
        let mut heard = ear.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.is_over && heard.list.is_none() {
            heard.list = ear.list();
        }
        let hovering = if heard.is_over { heard.list.clone().unwrap_or_default() } else { Vec::new() };
        Seen { hovering, dropped: heard.dropped.take() }
    }
}
