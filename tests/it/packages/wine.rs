//! A Windows PC simulated by Wine: freshly installed, with a user whose name has a space and a non-ASCII
//! letter.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::Desktop;
use crate::support::tools;

/// The user's name.
const PERSON: &str = "Siti Nurhaliža";

/// Wine's processes and disk end with the test.
pub struct Wine<'a> {
    desktop: &'a Desktop,
    folder: TempDir,
}

impl<'a> Wine<'a> {
    /// A fresh Windows 10.
    pub fn fresh(desktop: &'a Desktop) -> Self {
        let wine = Self { desktop, folder: TempDir::new().expect("a folder") };
        std::fs::create_dir(wine.home()).expect("a home");
        wine.run("wineboot", ["--init"]);
        wine.run("winecfg", ["/v", "win10"]);
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/packages/bcryptprimitives.c");
        tools::run(
            Command::new("x86_64-w64-mingw32-gcc")
                .args(["-shared", "-O2", "-s", "-o"])
                .arg(wine.disk().join("windows/system32/bcryptprimitives.dll"))
                .arg(source)
                .arg("-ladvapi32"),
        );
        wine
    }

    /// A home directory for Wine, which makes the user's Documents a link into it, so that it does not use
    /// the home of the person who runs the tests.
    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The PC's drive `C:`.
    pub fn disk(&self) -> PathBuf {
        self.folder.path().join("prefix/drive_c")
    }

    /// The user's profile folder.
    pub fn profile(&self) -> PathBuf {
        self.disk().join("users").join(PERSON)
    }

    /// `%LOCALAPPDATA%`.
    pub fn local_app_data(&self) -> PathBuf {
        self.profile().join("AppData/Local")
    }

    /// The Windows path of a file. Files outside of `C:` are on `Z:`.
    pub fn name(&self, file: &Path) -> String {
        let (drive, below) = match file.strip_prefix(self.disk()) {
            Ok(below) => ("C:\\", below),
            Err(_) => ("Z:\\", file.strip_prefix("/").expect("an absolute path")),
        };
        format!("{drive}{}", below.to_str().expect("UTF-8").replace('/', "\\"))
    }

    /// A command that runs a Windows program on this desktop: a path from [`Self::name`], or a program that
    /// comes with Wine.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.desktop.command("wine");
        command
            .arg(program)
            .current_dir("/")
            .env("HOME", self.home())
            .env("WINEPREFIX", self.folder.path().join("prefix"))
            .env("WINEDEBUG", "-all")
            // Prevents Wine from offering to download Mono and Gecko, and from adding entries to this
            // desktop's menus.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=")
            .env("USER", PERSON)
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs a program to its end.
    pub fn output<S: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command(program).args(arguments).output().expect("Wine")
    }

    /// Runs a program that must succeed, and returns what it wrote.
    pub fn run<S: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = S>) -> String {
        tools::run(self.command(program).args(arguments))
    }

    /// Waits until every Windows process has ended, since an installer continues in a copy of itself.
    pub fn wait(&self) {
        self.server("-w");
    }

    fn server(&self, option: &str) {
        let mut command = Command::new("wineserver");
        let _ = command.arg(option).env("WINEPREFIX", self.folder.path().join("prefix")).status();
    }
}

impl Drop for Wine<'_> {
    fn drop(&mut self) {
        self.server("-k");
    }
}
