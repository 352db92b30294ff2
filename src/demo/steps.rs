//! The 17 steps as the sample's office carries them out.

use chrono::Datelike as _;

use super::DemoError;
use super::papers::{self, Sign, Stage};
use super::pen::{Paper, Pen, Person};
use crate::cycle::{ArchiveForm, Command, EventId, Kind, Mark, Place};
use crate::sop::StepNo;
use Person::{Clerk, Planner};

type Step = Result<(), DemoError>;

/// What was unusual in a cycle.
#[derive(Debug, Clone, Copy, Default)]
pub struct Twists {
    /// The discussion of step 11 sent the draft back to step 10.
    pub discussion_returned: bool,
    /// The head sent the draft decree of step 13 back to step 12.
    pub signing_returned: bool,
    /// There are empty slots, marks and a removed document.
    pub bumpy: bool,
}

/// Writes the steps of one cycle.
pub struct Walk<'a> {
    pub pen: Pen<'a>,
    pub twists: Twists,
}

impl Walk<'_> {
    /// Year and kind, for file names.
    fn tag(&self) -> String {
        match self.pen.id.kind {
            Kind::Induk => self.pen.id.year.to_string(),
            Kind::Perubahan(n) => format!("{} Perubahan {n}", self.pen.id.year),
        }
    }

    /// A letter number of this office, in the year in which the plan is made.
    fn letter(&self, number: &str) -> String {
        format!("{number}-Kesbangpol/{}", self.worked_in())
    }

    /// The year in which the plan is made.
    fn worked_in(&self) -> i32 {
        self.pen.matter().date.year()
    }

    fn file(
        &mut self,
        step: u8,
        slot: &str,
        title: &str,
        name: &str,
        bytes: impl Into<papers::Made>,
    ) -> Result<EventId, DemoError> {
        let (base, extension) = name.rsplit_once('.').unwrap_or((name, "pdf"));
        let name = format!("{base} {}.{extension}", self.tag());
        self.pen.file(step, Paper { slot: Some(slot), title, name, bytes: bytes.into() })
    }

    /// Steps 1 to 9: from the order to the analysed data.
    pub fn gather(&mut self) -> Step {
        self.order()?;
        self.team()?;
        self.forms()?;
        self.meeting()?;
        self.data()
    }

    fn order(&mut self) -> Step {
        let number = format!("000.7/{}-Bappeda/{}", 412 + self.pen.id.year % 40, self.worked_in());
        self.pen.start(1, Clerk)?;
        let circular = papers::circular(self.pen.matter(), &number);
        let circular =
            self.file(1, "1.in.edaran", "Surat edaran Bappeda", "Surat Edaran Bappeda.pdf", circular)?;
        self.pen.number(&circular, &number)?;
        let place = "Ordner surat masuk, lemari 1".to_owned();
        self.pen.mark("1.in.edaran", Mark::Paper { place })?;
        let order = "Segera bentuk tim penyusun. Jadwalkan rapat pembahasan data dan informasi pekan depan.";
        let disposition = papers::disposition(self.pen.matter(), &number, order);
        self.file(1, "1.out.disposisi", "Lembar disposisi", "Lembar Disposisi.pdf", disposition)?;
        if self.twists.bumpy {
            self.pen.note(
                None,
                "Surat edaran Bappeda baru diterima awal November; jadwal penyusunan menyesuaikan.",
            )?;
        }
        self.pen.finish(1)?;
        self.pen.minutes(35);
        self.pen.start(2, Clerk)?;
        let draft = papers::team_decree_draft(self.pen.matter());
        self.file(2, "2.out.draf", "Draf SK Tim", "Draf SK Tim Penyusun Renja.docx", draft)?;
        self.pen.finish(2)
    }

    fn team(&mut self) -> Step {
        self.pen.days(1);
        let number = self.letter("800/Kep.114");
        self.pen.start(3, Clerk)?;
        let unsigned = papers::team_decree(self.pen.matter(), "…", Sign::Open);
        let decree =
            self.file(3, "3.out.sk-tim", "SK Tim Penyusun Renja", "SK Tim Penyusun Renja.pdf", unsigned)?;
        self.pen.minutes(95);
        let signed = papers::team_decree(self.pen.matter(), &number, Sign::Stamped);
        let name = format!("SK Tim Penyusun Renja {} ttd.pdf", self.tag());
        self.pen.version(&decree, name, signed.into(), Some("ditandatangani"))?;
        self.pen.number(&decree, &number)?;
        self.pen.finish(3)
    }

    fn forms(&mut self) -> Step {
        self.pen.days(1);
        self.pen.start(4, Planner)?;
        if self.twists.bumpy {
            let old = papers::filled_form(self.pen.matter());
            let name = format!("Format data {} (lama).xlsx", self.pen.id.year - 1);
            let paper = Paper {
                slot: Some("4.out.format"),
                title: "Format data tahun lalu",
                name,
                bytes: old.into(),
            };
            let document = self.pen.file(4, paper)?;
            let reason = "Salah unggah: format tahun lalu.".to_owned();
            self.pen.run(&Command::RemoveDocument { document, reason, paths: Vec::new() })?;
        }
        let form = papers::survey_form(self.pen.matter());
        self.file(4, "4.out.format", "Format data dan informasi", "Format Data dan Informasi.xlsx", form)?;
        self.pen.finish(4)?;
        self.pen.minutes(60);
        self.pen.start(5, Clerk)?;
        let form = papers::survey_form(self.pen.matter());
        self.file(5, "5.out.format", "Format yang disampaikan", "Format Data disampaikan.xlsx", form)?;
        if self.twists.bumpy {
            let reason = "Format dibagikan langsung dalam apel pagi; tidak ada nota dinas.".to_owned();
            self.pen.mark("5.out.nota", Mark::NotApplicable { reason })?;
        } else {
            let number = self.letter("000.7/87");
            let note = papers::cover_note(self.pen.matter(), &number);
            let note = self.file(5, "5.out.nota", "Nota dinas", "Nota Dinas Format Data.pdf", note)?;
            self.pen.number(&note, &number)?;
        }
        self.pen.finish(5)?;
        self.pen.days(1);
        self.pen.start(6, Clerk)?;
        let number = self.letter("000.1.5/91");
        let invitation = papers::invitation(self.pen.matter(), &number, self.pen.matter_in(2));
        let invitation = self.file(
            6,
            "6.out.undangan",
            "Undangan rapat",
            "Undangan Rapat Penyusunan Renja.pdf",
            invitation,
        )?;
        self.pen.number(&invitation, &number)?;
        self.pen.finish(6)
    }

    fn meeting(&mut self) -> Step {
        self.pen.days(2);
        self.pen.start(7, Planner)?;
        let place = "Map hijau, meja Pengelola Perencanaan".to_owned();
        if self.twists.bumpy {
            self.pen.mark("7.in.isian", Mark::Paper { place })?;
        } else {
            let filled = papers::filled_form(self.pen.matter());
            self.file(7, "7.in.isian", "Isian format", "Isian Format Kasi dan TU.xlsx", filled)?;
        }
        self.pen.minutes(150);
        let data = papers::section_data(self.pen.matter());
        self.file(7, "7.out.data", "Data dan informasi", "Data dan Informasi Kasi dan TU.xlsx", data)?;
        let minutes = papers::meeting_minutes(self.pen.matter(), false);
        let notula = self.file(7, "7.out.notula", "Notula rapat", "Notula Rapat Pembahasan.docx", minutes)?;
        if self.twists.bumpy {
            self.pen.minutes(40);
            let corrected = papers::meeting_minutes(self.pen.matter(), true);
            let name = format!("Notula Rapat Pembahasan {} perbaikan.docx", self.tag());
            self.pen.version(&notula, name, corrected.into(), None)?;
            self.pen.note(
                Some(7),
                "Notula diperbaiki: usulan pemindai ditambahkan atas permintaan Kasubag TU.",
            )?;
            let reason = "Daftar hadir masih dibawa Kasi Politik Dalam Negeri, menyusul.";
            self.pen.finish_because(7, Some(reason))
        } else {
            let attendance = papers::attendance(self.pen.matter());
            self.file(7, "7.out.daftar-hadir", "Daftar hadir", "Daftar Hadir Rapat.png", attendance)?;
            self.pen.finish(7)
        }
    }

    fn data(&mut self) -> Step {
        self.pen.days(1);
        self.pen.start(8, Planner)?;
        if self.twists.bumpy {
            let party = "Badan Pusat Statistik Kota Sukamaju".to_owned();
            self.pen.run(&Command::Wait { step: StepNo(8), party })?;
            self.pen.note(Some(8), "Menunggu angka jumlah penduduk dan pemilih pemula terbaru.")?;
            self.pen.days(5);
            self.pen.run(&Command::Resume { step: StepNo(8) })?;
        }
        self.pen.minutes(70);
        let collected = papers::collected(self.pen.matter());
        self.file(8, "8.out.data", "Data terhimpun", "Himpunan Data dan Informasi.xlsx", collected)?;
        self.pen.finish(8)?;
        self.pen.days(1);
        self.pen.start(9, Planner)?;
        self.pen.days(2);
        let analysed = papers::analysed(self.pen.matter());
        self.file(9, "9.out.analisa", "Analisa data", "Analisa Data dan Informasi.xlsx", analysed)?;
        self.pen.finish(9)
    }

    /// Step 10 up to the draft; the step is not marked done here.
    pub fn draft(&mut self) -> Result<EventId, DemoError> {
        self.pen.days(1);
        self.pen.start(10, Planner)?;
        self.pen.minutes(200);
        let draft = papers::plan(self.pen.matter(), Stage::Draft(1));
        let draft = self.file(10, "10.out.konsep", "Konsep Renja", "Konsep Renja.pdf", draft)?;
        self.pen.days(1);
        self.redraft(&draft, 2)?;
        Ok(draft)
    }

    fn redraft(&mut self, draft: &EventId, writing: u8) -> Step {
        self.pen.minutes(90);
        let bytes = papers::plan(self.pen.matter(), Stage::Draft(writing));
        let name = format!("Konsep Renja {} v{writing}.pdf", self.tag());
        self.pen.version(draft, name, bytes.into(), Some("konsep"))
    }

    /// Steps 10 to 17.
    pub fn complete(&mut self) -> Step {
        let draft = self.draft()?;
        self.pen.days(1);
        self.pen.finish(10)?;
        self.discuss(&draft)?;
        self.approve()?;
        self.send()?;
        self.put_away()
    }

    fn discuss(&mut self, draft: &EventId) -> Step {
        self.pen.days(1);
        self.pen.start(11, Planner)?;
        self.pen.minutes(170);
        let returned = self.twists.discussion_returned;
        let minutes = papers::discussion_minutes(self.pen.matter(), returned);
        let notula =
            self.file(11, "11.out.notula", "Notula pembahasan", "Notula Pembahasan Konsep.docx", minutes)?;
        if returned {
            let reason =
                "Target Program 8.01.03 belum selaras dengan Renstra; penanggung jawab belum dicantumkan.";
            let (from, to) = (StepNo(11), StepNo(10));
            self.pen.run(&Command::SendBack { from, to, reason: reason.to_owned() })?;
            self.pen.days(1);
            self.pen.start(10, Planner)?;
            self.pen.days(1);
            self.redraft(draft, 3)?;
            self.pen.finish(10)?;
            self.pen.days(1);
            self.pen.start(11, Planner)?;
            self.pen.minutes(110);
            let minutes = papers::discussion_minutes(self.pen.matter(), false);
            let name = format!("Notula Pembahasan Konsep {} kedua.docx", self.tag());
            self.pen.version(&notula, name, minutes.into(), None)?;
        }
        let discussed = papers::plan(self.pen.matter(), Stage::Discussed);
        self.file(
            11,
            "11.out.konsep",
            "Konsep Renja dibahas",
            "Konsep Renja hasil pembahasan.pdf",
            discussed,
        )?;
        self.pen.finish(11)
    }

    fn approve(&mut self) -> Step {
        self.pen.days(1);
        self.pen.start(12, Clerk)?;
        let concept = papers::plan(self.pen.matter(), Stage::Discussed);
        self.file(
            12,
            "12.out.konsep",
            "Konsep untuk persetujuan",
            "Konsep Renja untuk persetujuan.pdf",
            concept,
        )?;
        let draft = papers::plan_decree_draft(self.pen.matter());
        let decree =
            self.file(12, "12.out.draf-sk", "Draf SK Penetapan", "Draf SK Penetapan Renja.docx", draft)?;
        self.pen.finish(12)?;
        self.pen.days(1);
        self.pen.start(13, Clerk)?;
        if self.twists.signing_returned {
            let reason = "Dasar hukum pada draf SK belum memuat Permendagri 86/2017.".to_owned();
            let (from, to) = (StepNo(13), StepNo(12));
            self.pen.run(&Command::SendBack { from, to, reason })?;
            self.pen.days(1);
            self.pen.start(12, Clerk)?;
            let draft = papers::plan_decree_draft(self.pen.matter());
            let name = format!("Draf SK Penetapan Renja {} perbaikan.docx", self.tag());
            self.pen.version(&decree, name, draft.into(), None)?;
            self.pen.finish(12)?;
            self.pen.minutes(60);
            self.pen.start(13, Clerk)?;
        }
        self.pen.minutes(45);
        let plan = papers::plan(self.pen.matter(), Stage::Signed);
        self.file(13, "13.out.renja", "Renja ditandatangani", "Renja ttd.pdf", plan)?;
        let decree = papers::plan_decree(self.pen.matter(), "…", Sign::Signed);
        self.file(13, "13.out.sk", "SK Penetapan ditandatangani", "SK Penetapan Renja ttd.pdf", decree)?;
        self.pen.finish(13)?;
        self.pen.minutes(50);
        self.pen.start(14, Clerk)?;
        let number = self.letter("800/Kep.131");
        let decree = papers::plan_decree(self.pen.matter(), &number, Sign::Stamped);
        let decree =
            self.file(14, "14.out.sk", "SK Penetapan Renja", "SK Penetapan Renja bernomor.pdf", decree)?;
        self.pen.number(&decree, &number)?;
        let plan = papers::plan(self.pen.matter(), Stage::Stamped);
        self.file(14, "14.out.sk", "Renja berstempel", "Renja berstempel.pdf", plan)?;
        self.pen.finish(14)
    }

    fn send(&mut self) -> Step {
        self.pen.days(1);
        self.pen.start(15, Clerk)?;
        let number = self.letter("000.7/118");
        let what = "Pengiriman Renja untuk direviu";
        let receipt = papers::receipt(self.pen.matter(), "Inspektorat Daerah", what, &number);
        let receipt = self.file(
            15,
            "15.out.tanda-terima",
            "Tanda terima Inspektorat",
            "Tanda Terima Inspektorat.png",
            receipt,
        )?;
        self.pen.number(&receipt, &number)?;
        let party = "Inspektorat dan Bappeda".to_owned();
        self.pen.run(&Command::Wait { step: StepNo(15), party })?;
        self.pen.days(6);
        self.pen.run(&Command::Resume { step: StepNo(15) })?;
        let number = format!("700/{}-Inspektorat/{}", 55 + self.pen.id.year % 30, self.worked_in());
        let review = papers::review(self.pen.matter(), &number);
        let review =
            self.file(15, "15.out.review", "Hasil review Renja", "Catatan Hasil Reviu.pdf", review)?;
        self.pen.number(&review, &number)?;
        self.pen.finish(15)?;
        self.pen.days(1);
        self.pen.start(16, Planner)?;
        self.pen.minutes(115);
        let plan = papers::plan(self.pen.matter(), Stage::Copied);
        self.file(16, "16.out.renja", "Renja yang digandakan", "Renja.pdf", plan)?;
        self.pen.note(
            Some(16),
            "Digandakan lima eksemplar: Kepala, Bappeda, Inspektorat, arsip, perpustakaan.",
        )?;
        self.pen.finish(16)
    }

    fn put_away(&mut self) -> Step {
        self.pen.days(1);
        self.pen.start(17, Clerk)?;
        let form = self.form();
        let place = form.place.parts().collect::<Vec<_>>().join(", ");
        self.pen.run(&Command::SetForm(Box::new(form)))?;
        let plan = papers::plan(self.pen.matter(), Stage::Copied);
        self.file(17, "17.out.arsip", "Arsip Renja", "Arsip Renja.pdf", plan)?;
        let number = self.letter("000.7/126");
        let receipt =
            papers::receipt(self.pen.matter(), "Bappeda Kota Sukamaju", "Penyampaian Renja", &number);
        let receipt = self.file(
            17,
            "17.out.tanda-terima",
            "Tanda terima Bappeda",
            "Tanda Terima Bappeda.png",
            receipt,
        )?;
        self.pen.number(&receipt, &number)?;
        let label = papers::label(self.pen.matter(), &place);
        self.file(17, "17.out.label", "Label", "Label Berkas.pdf", label)?;
        let items = self.pen.titles();
        let index = papers::index_of_dossier(self.pen.matter(), &items);
        self.file(17, "17.out.daftar-berkas", "Daftar berkas", "Daftar Isi Berkas.xlsx", index)?;
        self.pen.finish(17)
    }

    fn form(&self) -> ArchiveForm {
        let (year, tag) = (self.pen.id.year, self.tag());
        // The latest years are in the filing cabinet, older ones in boxes of the record centre.
        let place = if year >= 2025 {
            Place {
                cabinet: "Filing cabinet 2".to_owned(),
                drawer: "Laci 1".to_owned(),
                divider: "000.7 Perencanaan".to_owned(),
                folder: format!("Renja {tag}"),
                ..Place::default()
            }
        } else {
            Place {
                room: "A".to_owned(),
                shelf: format!("{}", 1 + year % 4),
                archive_box: format!("{}", 1 + year % 12),
                ..Place::default()
            }
        };
        ArchiveForm {
            title: format!("Rencana Kerja Kantor Kesbangpol Tahun {tag}"),
            from: self.pen.first_day(),
            to: Some(self.pen.matter().date),
            place,
            ..ArchiveForm::default()
        }
    }
}
