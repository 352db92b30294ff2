//! Two real Syncthing instances on loopback, each with a data folder that two programs write to.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use renja::store::Workspace;

use super::peers;
use crate::store::{CYCLE, quiet, to_step, who};
use crate::support::tools::{self, Owned, wait_for};

/// A PC with its Syncthing and its folder.
struct Pc {
    home: PathBuf,
    folder: PathBuf,
    id: String,
    port: u16,
}

impl Pc {
    fn new(dir: &Path, name: &str) -> Self {
        let home = dir.join(name);
        let folder = dir.join(format!("{name}-data"));
        // The marker by which Syncthing knows that the folder is available.
        std::fs::create_dir_all(folder.join(".stfolder")).unwrap();
        let home_argument = format!("--home={}", home.display());
        let skip = ["--no-default-folder", "--skip-port-probing"];
        tools::run(Process::new("syncthing").args(["generate", &home_argument]).args(skip));
        let id = tools::run(Process::new("syncthing").args([&home_argument, "--device-id"]));
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        Self { home, folder, id: id.trim().to_owned(), port }
    }

    /// Starts this PC's Syncthing with the other one as its only peer, and without any traffic that leaves
    /// this machine.
    fn start(&self, other: &Self) -> Owned {
        let device = |pc: &Self| {
            let Self { id, port, .. } = pc;
            format!("<device id=\"{id}\"><address>tcp://127.0.0.1:{port}</address></device>")
        };
        let config = format!(
            "<configuration version=\"36\"><folder id=\"renja\" path=\"{}\" type=\"sendreceive\" \
             rescanIntervalS=\"2\" fsWatcherEnabled=\"true\" fsWatcherDelayS=\"1\">\
             <device id=\"{}\"/><device id=\"{}\"/><maxConflicts>10</maxConflicts></folder>{}{}<gui enabled=\"false\"/><options>\
             <listenAddress>tcp://127.0.0.1:{}</listenAddress>\
             <globalAnnounceEnabled>false</globalAnnounceEnabled>\
             <localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled>\
             <natEnabled>false</natEnabled><urAccepted>-1</urAccepted><startBrowser>false</startBrowser>\
             <autoUpgradeIntervalH>0</autoUpgradeIntervalH>\
             <crashReportingEnabled>false</crashReportingEnabled><reconnectionIntervalS>1</reconnectionIntervalS>\
             </options></configuration>",
            self.folder.display(),
            self.id,
            other.id,
            device(self),
            device(other),
            self.port,
        );
        std::fs::write(self.home.join("config.xml"), config).unwrap();
        Owned::spawn(
            Process::new("syncthing")
                .args([&format!("--home={}", self.home.display()), "--no-browser", "--no-restart"])
                // A single process, without a monitor process that would have to be stopped too.
                .envs([("STNOUPGRADE", "1"), ("STMONITORED", "yes")])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )
    }

    fn data(&self) -> PathBuf {
        self.folder.join("Renja")
    }

    /// Attaches a document under a name that the other PC uses too, with different content.
    fn attach_letter(&self, local: &Path, content: &str) {
        let mut workspace = Workspace::open(&self.data(), local).unwrap();
        let source = self.home.with_extension("surat").join("surat.txt");
        std::fs::create_dir_all(source.parent().unwrap()).unwrap();
        std::fs::write(&source, content).unwrap();
        workspace.attach(CYCLE, &to_step(9, source), &who(), quiet()).unwrap();
    }
}

#[test]
#[ignore = "long: dist/test --long"]
fn two_programs_write_a_thousand_events_each_in_folders_that_syncthing_joins() {
    if !tools::present(&["syncthing"]) {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (Pc::new(dir.path(), "satu"), Pc::new(dir.path(), "dua"));
    let local = |name: &str| dir.path().join(name);
    peers::create(&one.data(), &local("lokal0"));
    let running = [one.start(&two), two.start(&one)];
    wait_for("the folder on the other PC", Duration::from_mins(2), || {
        let complete = |workspace: Workspace| {
            let whole = workspace.cycle(CYCLE).is_some_and(|cycle| cycle.events().len() == 2);
            let look = std::fs::read_dir(two.data().join("2027-induk/berkas")).is_ok();
            (whole && look).then_some(())
        };
        Workspace::open(&two.data(), &local("lihat")).ok().and_then(complete)
    });
    // Syncthing is stopped while both attach a document of the same name, so that it makes a conflict copy.
    drop(running);
    one.attach_letter(&local("lokal1"), "surat dari PC satu");
    two.attach_letter(&local("lokal2"), "surat dari PC dua");
    let _running = [one.start(&two), two.start(&one)];
    let begun = Instant::now();
    let workers = [
        peers::start(&one.data(), &local("lokal1"), "satu"),
        peers::start(&two.data(), &local("lokal2"), "dua"),
    ];
    workers.into_iter().for_each(peers::end);
    println!("written beside Syncthing in {:?}", begun.elapsed());
    // The files of documents may come after the events that name them.
    let letters = |pc: &Pc| {
        let folders = std::fs::read_dir(pc.data().join("2027-induk/berkas")).into_iter().flatten().flatten();
        let files =
            folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
        files.filter(|file| file.file_name().to_string_lossy().starts_with("surat")).count()
    };
    wait_for("the conflict copy on both PCs", Duration::from_mins(2), || {
        (letters(&one) == 3 && letters(&two) == 3).then_some(())
    });
    let state = peers::assert_equal_and_whole(&[one.data(), two.data()], 4);
    println!("in step after {:?}", begun.elapsed());
    assert_eq!(state.documents.len(), 3);
}
