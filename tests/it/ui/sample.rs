//! An office with a cycle under way and years of sealed dossiers, built without disk or clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, TimeZone as _};
use eframe::egui::{Theme, Ui, vec2};
use egui_kittest::Harness;
use renja::archive::{DocumentRecord, Dossier, FileRecord, Index, Opened, Signature, StepRecord, Summary};
use renja::cycle::{
    ArchiveForm, Change, Clock, Command, Cycle, CycleId, Event, EventId, FileRef, Kind, Place, Seen, Stamp,
    WriterId,
};
use renja::jobs::Snapshot;
use renja::pc::LocalSettings;
use renja::sop::{StepNo, builtin};
use renja::ui::contract::{Action, Drops, Model, View};

use crate::support::window;

pub fn at(year: i32, month: u32, day: u32) -> DateTime<FixedOffset> {
    FixedOffset::east_opt(7 * 3600).unwrap().with_ymd_and_hms(year, month, day, 9, 0, 0).unwrap()
}

/// A cycle after some commands, one each minute, begun on a given day.
pub fn cycle(id: CycleId, begun: DateTime<FixedOffset>, commands: Vec<Command>) -> Cycle {
    let sop = Arc::new(builtin().clone());
    let mut cycle = Cycle::new(id, sop.clone(), Vec::new());
    let mut seq = 0;
    let mut write = |cycle: &mut Cycle, body: Change| {
        seq += 1;
        let at = begun + Duration::minutes(i64::try_from(seq).unwrap());
        let clock = Clock(at.timestamp_millis(), 0);
        let (id, seen) = (EventId(WriterId("a".repeat(16)), seq), Seen::default());
        let stamp = Stamp { id, by: "Siti Rahma".into(), at, clock, seen };
        cycle.merge(vec![Event { stamp, body, more: 0 }]);
    };
    write(&mut cycle, Change::Opened { cycle: id, sop: sop.id.clone() });
    for command in commands {
        for change in cycle.decide(&command).unwrap_or_else(|refusal| panic!("{refusal}: {command:?}")) {
            write(&mut cycle, change);
        }
    }
    cycle
}

/// Commands that finish every step up to `last`, some with a document.
pub fn finished(last: u8) -> Vec<Command> {
    let mut commands = Vec::new();
    for step in (1..=last).map(StepNo) {
        let sop = builtin().step(step).unwrap();
        for slot in sop.outputs.iter().filter(|slot| !slot.equipment && step.0 != 7) {
            commands.push(Command::AddDocument {
                step,
                slot: Some(slot.key.clone()),
                title: slot.label.clone(),
                file: file(&format!("{}.pdf", slot.label)),
                stage: slot.stage.clone(),
            });
        }
        commands.push(Command::Start { step, reason: None });
        commands.push(Command::Finish { step, reason: Some("Rapat daring, daftar hadir menyusul".into()) });
    }
    commands
}

/// A fake digest, different for each text.
pub fn digest(text: &str) -> String {
    let number = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{number:016x}").repeat(4)
}

pub fn file(name: &str) -> FileRef {
    let sha256 = digest(name);
    FileRef { path: format!("berkas/{name}"), original: name.into(), size: 184_320, sha256, modified: None }
}

/// A dossier of a year, with place and documents as in a tidy office.
pub fn dossier(cycle: CycleId, revision: u32) -> Dossier {
    let year = cycle.year;
    let sealed = at(year - 1, 12, 14);
    let sign = Signature { by: "Siti Rahma".into(), at: sealed };
    let form = ArchiveForm {
        title: match cycle.kind {
            Kind::Induk => format!("Rencana Kerja (Renja) Tahun {year} – Induk"),
            Kind::Perubahan(n) => format!("Rencana Kerja (Renja) Tahun {year} – Perubahan {n}"),
        },
        from: Some(NaiveDate::from_ymd_opt(year - 1, 8, 3).unwrap()),
        to: Some(sealed.date_naive()),
        place: Place {
            cabinet: if year % 2 == 0 { "1" } else { "2" }.into(),
            drawer: "3".into(),
            divider: "Renja".into(),
            folder: year.to_string(),
            ..Place::default()
        },
        ..ArchiveForm::default()
    };
    let steps = builtin().steps.iter().map(|step| StepRecord {
        no: step.no,
        title: step.title.clone(),
        started: Some(sign.clone()),
        finished: Some(sign.clone()),
        reason: String::new(),
        slots: Vec::new(),
        returns: Vec::new(),
        notes: Vec::new(),
        documents: step.outputs.iter().map(|slot| document(step, &slot.label, year, &sign)).collect(),
    });
    let summary = Summary {
        v: 1,
        cycle,
        revision,
        revision_reason: String::new(),
        previous: None,
        office: "Kantor Kesatuan Bangsa dan Politik".into(),
        sealed: sign.clone(),
        form: form.clone(),
        sop: builtin().id.clone(),
        sop_title: builtin().header.title.clone(),
        steps: steps.collect(),
        notes: Vec::new(),
        removed: Vec::new(),
    };
    Dossier {
        folder: summary.folder(),
        year: Some(year),
        seal: Some(digest(&summary.folder())),
        files: 30,
        bytes: 48_234_496,
        place: form.place,
        superseded: false,
        summary: Some(summary),
        info: renja::archive::Tags::default(),
        given: None,
    }
}

