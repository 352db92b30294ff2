//! Real programs on real folders: their calls are recorded, and the model disk examines what they leave.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Output, Stdio};

use renja::cycle::{EventId, WriterId};
use renja::store::{Quiet, Workspace};

use super::ModelDisk;
use super::storage::{Id, Node, Storage};
use super::witness::Ack;
use super::work::{Bench, INDUK, move_to, note};
use crate::store::{to_step, who};

/// The folder in which the worker process works; set only for it.
const FOLDER: &str = "RENJA_TEST_FAULT_FOLDER";
const WORK: &str = "RENJA_TEST_FAULT_WORK";
/// The folders of the model disk, each a subfolder of the test's folder.
const PARTS: [&str; 3] = ["data", "local", "sumber"];

/// What a real program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Save,
    Attach,
    Move,
    Seal,
    Backup,
    Restore,
}

impl Job {
    pub const ALL: [Self; 6] =
        [Self::Save, Self::Attach, Self::Move, Self::Seal, Self::Backup, Self::Restore];
}

/// The worker process that gets the faults: it saves, attaches or moves, and prints what has been
/// acknowledged. Sealing, backup and restore are done by the program itself.
#[test]
#[ignore = "started by the tests in tests/it/long"]
fn worker() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let work = std::env::var(WORK).unwrap_or_default();
    let say = |line: String| drop(std::io::stdout().write_all(format!("\n{line}\n").as_bytes()));
    let result = Workspace::open(&dir.join("data"), &dir.join("local")).and_then(|mut workspace| {
        let documents = &workspace.cycle(INDUK).expect("begun before").state().documents;
        let document = documents.keys().next().expect("attached before").clone();
        let source = dir.join("sumber/surat.pdf");
        match work.as_str() {
            "Save" => workspace.execute(INDUK, &note("catatan"), &who()),
            "Move" => workspace.execute(INDUK, &move_to(&document, 3), &who()),
            _ => workspace.attach(INDUK, &to_step(2, source), &who(), &Quiet).map(|id| vec![id]),
        }
        .inspect(|ids| ids.iter().for_each(|EventId(writer, seq)| say(format!("ack {writer} {seq}"))))
    });
    if let Err(error) = result {
        say(format!("error {error}"));
    }
}

/// An event that the worker has acknowledged.
pub fn parse_ack(line: &str) -> Option<Ack> {
    let (writer, seq) = line.strip_prefix("ack ")?.split_once(' ')?;
    Some(Ack::Known(INDUK, EventId(WriterId(writer.to_owned()), seq.parse().ok()?)))
}

/// A folder in which a job can be repeated from the same initial state.
pub struct Stage {
    dir: tempfile::TempDir,
    job: Job,
    pub before: Storage,
    acks: Vec<Ack>,
}

