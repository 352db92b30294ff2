//! Parsing the command line's arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser};
use rust_i18n::t;

use super::{Action, Command, Invocation, Renderer, Window};
use crate::archive::{Given, Source};
use crate::calendar::Language;
use crate::cycle::CycleId;
use crate::demo;
use crate::pc;
use crate::pc::Portable;

/// What is wrong with the arguments. The texts are the option, value or argument that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// There is no such option, or this command does not take it.
    UnknownOption(String),
    /// The option needs a value.
    ValueMissing(String),
    /// The option does not take this value.
    BadValue(String, String),
    /// The command needs more arguments.
    ArgumentMissing(&'static str),
    /// There is an argument too many.
    TooMany(String),
    /// The argument is not a cycle.
    NotACycle(String),
}

impl Usage {
    /// The error in words.
    pub fn say(&self) -> String {
        match self {
            Self::UnknownOption(option) => t!("cli.usage.unknown_option", option = option),
            Self::ValueMissing(option) => t!("cli.usage.value_missing", option = option),
            Self::BadValue(option, value) => t!("cli.usage.bad_value", option = option, value = value),
            Self::ArgumentMissing(command) => t!("cli.usage.argument_missing", command = command),
            Self::TooMany(argument) => t!("cli.usage.too_many", argument = argument),
            Self::NotACycle(text) => t!("cli.usage.not_a_cycle", text = text),
        }
        .into_owned()
    }
}

/// The options, as far as they were given.
#[derive(Default)]
struct Options {
    help: bool,
    version: bool,
    quiet: bool,
    json: bool,
    repair: bool,
    as_is: bool,
    backup: Option<PathBuf>,
    bag: Option<String>,
    title: Option<String>,
    year: Option<i32>,
    years: Option<u32>,
    local: Option<PathBuf>,
    language: Option<Language>,
    renderer: Option<Renderer>,
    crash_report: Option<PathBuf>,
}

impl Options {
    fn window(self, local: PathBuf, folder: Option<PathBuf>) -> Window {
        Window { local, folder, renderer: self.renderer, crash_report: self.crash_report }
    }
}

/// Parses the arguments, without the program's own name.
pub fn parse(args: impl Iterator<Item = OsString>) -> Invocation {
    let mut options = Options::default();
    let mut words = Vec::new();
    let read = read(args, &mut options, &mut words);
    let local = options.local.clone().unwrap_or_else(default_local);
    let action = match read {
        Err(usage) => Action::Misused(usage),
        Ok(()) if options.help => Action::Help,
        Ok(()) if options.version => Action::Version,
        Ok(()) => match action(words, &options) {
            Ok(Some(action)) => action,
            Ok(None) => return Invocation::Window(options.window(local, None)),
            Err(Wrong::Window(folder)) => return Invocation::Window(options.window(local, Some(folder))),
            Err(Wrong::Usage(usage)) => Action::Misused(usage),
        },
    };
    Invocation::Run(Command { action, local, language: options.language })
}

/// Arguments that are no command: a folder to open, or a mistake.
enum Wrong {
    Window(PathBuf),
    Usage(Usage),
}

impl From<Usage> for Wrong {
    fn from(usage: Usage) -> Self {
        Self::Usage(usage)
    }
}

fn read(
    args: impl Iterator<Item = OsString>,
    options: &mut Options,
    words: &mut Vec<OsString>,
) -> Result<(), Usage> {
    let mut parser = Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => options.help = true,
            Arg::Short('V') | Arg::Long("version") => options.version = true,
            Arg::Short('q') | Arg::Long("quiet") => options.quiet = true,
            Arg::Long("json") => options.json = true,
            Arg::Long("repair") => options.repair = true,
            Arg::Long("as-is") => options.as_is = true,
            Arg::Long("backup") => options.backup = Some(parser.value().map_err(usage)?.into()),
            Arg::Long("bag") => options.bag = Some(text(&parser.value().map_err(usage)?)),
            Arg::Long("title") => {
                let value = text(&parser.value().map_err(usage)?);
                if value.trim().is_empty() {
                    return Err(Usage::BadValue("--title".to_owned(), value));
                }
                options.title = Some(value);
            }
            Arg::Long("year") => {
                let value = text(&parser.value().map_err(usage)?);
                let year = value.parse().ok().filter(|year| CycleId::YEARS.contains(year));
                options.year = Some(year.ok_or_else(|| Usage::BadValue("--year".to_owned(), value))?);
            }
            Arg::Long("years") => {
                let value = text(&parser.value().map_err(usage)?);
                let years = value.parse().ok().filter(|years| *years <= demo::MAX_YEARS);
                options.years = Some(years.ok_or_else(|| Usage::BadValue("--years".to_owned(), value))?);
            }
            Arg::Long("local") => options.local = Some(parser.value().map_err(usage)?.into()),
            Arg::Long(pc::CRASH_REPORT) => {
                options.crash_report = Some(parser.value().map_err(usage)?.into());
            }
            Arg::Long("lang") => {
                let value = text(&parser.value().map_err(usage)?);
                let language = Language::ALL.into_iter().find(|language| language.code() == value);
                options.language = Some(language.ok_or_else(|| Usage::BadValue("--lang".to_owned(), value))?);
            }
            Arg::Long("renderer") => {
                let value = text(&parser.value().map_err(usage)?);
                let renderer = Renderer::from_name(&value);
                if renderer.is_none() && value != "auto" {
                    return Err(Usage::BadValue("--renderer".to_owned(), value));
                }
                options.renderer = renderer;
            }
            Arg::Value(word) => words.push(word),
            Arg::Short(_) | Arg::Long(_) => return Err(usage(arg.unexpected())),
        }
    }
    Ok(())
}

