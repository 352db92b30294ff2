//! The files that were copied in another program, as X11 provides them. arboard omits files that it can't
//! read.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, WindowClass};

use super::clipboard_error::ClipboardError;
use super::uri_list;

/// How long to wait for the other program's answer.
const PATIENCE: Duration = Duration::from_secs(2);

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        CLIPBOARD,
        INCR,
        TextUriList: b"text/uri-list",
    }
}

/// The copied files, in their order; empty if something else was copied, none if the list comes in pieces
/// (INCR).
pub(super) fn copied() -> Result<Option<Vec<PathBuf>>, ClipboardError> {
    let (connection, screen) = x11rb::connect(None)?;
    let atoms = Atoms::new(&connection)?.reply()?;
    let root = connection.setup().roots[screen].root;
    // The window disappears with the connection.
    let window = connection.generate_id()?;
    let unseen = CreateWindowAux::new();
    connection.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &unseen)?;
    let (from, to) = (atoms.CLIPBOARD, atoms.CLIPBOARD);
    connection.convert_selection(window, from, atoms.TextUriList, to, x11rb::CURRENT_TIME)?;
    connection.flush()?;
    let begun = Instant::now();
    loop {
        match connection.poll_for_event()? {
            Some(Event::SelectionNotify(answer)) if answer.property == to => break,
            Some(Event::SelectionNotify(_)) => return Ok(Some(Vec::new())),
            None if begun.elapsed() > PATIENCE => return Err(ClipboardError::Silent),
            None => std::thread::sleep(Duration::from_millis(1)),
            Some(_) => {}
        }
    }
    let found = connection.get_property(false, window, to, AtomEnum::ANY, 0, u32::MAX)?.reply()?;
    if found.type_ == atoms.INCR {
        return Ok(None);
    }
    let is_list = found.type_ == atoms.TextUriList;
    Ok(Some(if is_list { uri_list::read(&found.value) } else { Vec::new() }))
}
