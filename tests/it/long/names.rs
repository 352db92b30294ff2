//! Names made by the naming function, given to a real Samba server.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use renja::store::names::{fold, safe_name};

use crate::hostile::names::{HOSTILE, of_all_characters};
use crate::support::tools::{self, Owned, wait_for};

/// A share of one folder, on an unused port of this machine.
struct Samba {
    port: u16,
    _server: Owned,
}

impl Samba {
    fn serve(folder: &Path, share: &Path) -> Self {
        let port = {
            // The port is free again when the listener is dropped; nothing else here uses one.
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().port()
        };
        let own = |name: &str| {
            let path = folder.join(name);
            fs::create_dir_all(&path).unwrap();
            path.display().to_string()
        };
        let config = format!(
            "[global]\nsmb ports = {port}\ninterfaces = lo\nbind interfaces only = yes\nmap to guest = Bad User\n\
             guest account = {user}\nstate directory = {0}\ncache directory = {0}\nlock directory = {0}\n\
             private dir = {0}\npid directory = {0}\nncalrpc dir = {1}\nlog file = {0}/log\ndisable spoolss = yes\n\
             load printers = no\nserver role = standalone server\n\
             [data]\npath = {2}\nguest ok = yes\nread only = no\n",
            own("samba"),
            own("ncalrpc"),
            share.display(),
            user = tools::run(Command::new("id").arg("-un")).trim(),
        );
        let file = folder.join("smb.conf");
        fs::write(&file, config).unwrap();
        let mut command = Command::new("smbd");
        command.args(["--foreground", "--no-process-group", "--configfile"]).arg(&file);
        let server = Owned::spawn(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
        wait_for("Samba", Duration::from_secs(20), || std::net::TcpStream::connect(("127.0.0.1", port)).ok());
        Self { port, _server: server }
    }

    /// Runs commands of smbclient; returns its output.
    fn run(&self, commands: &Path) -> String {
        let mut client = Command::new("smbclient");
        client.args(["//127.0.0.1/data", "-N", "-m", "SMB3", "-p", &self.port.to_string()]);
        let output = client.stdin(fs::File::open(commands).unwrap()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }
}

/// A command for each name, with as many names in a folder as an office has, since Samba searches a whole
/// folder for names that differ only in case.
fn in_folders(names: &BTreeSet<String>, command: impl Fn(&String) -> String, first: &str) -> String {
    let names: Vec<_> = names.iter().collect();
    let folders = names.chunks(200).enumerate().map(|(number, names)| {
        let commands: String = names.iter().map(|name| command(name)).collect();
        format!("{first} f{number}\ncd f{number}\n{commands}cd ..\n")
    });
    folders.collect()
}

#[test]
#[ignore = "long: dist/test --long"]
fn samba_takes_every_name_and_gives_it_back() {
    if !tools::present(&["smbd", "smbclient"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let share = folder.path().join("bagian");
    fs::create_dir(&share).unwrap();
    let samba = Samba::serve(folder.path(), &share);
    let mut known = BTreeSet::new();
    let mut names = of_all_characters();
    names.extend(HOSTILE.map(safe_name));
    // To Windows these names are equal, and one gets a number when they meet.
    names.retain(|name| known.insert(fold(name)));
    let content = folder.path().join("isi");
    fs::write(&content, "isi").unwrap();
    // smbclient accepts everything except a quotation mark in a name, which no name has.
    let put = |name: &String| format!("put {} \"{name}\"\n", content.display());
    let commands = in_folders(&names, put, "mkdir");
    let script = folder.path().join("perintah");
    fs::write(&script, commands).unwrap();
    let said = samba.run(&script);
    let refused: Vec<_> = said.lines().filter(|line| line.contains("NT_STATUS")).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let folders = fs::read_dir(&share).unwrap().map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    let listed: BTreeSet<_> =
        folders.flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let lost: Vec<_> = names.difference(&listed).take(20).collect();
    assert!(lost.is_empty() && listed.len() == names.len(), "{lost:?}");
    // And they are read through the server, each by its exact name.
    let reads = in_folders(&names, |name| format!("get \"{name}\" /dev/null\n"), "ls");
    fs::write(&script, reads).unwrap();
    let said = samba.run(&script);
    let refused: Vec<_> = said.lines().filter(|line| line.contains("NT_STATUS")).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    println!("cases: {}", names.len());
}
