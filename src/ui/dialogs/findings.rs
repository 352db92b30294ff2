//! A list of files with something wrong, and what that means for the person.

use eframe::egui::{Context, Label, Ui, vec2};
use rust_i18n::t;

use super::Answer;
use crate::backup::{Fault, Finding};
use crate::ui::components::{DialogFrame, badge_text, truncated};
use crate::ui::contract::Action;
use crate::ui::theme::{Tokens, TokensExt as _, Tone, icons, space, text};

/// How many files are listed; with more, the person should look at the folder.
const LISTED: usize = 200;
/// Width of the word for the kind of a finding, so that the paths are aligned.
const WORD_WIDTH: f32 = 108.0;

/// The findings, with a title and a text.
#[derive(Debug, Clone)]
pub struct Findings {
    title: String,
    text: String,
    list: Vec<Finding>,
}

impl Findings {
    /// A list under a title, with a text that says what the findings mean.
    pub fn new(title: String, text: String, list: Vec<Finding>) -> Self {
        Self { title, text, list }
    }

    /// Draws the dialog.
    pub fn show(&self, ctx: &Context) -> Answer {
        let close = t!("backup.close");
        let mut copy = false;
        let dialog = DialogFrame::new("findings", &self.title, &close).without_cancel();
        let ((), answer) = dialog.show(ctx, |ui, _| {
            ui.add(Label::new(text::body(&self.text)).wrap());
            ui.add_space(space::M);
            for finding in self.list.iter().take(LISTED) {
                let (word, tone) = word(finding.fault, ui.tokens());
                finding_ui(ui, &word, tone, &finding.path, &detail(finding));
            }
            if let Some(more) = self.list.len().checked_sub(LISTED).filter(|more| *more > 0) {
                ui.label(text::muted(t!("archive.integrity.more", n = more)));
            }
            ui.add_space(space::S);
            let button =
                crate::ui::components::Button::quiet(t!("shell.copy_details")).icon(icons::COPY).small();
            copy = ui.add(button).clicked();
        });
        if copy {
            return Answer { close: false, actions: vec![Action::Copy(self.plain())] };
        }
        if answer.is_some() { Answer::dismissed() } else { Answer::open() }
    }

    fn plain(&self) -> String {
        let line = |finding: &Finding| {
            let line =
                format!("{:?}\t{}\t{}\t{}", finding.fault, finding.path, detail(finding), finding.reason);
            line.trim_end().to_owned()
        };
        self.list.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A line for a finding: the word for its kind, the path, and the details.
pub fn finding_ui(ui: &mut Ui, word: &str, tone: Tone, path: &str, detail: &str) {
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(WORD_WIDTH, 22.0), |ui| {
            ui.set_width(WORD_WIDTH);
            badge_text(ui, icons::WARNING, word, tone);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            truncated(ui, text::body(path));
            if !detail.is_empty() {
                truncated(ui, text::small(detail));
            }
        });
    });
}

/// Whether a good copy is left, which matters most, and else what to do. The operating system's error is in
/// the copied text only.
fn detail(finding: &Finding) -> String {
    match finding.fault {
        _ if finding.kept => t!("backup.detail.kept"),
        Fault::Unreadable => t!("backup.detail.unreadable"),
        Fault::NotCopied => t!("backup.detail.not_copied"),
        Fault::Unknown => t!("backup.detail.unknown"),
        Fault::Changed | Fault::Missing | Fault::Damaged => t!("backup.detail.lost"),
    }
    .into_owned()
}

fn word(fault: Fault, tokens: &Tokens) -> (String, Tone) {
    let (word, tone) = match fault {
        Fault::Unreadable => (t!("backup.fault.unreadable"), tokens.late),
        Fault::Changed => (t!("backup.fault.changed"), tokens.needs_review),
        Fault::Missing => (t!("backup.fault.missing"), tokens.late),
        Fault::Damaged => (t!("backup.fault.damaged"), tokens.late),
        Fault::Unknown => (t!("backup.fault.unknown"), tokens.needs_review),
        Fault::NotCopied => (t!("backup.fault.not_copied"), tokens.needs_review),
    };
    (word.into_owned(), tone)
}
