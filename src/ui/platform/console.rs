//! On Windows, the console of the shell that started a command. The program belongs to the windows subsystem,
//! so that its window opens without a console, and has no console of its own.

/// Connects standard output and standard error to the console from which the program was started. Streams
/// redirected to a file or a pipe stay redirected. When the program is started from Explorer, there is no
/// console and nothing changes.
pub fn attach() {
    #[cfg(windows)]
    windows::attach();
}

#[cfg(windows)]
mod windows {
    use windows_sys::Win32::Storage::FileSystem::{FILE_TYPE_DISK, FILE_TYPE_PIPE, GetFileType};
    use windows_sys::Win32::System::Console::{
        ATTACH_PARENT_PROCESS, AttachConsole, GetStdHandle, STD_ERROR_HANDLE, STD_OUTPUT_HANDLE, SetStdHandle,
    };

    #[expect(unsafe_code, reason = "Windows has no safe way to ask for a console")]
    pub(super) fn attach() {
        // SAFETY: takes a number.
        let given =
            [STD_OUTPUT_HANDLE, STD_ERROR_HANDLE].map(|stream| (stream, unsafe { GetStdHandle(stream) }));
        // SAFETY: takes a number. Without a console to attach to, it fails and changes nothing.
        unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
        for (stream, handle) in given {
            // SAFETY: for an invalid handle the call returns that the type is unknown.
            let redirected = matches!(unsafe { GetFileType(handle) }, FILE_TYPE_DISK | FILE_TYPE_PIPE);
            if redirected {
                // SAFETY: this process was given the handle for this stream and has not closed it. Attaching
                // may have replaced it by the console.
                unsafe { SetStdHandle(stream, handle) };
            }
        }
    }
}
