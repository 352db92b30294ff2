//! Why the clipboard failed.

/// Why the clipboard could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard: {self:?}")]
pub enum ClipboardError {
    /// By its library.
    Library(#[from] arboard::Error),
    /// No connection to the window system.
    #[cfg(target_os = "linux")]
    Connect(#[from] x11rb::errors::ConnectError),
    /// The connection was lost.
    #[cfg(target_os = "linux")]
    Connection(#[from] x11rb::errors::ConnectionError),
    /// The window system refused.
    #[cfg(target_os = "linux")]
    Refused(#[from] x11rb::errors::ReplyOrIdError),
    /// The window system refused.
    #[cfg(target_os = "linux")]
    Reply(#[from] x11rb::errors::ReplyError),
    /// The program that something was copied in does not answer.
    Silent,
}
