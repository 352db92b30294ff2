//! The program talks only to the display: neither the window nor the command line opens another socket.
//!
//! Seen to fail with one `TcpListener::bind("127.0.0.1:0")` in `main`.

use std::fs;
use std::process::Command;

use super::office::Office;
use crate::support::tools::{self, run};
use crate::support::{Desktop, Program};

/// The calls in strace's log that open, name or listen on sockets, except for those to the X server.
fn strangers(log: &str) -> Vec<&str> {
    let calls = log.lines().filter(|line| {
        ["socket(", "socketpair(", "connect(", "bind(", "listen(", "accept(", "accept4("]
            .iter()
            .any(|call| line.split_whitespace().nth(1).is_some_and(|word| word.starts_with(call)))
    });
    let of_the_display = |line: &str| {
        let opened = line.contains("socket(AF_UNIX") || line.contains("socketpair(AF_UNIX");
        let connected = line.contains("connect(") && line.contains("/tmp/.X11-unix/X");
        // The C library asks the name service cache of this machine, if there is one, who the user is.
        let whoami = line.contains("connect(") && line.contains("\"/var/run/nscd/socket\"");
        opened || connected || whoami
    };
    calls.filter(|line| !of_the_display(line)).collect()
}

#[test]
fn the_window_opens_no_socket_but_to_the_display() {
    if !tools::present(&["strace"]) {
        return;
    }
    let Some(desktop) = Desktop::open() else { return };
    let (office, folder) = (Office::with_a_cycle(), tempfile::tempdir().unwrap());
    let log = folder.path().join("panggilan");
    let program = Program::open_traced(&desktop, &office.data(), Office::home(), &log);
    for tab in ["Tab:Siklus", "Tab:Arsip", "Tab:SOP", "Tab:Pengaturan", "Tab:Beranda"] {
        program.click(tab);
        program.settled();
    }
    program.key("ctrl+k");
    program.write("undangan");
    program.key("Escape");
    program.quit();
    let calls = fs::read_to_string(&log).unwrap();
    assert!(calls.contains("/tmp/.X11-unix/X"), "the display itself was seen: {calls}");
    assert_eq!(strangers(&calls), [""; 0]);
    println!("cases: {} calls", calls.lines().count());
}

#[test]
fn the_command_line_opens_no_socket_at_all() {
    if !tools::present(&["strace"]) {
        return;
    }
    let (office, folder) = (Office::with_a_cycle(), tempfile::tempdir().unwrap());
    for command in ["list", "check"] {
        let log = folder.path().join(command);
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-e", "trace=%network", "-o"]).arg(&log).arg(env!("CARGO_BIN_EXE_renja"));
        run(strace.arg("--local").arg(folder.path().join("lokal")).arg(command).arg(office.data()));
        let calls = fs::read_to_string(&log).unwrap();
        assert!(!calls.contains("socket"), "{command}: {calls}");
    }
}
