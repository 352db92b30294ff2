//! What can be done from the keyboard and the palette. The only source of the shortcuts, the palette and the
//! help page.

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers, Ui};
use rust_i18n::t;

use super::contract::{Action, Dialog, Model, Page, Pick, Target, View};
use super::deeds::Run;
use crate::calendar::Language;
use crate::cycle::{Act, Command};
use crate::pc::Theme;
use crate::sop::StepNo;

/// A command of the user: no data, a name, perhaps a shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named on screen by its own key in assets/locales/shell.yml")]
pub enum UiCommand {
    Home,
    Cycle,
    Archive,
    Sop,
    Settings,
    Search,
    NewCycle,
    PreviousStep,
    NextStep,
    StartStep,
    FinishStep,
    SendBack,
    ChooseFiles,
    PasteFiles,
    WriteNote,
    Undo,
    Dark,
    Language,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Help,
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Whether a key event of this frame is a repeat, sent because the key is held down.
pub fn is_key_held(ctx: &Context) -> bool {
    let held = |event: &Event| matches!(event, Event::Key { pressed: true, repeat: true, .. });
    ctx.input(|input| input.events.iter().any(held))
}

impl View<'_> {
    /// Pushes the action that a command stands for now, if there is one.
    pub fn command(&mut self, ui: &Ui, command: UiCommand) {
        if let Some(action) = command.action(ui.ctx(), self.model) {
            self.act(action);
        }
    }
}