fn document(step: &renja::sop::Step, label: &str, year: i32, sign: &Signature) -> DocumentRecord {
    let name = format!("{label} {year}.pdf");
    DocumentRecord {
        title: label.into(),
        slot: label.into(),
        number: if step.no.0 == 14 { format!("800/Kep.401-Bappeda/{year}") } else { String::new() },
        date: Some(sign.at.date_naive()),
        current: FileRecord {
            path: format!("{}/{name}", step.folder()),
            sha256: digest(&name),
            original: name,
            size: 184_320,
            stage: String::new(),
            sign: sign.clone(),
        },
        older: Vec::new(),
    }
}

/// A bag that another program made.
pub fn foreign() -> Dossier {
    let mut info = renja::archive::Tags::default();
    info.push("Source-Organization", "Dinas Kearsipan");
    info.push("Bagging-Date", "2015-03-02");
    Dossier {
        folder: "renja_2015_lama".into(),
        year: Some(2015),
        seal: None,
        files: 12,
        bytes: 1_048_576,
        place: Place::default(),
        superseded: false,
        summary: None,
        info,
        given: None,
    }
}

/// An index of dossiers, the latest year first.
pub fn index(mut dossiers: Vec<Dossier>) -> Index {
    dossiers.sort_by(|a, b| (b.year, &b.folder).cmp(&(a.year, &a.folder)));
    Index { dossiers }
}

/// Twelve years, one of them with a revision, one from another program.
pub fn years() -> Index {
    let mut dossiers: Vec<Dossier> = (2016..=2026).map(|year| dossier(CycleId::induk(year), 0)).collect();
    dossiers.push(dossier(CycleId { year: 2024, kind: Kind::Perubahan(1) }, 0));
    dossiers.push(foreign());
    index(dossiers)
}

/// A window's model with an archive and cycles, on 1 September 2026.
pub fn model(archive: Index, cycles: Vec<Cycle>) -> Model {
    let settings = LocalSettings { name: "Siti Rahma".into(), ..LocalSettings::default() };
    let mut model = Model::new(settings, at(2026, 9, 1));
    model.set_snapshot(Snapshot {
        cycles: cycles.into_iter().map(|cycle| (cycle.id, Arc::new(cycle))).collect::<BTreeMap<_, _>>(),
        search: Arc::new(archive.search()),
        archive: Arc::new(archive),
        ..Snapshot::empty("/data".into(), Arc::new(builtin().clone()))
    });
    model
}

/// Opens a dossier, as the window does when it has been read.
pub fn open(model: &mut Model, folder: &str) {
    let archive = model.snapshot().unwrap().archive.clone();
    model.nav.dossier = Some(folder.into());
    let dossier = archive.get(folder).unwrap().clone();
    model.dossier = dossier.cycle().map(|id| {
        let mut commands = finished(17);
        commands.push(Command::SetForm(Box::new(dossier.summary.as_ref().unwrap().form.clone())));
        commands.push(Command::Seal { bag: folder.into(), digest: dossier.seal.clone().unwrap() });
        Arc::new(Opened { cycle: cycle(id, at(id.year - 1, 8, 3), commands), dossier })
    });
}

/// A page with its model and the actions it pushed.
pub struct Scene<S> {
    pub model: Model,
    pub state: S,
    pub drops: Drops,
    pub actions: Vec<Action>,
}

/// A page with the size that is left beside the rail and under the top bar of a 1366 × 768 window.
pub fn page<'a, S: Default + 'a>(
    model: Model,
    theme: Theme,
    show: impl Fn(&mut Ui, &mut S, &mut View<'_>) + 'a,
) -> Harness<'a, Scene<S>> {
    let scene = Scene { model, state: S::default(), drops: Drops::default(), actions: Vec::new() };
    let mut harness = window::builder(vec2(1278.0, 712.0), theme).build_ui_state(
        move |ui, scene: &mut Scene<S>| {
            let mut view = View::new(&scene.model, &mut scene.drops, &mut scene.actions);
            show(ui, &mut scene.state, &mut view);
        },
        scene,
    );
    harness.run();
    harness
}