fn action(words: Vec<OsString>, options: &Options) -> Result<Option<Action>, Wrong> {
    let mut words = words.into_iter();
    let Some(first) = words.next() else {
        only(options, "", &["renderer", pc::CRASH_REPORT])?;
        return Ok(None);
    };
    let command = first.to_str().unwrap_or_default();
    let mut next = |command| words.next().ok_or(Usage::ArgumentMissing(command));
    let action = match command {
        "check" => {
            only(options, command, &["quiet", "repair", "backup"])?;
            let (quiet, repair, backup) = (options.quiet, options.repair, options.backup.clone());
            Action::Check { path: next("check")?.into(), quiet, repair, backup }
        }
        "seal" => {
            only(options, command, &[])?;
            Action::Seal { root: next("seal")?.into(), cycle: cycle(&next("seal")?)? }
        }
        "export" => {
            only(options, command, &["as-is"])?;
            let (root, dossier, target) = (next("export")?, next("export")?, next("export")?);
            let (dossier, as_is) = (text(&dossier), options.as_is);
            Action::Export { root: root.into(), dossier, target: target.into(), as_is }
        }
        "list" => {
            only(options, command, &["json"])?;
            Action::List { root: next("list")?.into(), json: options.json }
        }
        "backup" => {
            only(options, command, &[])?;
            Action::Backup { root: next("backup")?.into(), target: next("backup")?.into() }
        }
        "restore" => {
            only(options, command, &[])?;
            Action::Restore { backup: next("restore")?.into(), root: next("restore")?.into() }
        }
        "import" => {
            only(options, command, &["bag", "title", "year"])?;
            let root = next("import")?.into();
            let source = Source { path: next("import")?.into(), bag: options.bag.clone() };
            let given = match (&options.title, options.year) {
                (None, None) => None,
                (Some(title), Some(year)) => Some(Given { title: title.clone(), year }),
                (None, Some(_)) => return Err(Usage::ValueMissing("--title".to_owned()).into()),
                (Some(_), None) => return Err(Usage::ValueMissing("--year".to_owned()).into()),
            };
            Action::Import { root, source, given }
        }
        "demo" => {
            only(options, command, &["years"])?;
            Action::Demo { root: next("demo")?.into(), years: options.years.unwrap_or(demo::YEARS) }
        }
        _ => {
            only(options, "", &["renderer", pc::CRASH_REPORT])?;
            no_more(words.next())?;
            return Err(Wrong::Window(first.into()));
        }
    };
    no_more(words.next())?;
    Ok(Some(action))
}

fn no_more(word: Option<OsString>) -> Result<(), Usage> {
    word.map_or(Ok(()), |word| Err(Usage::TooMany(text(&word))))
}

/// An error if options of another command were given.
fn only(options: &Options, command: &str, allowed: &[&str]) -> Result<(), Usage> {
    let given = [
        ("quiet", options.quiet),
        ("json", options.json),
        ("repair", options.repair),
        ("as-is", options.as_is),
        ("backup", options.backup.is_some()),
        ("bag", options.bag.is_some()),
        ("title", options.title.is_some()),
        ("year", options.year.is_some()),
        ("years", options.years.is_some()),
        ("renderer", options.renderer.is_some()),
        (pc::CRASH_REPORT, options.crash_report.is_some()),
    ];
    match given.into_iter().find(|(name, given)| *given && !allowed.contains(name)) {
        None => Ok(()),
        Some((name, _)) if command.is_empty() => Err(Usage::UnknownOption(format!("--{name}"))),
        Some((name, _)) => Err(Usage::UnknownOption(format!("{command} --{name}"))),
    }
}

/// Parses `2027`, `2027-induk` or `2027-perubahan-1`.
fn cycle(word: &OsString) -> Result<CycleId, Usage> {
    let word = text(word);
    read_cycle(&word).ok_or(Usage::NotACycle(word))
}

/// Parses a cycle as people write it on the command line.
pub(super) fn read_cycle(word: &str) -> Option<CycleId> {
    let year = word.parse().ok().map(CycleId::induk).filter(CycleId::is_valid);
    CycleId::from_folder(word).or(year)
}

fn text(word: &OsString) -> String {
    word.to_string_lossy().into_owned()
}

