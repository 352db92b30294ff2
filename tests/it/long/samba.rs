//! A real Samba server on its own loopback address, and two mounts of its share, as two PCs have them.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use renja::cycle::Command;
use renja::jobs::{Asked, Desk, Report, requests};
use renja::store::Workspace;

use super::peers;
use crate::store::CYCLE;
use crate::support::tools::{self, Owned, wait_for};

/// A server that is stopped when the test ends.
struct Samba {
    dir: tempfile::TempDir,
    address: String,
    mounts: Vec<Owned>,
    smbd: Owned,
}

impl Samba {
    /// None where the server can't run; then the reason is printed.
    fn start() -> Option<Self> {
        if !tools::present(&["smbd", "smbnetfs", "fusermount"]) {
            return None;
        }
        if std::fs::OpenOptions::new().read(true).write(true).open("/dev/fuse").is_err() {
            println!("LEFT OUT: no share can be mounted here, /dev/fuse is closed to us");
            return None;
        }
        let address = format!("127.77.{}.{}", std::process::id() >> 8 & 255, std::process::id() & 255);
        // smbnetfs can't use any other port.
        if std::net::TcpListener::bind((address.as_str(), 445)).is_err() {
            println!("LEFT OUT: port 445 is closed to us; only root may serve there");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        let share = dir.path().join("share");
        std::fs::create_dir(&state).unwrap();
        std::fs::create_dir(&share).unwrap();
        let config = dir.path().join("smbd.conf");
        let own = ["pid directory", "lock directory", "state directory", "cache directory", "private dir"]
            .map(|key| format!("{key} = {}\n", state.display()));
        let text = format!(
            "[global]\nworkgroup = RENJA\nserver role = standalone server\ninterfaces = {address}/8\n\
             bind interfaces only = yes\nsmb ports = 445\ndisable netbios = yes\nload printers = no\n\
             disable spoolss = yes\nmap to guest = bad user\nguest account = root\n{}\
             ncalrpc dir = {state}/ncalrpc\nlog file = {state}/log\n\
             [data]\npath = {}\nguest ok = yes\nread only = no\nforce user = root\n",
            own.concat(),
            share.display(),
            state = state.display(),
        );
        std::fs::write(&config, text).unwrap();
        let smbd = Owned::spawn(
            in_group(&mut Process::new("smbd"))
                .args(["-F", "--no-process-group", "-s"])
                .arg(&config)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let samba = Self { dir, address, mounts: Vec::new(), smbd };
        wait_for("smbd", Duration::from_secs(30), || {
            std::net::TcpStream::connect((samba.address.as_str(), 445)).ok()
        });
        Some(samba)
    }

    /// The shared folder, on the server's own disk.
    fn share(&self) -> PathBuf {
        self.dir.path().join("share")
    }

    /// Mounts the share as another PC would; returns the mount point.
    fn mount(&mut self) -> PathBuf {
        let home = self.dir.path().join(format!("pc{}", self.mounts.len()));
        let (config, mount) = (home.join(".smb"), home.join("mnt"));
        std::fs::create_dir_all(&config).unwrap();
        std::fs::create_dir(&mount).unwrap();
        private(&config, 0o700);
        let files = [
            ("smb.conf", "[global]\nworkgroup = RENJA\nclient min protocol = SMB2\n"),
            ("smbnetfs.conf", "auth \"guest\" \"\"\nsmb_query_browsers \"false\"\nsmb_timeout 20000\n"),
        ];
        for (name, text) in files {
            std::fs::write(config.join(name), text).unwrap();
            private(&config.join(name), 0o600);
        }
        self.mounts.push(Owned::spawn(
            Process::new("smbnetfs")
                .arg(&mount)
                .arg("-f")
                .env("HOME", &home)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        ));
        let share = mount.join(&self.address).join("data");
        wait_for("the mount", Duration::from_secs(30), || {
            let probe = self.share().join("probe");
            std::fs::write(probe, "").unwrap();
            std::fs::metadata(share.join("probe")).ok()
        });
        share
    }

    /// Sends a signal to the server and its child processes.
    fn signal(&self, signal: &str) {
        tools::run(Process::new("kill").args([signal, "--", &format!("-{}", self.smbd.0.id())]));
    }
}

impl Drop for Samba {
    fn drop(&mut self) {
        let _ = Process::new("kill").args(["-CONT", "--", &format!("-{}", self.smbd.0.id())]).status();
        for index in 0..self.mounts.len() {
            let mount = self.dir.path().join(format!("pc{index}/mnt"));
            let _ = Process::new("fusermount").arg("-uz").arg(mount).status();
        }
        self.mounts.clear();
        let _ = Process::new("kill").args(["-TERM", "--", &format!("-{}", self.smbd.0.id())]).status();
    }
}

fn private(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs the command in a process group, so that the server can be stopped with its children.
fn in_group(command: &mut Process) -> &mut Process {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0)
}

#[test]
#[ignore = "long: dist/test --long"]
fn two_programs_write_a_thousand_events_each_on_one_share() {
    let Some(mut samba) = Samba::start() else { return };
    let (one, two) = (samba.mount().join("Renja"), samba.mount().join("Renja"));
    let local = |name: &str| samba.dir.path().join(name);
    peers::create(&one, &local("lokal0"));
    let begun = Instant::now();
    let workers = [peers::start(&one, &local("lokal1"), "satu"), peers::start(&two, &local("lokal2"), "dua")];
    workers.into_iter().for_each(peers::end);
    println!("written through Samba in {:?}", begun.elapsed());
    // Through both mounts, and directly on the server's disk.
    peers::assert_equal_and_whole(&[one, two, samba.share().join("Renja")], 2);
}

#[test]
#[ignore = "long: dist/test --long"]
fn a_server_that_is_stopped_holds_nobody_up_and_gets_the_changes_later() {
    let Some(mut samba) = Samba::start() else { return };
    let data = samba.mount().join("Renja");
    let local = samba.dir.path().join("lokal");
    peers::create(&data, &local);
    let mut desk = Desk::start_on(Arc::new(renja::store::OsDisk), local, Arc::new(|| ()));
    let opened = desk.ask(requests::Open(data.clone()));
    done(&mut desk, opened);
    samba.signal("-STOP");
    let begun = Instant::now();
    for n in 0..3 {
        let note = Command::AddNote { step: None, text: format!("server berhenti {n}") };
        let note = desk.ask(requests::Run { cycle: CYCLE, commands: vec![note], by: "Ani".to_owned() });
        done(&mut desk, note);
    }
    println!("three changes acknowledged while the server stood still: {:?}", begun.elapsed());
    samba.signal("-CONT");
    wait_for("the changes on the server's disk", peers::PATIENCE, || {
        std::thread::sleep(Duration::from_millis(500));
        let other = samba.dir.path().join("lain");
        let workspace = Workspace::open(&samba.share().join("Renja"), &other).unwrap();
        (workspace.cycle(CYCLE).unwrap().state().notes.len() == 3).then_some(())
    });
    desk.finish();
}

/// Waits for a request to end successfully.
fn done<A>(desk: &mut Desk, asked: Asked<A>) {
    wait_for("an answer", peers::PATIENCE, || {
        let is_end = |report: Report| matches!(report, Report::Done(of) if of == asked.ticket);
        desk.reports().into_iter().any(is_end).then_some(())
    });
    if let Err(trouble) = asked.answer().expect("an answer") {
        panic!("{trouble}");
    }
}
