//! What a clerk does with the packages, and what must be on disk afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use renja::cycle::{CycleId, Kind};
use renja::sop::StepNo;
use renja::store::Workspace;
use renja::ui::levers::frame_watch::EXIT_AFTER_FIRST_FRAME;
use tempfile::TempDir;

use super::wine::Wine;
use crate::archive::office::Office;
use crate::support::{Desktop, DragSource, Program, bagit, tools};

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Renja";

/// The running cycle of the sample, and one that a colleague has made ready for sealing.
const RUNNING: CycleId = CycleId { year: 2027, kind: Kind::Induk };
const READY: CycleId = CycleId { year: 2028, kind: Kind::Induk };

/// Scale factors of Windows in percent, and the step onto which documents are dragged at each.
const DRAGS: [(u16, StepNo); 3] = [(100, StepNo(9)), (125, StepNo(12)), (150, StepNo(6))];

/// Path of a built package.
fn package(end: &str) -> PathBuf {
    let folder =
        std::env::var_os("RENJA_PACKAGES").expect("RENJA_PACKAGES: dist/windows/test says where they are");
    let file = Path::new(&folder).join(format!("renja-{}{end}", env!("CARGO_PKG_VERSION")));
    assert!(file.is_file(), "no {}", file.display());
    file
}

fn picture(program: &Program<'_>, name: &str) {
    let folder =
        PathBuf::from(std::env::var_os("RENJA_PACKAGES").expect("RENJA_PACKAGES")).join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    program.picture(&folder.join(format!("{name}.png")));
}