fn usage(error: lexopt::Error) -> Usage {
    match error {
        lexopt::Error::MissingValue { option } => Usage::ValueMissing(option.unwrap_or_default()),
        lexopt::Error::UnexpectedOption(option) => Usage::UnknownOption(option),
        lexopt::Error::UnexpectedArgument(word) => Usage::TooMany(text(&word)),
        lexopt::Error::UnexpectedValue { option, value } => Usage::BadValue(option, text(&value)),
        other => Usage::UnknownOption(other.to_string()),
    }
}

/// Local app data of the platform, never shared with other PCs; beside the program if the program is
/// portable.
fn default_local() -> PathBuf {
    if let Some(portable) = Portable::here() {
        return portable.local();
    }
    directories::ProjectDirs::from("id", "", "renja")
        .map_or_else(|| std::env::temp_dir().join("renja"), |dirs| dirs.data_local_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::Kind;

    fn parsed(words: &[&str]) -> Invocation {
        parse(words.iter().map(OsString::from))
    }

    fn action_of(words: &[&str]) -> Action {
        match parsed(words) {
            Invocation::Run(command) => command.action,
            window @ Invocation::Window(_) => panic!("{window:?}"),
        }
    }

    #[test]
    fn without_a_command_the_window_opens() {
        let Invocation::Window(Window { folder: None, renderer: None, .. }) = parsed(&[]) else { panic!() };
        let window = parsed(&["--local", "/l", "data"]);
        let (local, folder) = ("/l".into(), Some("data".into()));
        let expected = Window { local, folder, renderer: None, crash_report: None };
        assert_eq!(window, Invocation::Window(expected));
    }

    #[test]
    fn what_draws_the_window_can_be_chosen_among_what_this_build_has() {
        let chosen = |words: &[&str]| match parsed(words) {
            Invocation::Window(window) => window.renderer,
            run @ Invocation::Run(_) => panic!("{run:?}"),
        };
        assert_eq!(chosen(&["--renderer", "glow", "data"]), Some(Renderer::Glow));
        assert_eq!(chosen(&["--renderer=auto"]), None);
        let elsewhere = if cfg!(windows) { "vulkan" } else { "dx12" };
        let wrong = Usage::BadValue("--renderer".to_owned(), elsewhere.to_owned());
        assert_eq!(action_of(&["--renderer", elsewhere]), Action::Misused(wrong));
        let wrong = Usage::UnknownOption("check --renderer".to_owned());
        assert_eq!(action_of(&["check", "d", "--renderer", "glow"]), Action::Misused(wrong));
    }

    #[test]
    fn cycles_are_read_as_people_write_them() {
        let revision = CycleId { year: 2026, kind: Kind::Perubahan(1) };
        for (word, id) in [
            ("2027", CycleId::induk(2027)),
            ("2027-induk", CycleId::induk(2027)),
            ("2026-perubahan-1", revision),
        ] {
            let root = PathBuf::from("d");
            assert_eq!(action_of(&["seal", "d", word]), Action::Seal { root, cycle: id });
        }
        for word in ["20277", "2026-perubahan", "2026-perubahan-0", "Renja", ""] {
            assert_eq!(action_of(&["seal", "d", word]), Action::Misused(Usage::NotACycle(word.to_owned())));
        }
    }

    #[test]
    fn options_may_stand_anywhere_but_only_at_their_command() {
        let list = Action::List { root: "d".into(), json: true };
        assert_eq!(action_of(&["--json", "list", "d"]), list);
        assert_eq!(action_of(&["list", "d", "--json"]), list);
        let Invocation::Run(command) = parsed(&["list", "--lang=en", "d"]) else { panic!() };
        assert_eq!(command.language, Some(Language::English));
        for words in [&["check", "d", "--json"][..], &["d", "--quiet"], &["demo", "d", "-q"], &["--years=2"]]
        {
            assert!(matches!(action_of(words), Action::Misused(Usage::UnknownOption(_))), "{words:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(action_of(&["check"]), Action::Misused(Usage::ArgumentMissing("check")));
        assert_eq!(action_of(&["export", "d", "x"]), Action::Misused(Usage::ArgumentMissing("export")));
        assert_eq!(action_of(&["list", "a", "b"]), Action::Misused(Usage::TooMany("b".to_owned())));
        assert_eq!(action_of(&["a", "b"]), Action::Misused(Usage::TooMany("b".to_owned())));
        assert_eq!(action_of(&["--wat"]), Action::Misused(Usage::UnknownOption("--wat".to_owned())));
        assert_eq!(action_of(&["--local"]), Action::Misused(Usage::ValueMissing("--local".to_owned())));
        for (option, value) in [("--lang", "fr"), ("--years", "-1"), ("--years", "1000")] {
            let wrong = Usage::BadValue(option.to_owned(), value.to_owned());
            assert_eq!(action_of(&["demo", "d", &format!("{option}={value}")]), Action::Misused(wrong));
        }
    }

    #[test]
    fn help_and_version_go_before_commands() {
        assert_eq!(action_of(&["check", "--help"]), Action::Help);
        assert_eq!(action_of(&["-V"]), Action::Version);
    }
}
