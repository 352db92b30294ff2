//! Why the clipboard failed.

/// Why the clipboard could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard: {self:?}")]
pub enum ClipboardError {
    /// The clipboard library failed.
    Library(#[from] arboard::Error),
    /// No connection to the window system.
    #[cfg(target_os = "linux")]
    Connect(#[from] x11rb::errors::ConnectError),
    /// The connection to the window system was lost.
    #[cfg(target_os = "linux")]
    Connection(#[from] x11rb::errors::ConnectionError),
    /// The window system refused a request.
    #[cfg(target_os = "linux")]
    Refused(#[from] x11rb::errors::ReplyOrIdError),
    /// The window system refused a request.
    #[cfg(target_os = "linux")]
    Reply(#[from] x11rb::errors::ReplyError),
    /// The program in which something was copied does not answer.
    Silent,
}