impl Stage {
    pub fn new(job: Job) -> Self {
        let disk = ModelDisk::boot(Storage::new());
        let mut bench = Bench::begin(&disk).unwrap();
        bench.begin_cycle().unwrap();
        let document = bench.attach(1, "undangan.pdf", &[7; 3000], None).unwrap();
        bench.attach(1, "undangan.pdf", b"versi dua", Some(&document)).unwrap();
        bench.make(Path::new("/sumber/surat.pdf"), &[3; 5000]);
        if job == Job::Seal {
            bench.make_ready().unwrap();
        }
        let acks = bench.acks().clone();
        drop(bench);
        let before = disk.storage().clone();
        let stage = Self { dir: tempfile::tempdir().unwrap(), job, before, acks };
        stage.reset();
        stage
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Restores the initial state.
    pub fn reset(&self) {
        for entry in std::fs::read_dir(self.dir()).unwrap() {
            std::fs::remove_dir_all(entry.unwrap().path()).unwrap();
        }
        self.before.save(self.dir());
        if matches!(self.job, Job::Backup | Job::Restore) {
            std::fs::create_dir(self.dir().join("cadangan")).unwrap();
        }
        if self.job == Job::Restore {
            let backup = self.program(&["backup", "data", "cadangan"]).output().unwrap();
            assert!(backup.status.success(), "{backup:?}");
        }
    }

    fn program(&self, arguments: &[&str]) -> Process {
        let mut program = Process::new(env!("CARGO_BIN_EXE_renja"));
        program.current_dir(self.dir()).arg("--local").arg(self.dir().join("local")).args(arguments);
        program
    }

    /// The program and its arguments for the job.
    fn words(&self) -> Vec<String> {
        let place = |name: &str| self.dir().join(name).display().to_string();
        let own = |words: &[String]| {
            let program = [env!("CARGO_BIN_EXE_renja").to_owned(), "--local".to_owned(), place("local")];
            program.into_iter().chain(words.iter().cloned()).collect()
        };
        match self.job {
            Job::Seal => own(&["seal".to_owned(), place("data"), "2027".to_owned()]),
            Job::Backup => own(&["backup".to_owned(), place("data"), place("cadangan")]),
            Job::Restore => own(&["restore".to_owned(), place("cadangan"), place("pulih")]),
            Job::Save | Job::Attach | Job::Move => {
                let test = concat!(module_path!(), "::worker").split_once("::").unwrap().1;
                let program = std::env::current_exe().unwrap().display().to_string();
                let options = ["--exact", "--ignored", "--nocapture", "--test-threads=1"];
                [program, test.to_owned()].into_iter().chain(options.map(str::to_owned)).collect()
            }
        }
    }

    /// Runs the job under strace with these options.
    pub fn run(&self, options: &[String]) -> Output {
        Process::new("strace")
            .args(["-f", "-qq"])
            .args(options)
            .args(self.words())
            .env(FOLDER, self.dir())
            .env(WORK, format!("{:?}", self.job))
            .current_dir(self.dir())
            .output()
            .expect("strace is installed: dist/setup.sh")
    }

    /// Starts the job without faults.
    pub fn start(&self, output: Stdio) -> Child {
        let words = self.words();
        let mut program = Process::new(&words[0]);
        program.args(&words[1..]).env(FOLDER, self.dir()).env(WORK, format!("{:?}", self.job));
        program.current_dir(self.dir()).stdout(output).spawn().unwrap()
    }

    /// Runs the job without faults; it must succeed.
    pub fn finish(&self, label: &str) {
        let output = self.start(Stdio::piped()).wait_with_output().unwrap();
        assert!(output.status.success(), "{label}: again: {output:?}");
    }

    /// If the restored folder exists, it is complete except for what the program has named; if it does not,
    /// restoring again must make it.
    pub fn settle_restore(&self, said: &str, label: &str) {
        let restored = self.dir().join("pulih");
        if !restored.join("renja.ron").exists() {
            self.finish(label);
        }
        let before = self.before.tree();
        let truth =
            before.iter().filter(|(path, _)| path.starts_with("/data") && !path.ends_with("RINGKASAN.txt"));
        for (path, bytes) in truth {
            let Some(bytes) = bytes else { continue };
            let there = std::fs::read(restored.join(path.strip_prefix("/data").unwrap()));
            let is_named = path.file_name().is_some_and(|name| said.contains(&*name.to_string_lossy()));
            let is_whole = there.is_ok_and(|there| there == **bytes);
            assert!(is_whole || is_named, "{label}: {} is not restored: {said}", path.display());
        }
    }

    /// Everything acknowledged by a job that printed this and ended like this.
    pub fn acks(&self, said: &str, succeeded: bool) -> Vec<Ack> {
        let mut acks = self.acks.clone();
        acks.extend(said.lines().filter_map(parse_ack));
        if self.job == Job::Seal && succeeded {
            acks.push(Ack::Dossier(INDUK));
        }
        acks
    }
}

impl Storage {
    /// Writes all files to a real folder.
    pub fn save(&self, dir: &Path) {
        for (path, content) in self.tree() {
            let path = dir.join(path.strip_prefix("/").unwrap());
            match content {
                None => std::fs::create_dir_all(path).unwrap(),
                Some(bytes) => std::fs::write(path, &**bytes).unwrap(),
            }
        }
    }

    /// The files of a real folder, all of them as durable.
    pub fn load(dir: &Path) -> Self {
        let mut storage = Self::new();
        for part in PARTS {
            let mut folders = vec![PathBuf::from(part)];
            while let Some(folder) = folders.pop() {
                let Ok(entries) = std::fs::read_dir(dir.join(&folder)) else { continue };
                storage.make_dir(&Path::new("/").join(&folder));
                for entry in entries.map(Result::unwrap) {
                    let path = folder.join(entry.file_name());
                    if entry.file_type().unwrap().is_dir() {
                        folders.push(path);
                    } else {
                        storage.put(&Path::new("/").join(&path), &std::fs::read(entry.path()).unwrap());
                    }
                }
            }
        }
        storage
    }
}

/// A call in the record of strace.
#[derive(Debug)]
pub struct Call {
    pub thread: String,
    pub name: String,
    pub arguments: String,
    pub result: i64,
}

/// Parses a record. Calls interleaved with others are put together, and ordered by their end: only then is
/// synced data known to be durable. The making of a folder is ordered by its start, since another thread may
/// have used the folder before the end was recorded.
pub fn parse(record: &str) -> Vec<Call> {
    let mut open: HashMap<String, (usize, String)> = HashMap::new();
    let mut calls = Vec::new();
    for (number, line) in record.lines().enumerate() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        let (begun, text) = if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            open.insert(thread.to_owned(), (number, begun.trim_end().to_owned()));
            continue;
        } else if rest.starts_with("<... ") {
            let Some((_, end)) = rest.split_once(" resumed>") else { continue };
            let (begun, text) = open.remove(thread).unwrap_or_default();
            (begun, text + end)
        } else {
            (number, rest.to_owned())
        };
        let Some((name, rest)) = text.split_once('(') else { continue };
        let Some((arguments, result)) = rest.rsplit_once(") = ").or_else(|| {
            // strace aligns the results of short calls with blanks.
            let at = rest.rfind(" = ")?;
            Some((rest[..at].trim_end().trim_end_matches(')'), &rest[at + 3..]))
        }) else {
            continue;
        };
        let result = result.split([' ', '<']).next().and_then(|number| number.parse().ok()).unwrap_or(-1);
        let arguments = arguments.trim_end().trim_end_matches(')').to_owned();
        let place = if name.starts_with("mkdir") { begun } else { number };
        calls.push((place, Call { thread: thread.to_owned(), name: name.to_owned(), arguments, result }));
    }
    calls.sort_by_key(|(place, _)| *place);
    calls.into_iter().map(|(_, call)| call).collect()
}

