//! The real disk, of which one folder lies on a share: its server can be made to hang and to fail.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use renja::store::{Call, Disk, OsDisk, Watch};

/// What the server does, from the next call on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Server {
    Answers,
    /// Calls that change something never come back: it dies in the midst of the work.
    HangsAtChanges,
    /// No call on a file or folder of this name comes back: it dies in the midst of reading.
    HangsAt(&'static str),
    Hangs,
    /// The system has given it up: every call comes back with an error, also those that hung.
    Fails,
}

impl Server {
    fn holds(self, call: Call, path: &Path) -> bool {
        match self {
            Self::Answers | Self::Fails => false,
            Self::HangsAtChanges => call.changes(),
            Self::HangsAt(name) => path.ends_with(name),
            Self::Hangs => true,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Share {
    root: PathBuf,
    server: Arc<(Mutex<Server>, Condvar)>,
    held: Arc<Mutex<usize>>,
}

impl Share {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let server = Arc::new((Mutex::new(Server::Answers), Condvar::new()));
        Self { root: root.into(), server, held: Arc::default() }
    }

    pub fn set(&self, server: Server) {
        *self.server.0.lock().unwrap() = server;
        self.server.1.notify_all();
    }

    /// How many calls hang.
    pub fn held(&self) -> usize {
        *self.held.lock().unwrap()
    }
}

impl Watch for Share {
    fn disk(&self) -> &dyn Disk {
        &OsDisk
    }

    fn around(&self, call: Call, path: &Path, go: &mut dyn FnMut() -> io::Result<()>) -> io::Result<()> {
        if path.starts_with(&self.root) {
            let (server, changed) = &*self.server;
            let mut server = server.lock().unwrap();
            if server.holds(call, path) {
                *self.held.lock().unwrap() += 1;
                server = changed.wait_while(server, |server| server.holds(call, path)).unwrap();
                *self.held.lock().unwrap() -= 1;
            }
            if *server == Server::Fails {
                return Err(io::Error::from_raw_os_error(5));
            }
        }
        go()
    }
}
