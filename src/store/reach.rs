//! Whether the data folder answers, found out without waiting longer than a person would: a share whose
//! server hangs blocks a thread for a minute or for ever, and the thread can't be interrupted.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::error::{ErrorKind, StoreError};
use super::outbox::Outbox;

/// How long the data folder may take to answer; a slower one counts as away until it has answered.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks on another thread, one question at a time.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// The answer to a question that was not answered in time.
    open: Option<Receiver<Result<(), StoreError>>>,
}

impl Reach {
    /// Whether the data folder can be reached and is the one that was opened; else [`ErrorKind::Away`].
    pub(super) fn ask(&mut self, outbox: &Outbox) -> Result<(), StoreError> {
        let (answer, patience) = match self.open.take() {
            // A second thread would only wait like the first. A late answer counts: the folder is slow.
            Some(open) => (open, Duration::ZERO),
            None => (put_question(outbox), PATIENCE),
        };
        let away = || StoreError::new(ErrorKind::Away, outbox.data());
        match answer.recv_timeout(patience) {
            Ok(reached) => reached,
            Err(RecvTimeoutError::Disconnected) => Err(away()),
            Err(RecvTimeoutError::Timeout) => {
                self.open = Some(answer);
                Err(away())
            }
        }
    }
}

fn put_question(outbox: &Outbox) -> Receiver<Result<(), StoreError>> {
    let (answer, receiver) = mpsc::channel();
    let outbox = outbox.clone();
    // The receiver may be gone when the answer comes.
    let ask = move || drop(answer.send(outbox.reach()));
    if let Err(error) = std::thread::Builder::new().name("renja-reach".to_owned()).spawn(ask) {
        log::warn!("whether the data folder answers could not be asked: {error}");
    }
    receiver
}