impl UiCommand {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 22] = [
        Self::Home,
        Self::Cycle,
        Self::Archive,
        Self::Sop,
        Self::Settings,
        Self::Search,
        Self::NewCycle,
        Self::PreviousStep,
        Self::NextStep,
        Self::StartStep,
        Self::FinishStep,
        Self::SendBack,
        Self::ChooseFiles,
        Self::PasteFiles,
        Self::WriteNote,
        Self::Undo,
        Self::Dark,
        Self::Language,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::Help,
    ];

    /// Its name on screen.
    pub fn label(self) -> String {
        let key = match self {
            Self::Home => "home",
            Self::Cycle => "cycle",
            Self::Archive => "archive",
            Self::Sop => "sop",
            Self::Settings => "settings",
            Self::Search => "search",
            Self::NewCycle => "new_cycle",
            Self::PreviousStep => "previous_step",
            Self::NextStep => "next_step",
            Self::StartStep => "start_step",
            Self::FinishStep => "finish_step",
            Self::SendBack => "send_back",
            Self::ChooseFiles => "choose_files",
            Self::PasteFiles => "paste_files",
            Self::WriteNote => "write_note",
            Self::Undo => "undo",
            Self::Dark => "dark",
            Self::Language => "language",
            Self::ZoomIn => "zoom_in",
            Self::ZoomOut => "zoom_out",
            Self::ZoomReset => "zoom_reset",
            Self::Help => "help",
        };
        t!(format!("command.{key}")).into_owned()
    }

    /// Its shortcut.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::Home => (Modifiers::COMMAND, Key::Num1),
            Self::Cycle => (Modifiers::COMMAND, Key::Num2),
            Self::Archive => (Modifiers::COMMAND, Key::Num3),
            Self::Sop => (Modifiers::COMMAND, Key::Num4),
            Self::Settings => (Modifiers::COMMAND, Key::Num5),
            Self::Search => (Modifiers::COMMAND, Key::K),
            Self::NewCycle => (Modifiers::COMMAND, Key::N),
            Self::PreviousStep => (Modifiers::ALT, Key::ArrowUp),
            Self::NextStep => (Modifiers::ALT, Key::ArrowDown),
            Self::StartStep => (Modifiers::COMMAND, Key::M),
            Self::FinishStep => (Modifiers::COMMAND, Key::Enter),
            Self::SendBack => (Modifiers::COMMAND, Key::B),
            Self::ChooseFiles => (Modifiers::COMMAND, Key::O),
            Self::PasteFiles => (Modifiers::COMMAND, Key::V),
            Self::WriteNote => (CTRL_SHIFT, Key::N),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::Dark => (CTRL_SHIFT, Key::D),
            Self::Help => (Modifiers::NONE, Key::F1),
            // egui's own zoom keys do these; they are listed for the help page.
            Self::ZoomIn => (Modifiers::COMMAND, Key::Plus),
            Self::ZoomOut => (Modifiers::COMMAND, Key::Minus),
            Self::ZoomReset => (Modifiers::COMMAND, Key::Num0),
            Self::Language => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// The shortcut in words, such as `Ctrl+K`.
    pub fn shortcut_text(self, ctx: &Context) -> Option<String> {
        self.shortcut().map(|shortcut| ctx.format_shortcut(&shortcut))
    }

    /// The command whose keys were pressed in this frame. Shortcuts with more modifiers are tried first,
    /// since egui ignores surplus modifiers. While a text is typed, only shortcuts that no text field uses
    /// count. Held keys move from step to step, but repeat no other command.
    pub fn pressed(ctx: &Context) -> Option<Self> {
        let (typing, held) = (ctx.text_edit_focused(), is_key_held(ctx));
        let mut candidates: Vec<_> = Self::ALL
            .into_iter()
            .filter(|command| !matches!(command, Self::ZoomIn | Self::ZoomOut | Self::ZoomReset))
            .filter(|command| {
                let of_texts =
                    matches!(command, Self::Undo | Self::PasteFiles | Self::StartStep | Self::SendBack);
                !(typing && of_texts)
            })
            .filter_map(|command| command.shortcut().map(|shortcut| (command, shortcut)))
            .collect();
        candidates.sort_by_key(|(_, shortcut)| {
            let modifiers = shortcut.modifiers;
            std::cmp::Reverse(
                [modifiers.alt, modifiers.shift, modifiers.command].map(u8::from).iter().sum::<u8>(),
            )
        });
        ctx.input_mut(|input| {
            candidates
                .into_iter()
                .find(|(_, shortcut)| input.consume_shortcut(shortcut))
                .map(|(command, _)| command)
                .filter(|command| !held || matches!(command, Self::PreviousStep | Self::NextStep))
        })
    }

    /// The action that the command stands for now; none when the command makes no sense at the moment.
    pub fn action(self, ctx: &Context, model: &Model) -> Option<Action> {
        let cycle = model.nav.cycle.filter(|_| model.nav.page == Page::Cycle);
        let step = model.nav.step;
        let step_of = |offset: i16| {
            let cycle = model.open_cycle()?;
            let from = step.or_else(|| cycle.state().current()).unwrap_or(StepNo(1));
            let to = i16::from(from.0) + if step.is_some() { offset } else { 0 };
            let to = StepNo(u8::try_from(to).ok()?);
            cycle.sop.step(to).map(|step| Action::SelectStep(Some(step.no)))
        };
        // The panel offers the same acts.
        let offered = |act: Act| {
            let step = step.filter(|step| model.open_cycle().is_some_and(|open| open.offers(*step).has(act)));
            cycle.zip(step)
        };
        match self {
            Self::Home => Some(Action::Go(Page::Home)),
            Self::Cycle => Some(Action::Go(Page::Cycle)),
            Self::Archive => Some(Action::Go(Page::Archive)),
            Self::Sop => Some(Action::Go(Page::Sop)),
            Self::Settings => Some(Action::Go(Page::Settings)),
            Self::Search => Some(Action::show(Dialog::Search)),
            Self::NewCycle => Some(Action::show(Dialog::NewCycle)),
            Self::PreviousStep => cycle.and_then(|_| step_of(-1)),
            Self::NextStep => cycle.and_then(|_| step_of(1)),
            Self::StartStep => {
                offered(Act::Start).map(|(id, step)| Run::one(id, Command::Start { step, reason: None }))
            }
            Self::FinishStep => {
                offered(Act::Finish).map(|(id, step)| Run::one(id, Command::Finish { step, reason: None }))
            }
            Self::SendBack => offered(Act::SendBack)
                .and_then(|(id, step)| Dialog::send_back(model, id, step).map(Action::show)),
            Self::ChooseFiles => {
                cycle.zip(step).map(|(id, step)| Action::Pick(Pick::Files(id, Target::Step(step))))
            }
            Self::PasteFiles => cycle.map(|id| Action::PasteFiles(id, step.map(Target::Step))),
            Self::WriteNote => cycle.map(|id| Action::show(Dialog::note(id, step, String::new()))),
            Self::Undo => Some(Action::UndoLast),
            Self::Dark => Some(Action::SetTheme(match ctx.theme() {
                eframe::egui::Theme::Dark => Theme::Light,
                eframe::egui::Theme::Light => Theme::Dark,
            })),
            Self::Language => {
                let other = Language::ALL.into_iter().find(|language| *language != model.language());
                other.map(Action::SetLanguage)
            }
            Self::ZoomIn => Some(Action::SetZoom(ctx.zoom_factor() + 0.1)),
            Self::ZoomOut => Some(Action::SetZoom(ctx.zoom_factor() - 0.1)),
            Self::ZoomReset => Some(Action::SetZoom(1.0)),
            Self::Help => Some(Action::show(Dialog::Help)),
        }
    }
}