/// Replays calls of a real program on a model disk.
pub struct Replay {
    pub storage: Storage,
    pub acks: Vec<Ack>,
    dir: PathBuf,
    files: HashMap<i64, Id>,
}

impl Replay {
    pub fn new(stage: &Stage) -> Self {
        let (storage, acks) = (stage.before.clone(), stage.acks.clone());
        Self { storage, acks, dir: stage.dir().to_owned(), files: HashMap::new() }
    }

    /// The path on the model disk; none for a path outside the test.
    fn path(&self, argument: &str) -> Option<PathBuf> {
        let path = PathBuf::from(String::from_utf8(bytes(argument)).ok()?);
        Some(Path::new("/").join(path.strip_prefix(&self.dir).ok()?))
    }

    /// Replays a call if it had succeeded. Returns whether it changed anything.
    pub fn apply(&mut self, call: &Call) -> bool {
        let Call { name, arguments, result, .. } = call;
        if *result < 0 {
            return false;
        }
        let arguments: Vec<_> = arguments.split(", ").collect();
        let paths: Vec<_> = arguments.iter().filter_map(|argument| self.path(argument)).collect();
        let file = arguments
            .first()
            .and_then(|first| first.parse().ok())
            .and_then(|fd: i64| self.files.get(&fd).copied());
        match (name.as_str(), &paths[..]) {
            ("openat" | "open", [path]) => {
                let is_new = self.storage.find(path).is_err();
                if is_new && call.arguments.contains("O_CREAT") {
                    self.storage.create_file(path).unwrap();
                }
                if let Ok(id) = self.storage.find(path) {
                    self.files.insert(*result, id);
                }
                is_new
            }
            // The number belonged to a closed file of the test and was reused for another file.
            ("openat" | "open", []) => {
                self.files.remove(result);
                false
            }
            ("write", _) if arguments[0] == "1" => {
                let said = String::from_utf8_lossy(&bytes(arguments[1])).into_owned();
                self.acks.extend(said.lines().filter_map(parse_ack));
                false
            }
            ("write", _) => {
                let Some(id) = file else { return false };
                let bytes = bytes(arguments[1]);
                let written = usize::try_from(*result).unwrap();
                assert!(bytes.len() >= written, "the record is cut off");
                self.storage.write(id, &bytes[..written]).unwrap();
                true
            }
            ("fsync" | "fdatasync", _) => {
                match file.map(|id| (id, &self.storage.nodes[&id])) {
                    Some((id, Node::File(_))) => self.storage.sync_file(id).unwrap(),
                    Some((id, Node::Folder(_))) => self.storage.sync_dir(id),
                    None => {}
                }
                false
            }
            ("rename" | "renameat" | "renameat2", [from, to]) => {
                let replaces = !call.arguments.contains("RENAME_NOREPLACE");
                let renamed = self.storage.rename(from, to, replaces);
                renamed.unwrap_or_else(|error| panic!("{} → {}: {error}", from.display(), to.display()));
                true
            }
            ("mkdir" | "mkdirat", [path]) => {
                self.storage.create_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                true
            }
            // Only unfinished files are ever removed: any other removal fails the test.
            ("unlink" | "unlinkat" | "rmdir", [path]) => {
                self.storage.remove(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                true
            }
            ("link" | "linkat" | "ftruncate" | "pwrite64" | "copy_file_range", [_, ..]) => {
                panic!("the model does not know this call yet: {call:?}")
            }
            _ => false,
        }
    }
}

/// The bytes of a string that strace has written with `-xx`.
fn bytes(argument: &str) -> Vec<u8> {
    let Some(text) = argument.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return Vec::new();
    };
    text.split("\\x").skip(1).filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}

/// The calls that touch a stage's folder: name, and position among the calls of that name in their thread.
pub fn touching(calls: &[Call], dir: &Path) -> BTreeSet<(String, usize)> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let dir = dir.to_str().unwrap();
    let mut touching = BTreeSet::new();
    for call in calls {
        let count = counts.entry((&call.thread, &call.name)).or_default();
        *count += 1;
        if call.arguments.contains(dir) {
            touching.insert((call.name.clone(), *count));
        }
    }
    touching
}
