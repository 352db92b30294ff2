//! Sealing, checking and exporting a dossier of 510 MB (170 files, SHA-256 and SHA-512), against bagit-python
//! on the same dossier in the same run.

mod common;
#[path = "common/files.rs"]
mod files;
#[path = "common/store.rs"]
mod store;

use std::path::Path;
use std::process::Command;

use renja::archive::{Export, Verdict, check, export, seal};
use renja::store::{OsDisk, Quiet};

const ROUNDS: usize = 5;

fn main() {
    if !common::asked() {
        return;
    }
    let folder = common::folder().join("check");
    let sources = folder.join("sources");
    let documents = files::write_documents(&sources);
    let mut workspace = store::ready(&folder, 2027, &documents);
    let mut sealed = None;
    let sealing = files::time(|| {
        sealed = Some(seal(&mut workspace, store::id(2027), &store::who(), &Quiet).expect("a dossier"));
    });
    common::row(
        "sealing 510 MB in 170 files, verified from disk",
        &format!("{:.2} s", sealing.as_secs_f64()),
        "",
    );
    let bag = workspace.root().join("arsip").join(sealed.expect("sealed above").bag);
    checking(&bag);
    let zip = folder.join("kirim.zip");
    let name = bag.file_name().expect("a name").to_string_lossy().into_owned();
    let _ = std::fs::remove_file(&zip);
    let wanted = Export { folder: name, target: zip.clone(), as_is: false };
    let exporting = files::time(|| {
        export(workspace.folder(), &wanted, &[], store::who().at, &Quiet).expect("a ZIP");
    });
    common::row("judging it and exporting it as ZIP", &format!("{:.2} s", exporting.as_secs_f64()), "");
    drop(workspace);
    let _ = std::fs::remove_dir_all(&folder);
}

fn checking(bag: &Path) {
    let what = "checking a sealed dossier of 510 MB in 170 files, SHA-256 and SHA-512";
    let wanted = "at least 1 × bagit.py --validate";
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let our =
            files::time(|| assert_eq!(check(&OsDisk, bag, &Quiet).verdict, Verdict::Intact)).as_secs_f64();
        let Some(bagit) = std::env::var_os("RENJA_BAGIT") else {
            ours.push(our);
            continue;
        };
        let their = files::time(|| {
            let status = Command::new(&bagit).args(["--validate", "--quiet"]).arg(bag).status();
            assert!(status.expect("bagit.py").success(), "bagit.py refuses the dossier");
        })
        .as_secs_f64();
        // The first round warms the caches.
        if round > 0 {
            ours.push(our);
            theirs.push(their);
            ratios.push(their / our);
        }
    }
    let our = common::median(ours);
    if ratios.is_empty() {
        common::row(what, &format!("{our:.2} s; RENJA_BAGIT names no bagit.py to compare with"), wanted);
    } else {
        let (ratio, their) = (common::median(ratios), common::median(theirs));
        common::row(
            what,
            &format!("{ratio:.2} × the speed of bagit.py ({our:.2} s, bagit.py {their:.2} s)"),
            wanted,
        );
    }
}