#[test]
#[ignore = "needs the packages: run dist/windows/test"]
fn installed_by_the_setup_program_it_does_the_whole_job_and_leaves_the_data() {
    let Some(desktop) = Desktop::open() else { return };
    let wine = Wine::fresh(&desktop);
    let setup = wine.name(&package("-setup.exe"));
    wine.run(&setup, ["/S"]);
    let place = wine.local_app_data().join("Programs/Renja");
    let shortcut = wine.profile().join("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Renja.lnk");
    assert!(shortcut.is_file(), "no shortcut in the start menu");
    assert!(wine.run("reg", ["query", UNINSTALL]).contains(env!("CARGO_PKG_VERSION")));
    let exe = wine.name(&place.join("renja.exe"));

    // Output reaches a pipe, and the exit code is the program's.
    assert_eq!(wine.run(&exe, ["--version"]).trim_end(), concat!("renja ", env!("CARGO_PKG_VERSION")));
    assert!(wine.run(&exe, ["--help"]).contains("renja check"));
    let wrong = wine.output(&exe, ["--wrong"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--wrong"));

    first_start(&wine, &desktop, &exe);

    let data = wine.profile().join("Documents/Renja");
    wine.run(&exe, ["demo", &wine.name(&data)]);
    exchange_texts(&wine, &desktop, &exe, &data);
    for (percent, step) in DRAGS {
        drag_two_documents(&wine, &desktop, &exe, &data, percent, step);
    }
    seal(&wine, &exe, &data);

    // Installed over itself, as an update is; this fails while the program is open.
    wine.run(&setup, ["/S"]);
    wine.run(&exe, ["check", &wine.name(&data)]);
    let before = files(&data);
    let kept = files(&wine.local_app_data().join("renja"));

    wine.run(&wine.name(&place.join("hapus-renja.exe")), ["/S"]);
    wine.wait();
    assert!(!place.exists(), "left: {:?}", files(&place));
    assert!(!shortcut.exists(), "the shortcut is still there");
    assert!(!wine.output("reg", ["query", UNINSTALL]).status.success(), "still in the list of programs");
    assert_eq!(files(&data), before, "uninstalling touched the data folder");
    assert_eq!(files(&wine.local_app_data().join("renja")), kept, "uninstalling touched what this PC keeps");
    assert!(kept.iter().any(|file| file.ends_with("pengaturan.ron")), "{kept:?}");
}

/// Opens the program as after installing: it asks for three things, and proposes the folder by itself.
fn first_start(wine: &Wine<'_>, desktop: &Desktop, exe: &str) {
    let program = Program::start(desktop, wine.command(exe), 1.0, TempDir::new().unwrap());
    program.find("Button:Coba dengan contoh");
    let folder = format!("TextInput:{}", wine.name(&wine.profile().join("Documents/Renja")));
    program.find(&folder);
    picture(&program, "windows-first-start");

    // A program that is open can't be replaced: the setup returns an exit code that says so, and changes
    // nothing.
    let setup = wine.name(&package("-setup.exe"));
    assert_eq!(wine.output(&setup, ["/S"]).status.code(), Some(2));
    program.quit();
}

/// Copies texts to and from another program, which is no Windows program.
fn exchange_texts(wine: &Wine<'_>, desktop: &Desktop, exe: &str, data: &Path) {
    let mut command = wine.command(exe);
    command.arg(wine.name(data));
    let program = Program::start(desktop, command, 1.0, TempDir::new().unwrap());
    let pasted = |holds: &dyn Fn(&str) -> bool| {
        let patience = std::time::Duration::from_secs(20);
        tools::wait_for("the text", patience, || Some(desktop.pasted()).filter(|text| holds(text)));
    };
    desktop.copy("UTF8_STRING", "Jum’at 800/Kep.401");
    program.key("ctrl+k");
    program.find("dialog:search");
    program.key("ctrl+v");
    program.find("TextRun:Jum’at 800/Kep.401");
    picture(&program, "windows-pasted");
    program.key("ctrl+a");
    program.write("undangan");
    program.key("ctrl+a");
    program.key("ctrl+c");
    pasted(&|text| text == "undangan");
    program.key("Escape");
    let sealed = format!("Button:{} Renja Induk", RUNNING.year - 1);
    program.click(&sealed);
    program.click("Button:Salin segel");
    program.find("Label:Disalin");
    pasted(&|text| text.len() == 64 && text.chars().all(|letter| letter.is_ascii_hexdigit()));
    program.quit();
}

/// A real drag from another program: afterwards the files are on disk in the folder of that step, unchanged.
fn drag_two_documents(
    wine: &Wine<'_>,
    desktop: &Desktop,
    exe: &str,
    data: &Path,
    percent: u16,
    step: StepNo,
) {
    let dots_per_inch = (96 * percent / 100).to_string();
    let desktop_key = r"HKCU\Control Panel\Desktop";
    wine.run("reg", ["add", desktop_key, "/v", "LogPixels", "/t", "REG_DWORD", "/d", &dots_per_inch, "/f"]);
    wine.wait();
    let mut source = DragSource::open(desktop).expect("PyQt5");
    let outside = TempDir::new().unwrap();
    let documents = ["Undangan rapat – Kesbangpol", "Daftar hadir"].map(|name| {
        let file = outside.path().join(format!("{name} {percent}.pdf"));
        std::fs::write(&file, format!("isi {name} {percent}")).unwrap();
        file
    });

    let mut command = wine.command(exe);
    command.arg(wine.name(data));
    let program = Program::start(desktop, command, f32::from(percent) / 100.0, TempDir::new().unwrap());
    program.click("Tab:Siklus");
    let row = format!("step:{step}");
    program.bring_into_view(&row);
    picture(&program, &format!("windows-{percent}-sheet"));
    let files = documents.each_ref().map(PathBuf::as_path);
    assert_eq!(source.drag_onto(&program, &files, &row, (0.4, 0.5)), "drag result 1");
    program.find("dialog:assign");
    picture(&program, &format!("windows-{percent}-drop"));
    program.key("Return");
    for document in &documents {
        let (filed_at, file) = filed(data, document);
        assert_eq!(filed_at, step, "{} at {percent} %", document.display());
        assert_eq!(std::fs::read(file).unwrap(), std::fs::read(document).unwrap());
        assert!(document.exists(), "a drop copies");
    }
    picture(&program, &format!("windows-{percent}-filed"));
    program.quit();
}

/// Step and path of the document made from a source file, once the document is there.
fn filed(data: &Path, source: &Path) -> (StepNo, PathBuf) {
    let name = source.file_name().unwrap().to_str().unwrap();
    tools::wait_for(name, std::time::Duration::from_secs(20), || {
        let local = TempDir::new().unwrap();
        let workspace = Workspace::open(data, local.path()).unwrap();
        let state = workspace.cycle(RUNNING).expect("the running cycle").state();
        let document = state.documents.values().find(|document| document.current().file.original == name)?;
        Some((document.step, workspace.document_path(RUNNING, &document.current().file).unwrap()))
    })
}

/// Seals on the command line; the dossier is valid for our check and for the reference program.
fn seal(wine: &Wine<'_>, exe: &str, data: &Path) {
    let colleague = Office::new();
    let mut workspace = Workspace::open(data, &colleague.local()).unwrap();
    colleague.work(&mut workspace, READY);
    drop(workspace);

    wine.run(exe, ["seal", &wine.name(data), "2028"]);
    wine.run(exe, ["check", &wine.name(data)]);
    let bag = data.join("arsip/2028 Renja Induk");
    assert!(
        bag.join("bagit.txt").is_file(),
        "{:?}",
        std::fs::read_dir(data.join("arsip")).unwrap().collect::<Vec<_>>()
    );
    assert_ne!(bagit::accepts(&bag), Some(false));
}

#[test]
#[ignore = "needs the packages: run dist/windows/test"]
fn the_portable_program_keeps_everything_beside_itself() {
    let Some(desktop) = Desktop::open() else { return };
    let wine = Wine::fresh(&desktop);
    let before = files(&wine.disk());
    let stick = TempDir::new().unwrap();
    tools::run(
        std::process::Command::new("unzip")
            .arg("-q")
            .arg(package("-portable.zip"))
            .arg("-d")
            .arg(stick.path()),
    );
    let folder = stick.path().join("Renja");
    let exe = wine.name(&folder.join("renja.exe"));

    let program = Program::start(&desktop, wine.command(&exe), 1.0, TempDir::new().unwrap());
    program.find(&format!("TextInput:{}", wine.name(&folder.join("Data Renja"))));
    program.quit();
    let data = wine.name(&folder.join("Data Renja"));
    wine.run(&exe, ["demo", &data]);
    let mut command = wine.command(&exe);
    command.arg(&data).env(EXIT_AFTER_FIRST_FRAME, "1");
    assert!(tools::run(&mut command).contains("first frame"));
    assert!(folder.join("lokal").is_dir());
    wine.wait();
    let left: Vec<_> = files(&wine.disk()).difference(&before).cloned().collect();
    assert_eq!(left, Vec::<PathBuf>::new(), "left on the PC");
}

#[test]
#[ignore = "needs the packages: run dist/windows/test"]
fn the_msi_installs_and_removes_silently() {
    let Some(desktop) = Desktop::open() else { return };
    let wine = Wine::fresh(&desktop);
    let msi = wine.name(&package(".msi"));
    wine.run("msiexec", ["/i", &msi, "/qn"]);
    let place = wine.disk().join("Program Files/Renja");
    let version = wine.run(&wine.name(&place.join("renja.exe")), ["--version"]);
    assert_eq!(version.trim_end(), concat!("renja ", env!("CARGO_PKG_VERSION")));
    wine.run("msiexec", ["/x", &msi, "/qn"]);
    wine.wait();
    assert!(!place.exists(), "left: {:?}", files(&place));
}

/// Every file below a folder; none if the folder does not exist.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(entry.path()),
                _ => drop(found.insert(entry.path())),
            }
        }
    }
    found
}
