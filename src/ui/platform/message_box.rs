//! A message shown when there is no window.

/// Shows a message and, on Windows, waits until it is closed. On Linux it is shown where a program for that
/// is installed, unless standard error is a terminal, to which the text is printed anyway.
pub fn show(title: &str, text: &str) {
    system::show(title, text);
}

#[cfg(windows)]
mod system {
    use std::ptr::null_mut;

    use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONERROR, MB_OK, MB_SETFOREGROUND, MessageBoxW};

    #[expect(unsafe_code, reason = "Windows has no safe way to show a message")]
    pub(super) fn show(title: &str, text: &str) {
        let wide = |text: &str| text.encode_utf16().chain([0]).collect::<Vec<_>>();
        let (title, text) = (wide(title), wide(text));
        // SAFETY: both texts end with a zero and live until the call returns; no window owns the message.
        unsafe {
            MessageBoxW(null_mut(), text.as_ptr(), title.as_ptr(), MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
        }
    }
}

#[cfg(not(windows))]
mod system {
    use std::io::IsTerminal as _;
    use std::process::{Command, Stdio};

    pub(super) fn show(title: &str, text: &str) {
        let no_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none());
        if no_display || std::io::stderr().is_terminal() {
            return;
        }
        let title_of = |option: &str| format!("{option}{title}");
        let programs = [
            (
                "zenity",
                vec![
                    "--error".to_owned(),
                    "--no-markup".to_owned(),
                    title_of("--title="),
                    format!("--text={text}"),
                ],
            ),
            ("kdialog", vec![title_of("--title="), "--error".to_owned(), text.to_owned()]),
            ("xmessage", vec!["-center".to_owned(), "-title".to_owned(), title.to_owned(), text.to_owned()]),
        ];
        for (program, arguments) in programs {
            let mut command = Command::new(program);
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if command.spawn().is_ok() {
                return;
            }
        }
    }
}
