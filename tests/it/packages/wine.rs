//! A Windows PC, as far as Wine is one: fresh, with a person whose name has a space and a letter beyond ASCII.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::Desktop;
use crate::support::tools;

/// Who works there.
const PERSON: &str = "Siti Nurhaliža";

/// Its processes and its disk end with the test.
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

    /// Wine makes the person's Documents a link to the home that it finds: not that of whoever runs the tests.
    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The PC's drive `C:`.
    pub fn disk(&self) -> PathBuf {
        self.folder.path().join("prefix/drive_c")
    }

    /// The person's own folder.
    pub fn profile(&self) -> PathBuf {
        self.disk().join("users").join(PERSON)
    }

    /// `%LOCALAPPDATA%`.
    pub fn local_app_data(&self) -> PathBuf {
        self.profile().join("AppData/Local")
    }

    /// A file as Windows names it. What lies outside of `C:` is on `Z:`.
    pub fn name(&self, file: &Path) -> String {
        let (drive, below) = match file.strip_prefix(self.disk()) {
            Ok(below) => ("C:\\", below),
            Err(_) => ("Z:\\", file.strip_prefix("/").expect("an absolute path")),
        };
        format!("{drive}{}", below.to_str().expect("UTF-8").replace('/', "\\"))
    }

    /// A Windows program on this desktop: a file of [`Self::name`], or one that comes with Wine.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.desktop.command("wine");
        command
            .arg(program)
            .current_dir("/")
            .env("HOME", self.home())
            .env("WINEPREFIX", self.folder.path().join("prefix"))
            .env("WINEDEBUG", "-all")
            // Neither offers to fetch Mono and Gecko, nor puts anything into the menus of this desktop.
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

    /// Waits until every Windows process has ended: an installer goes on in a copy of itself.
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
