//! Lists of files as Linux programs exchange them: `text/uri-list` (RFC 2483), with `file:` URIs by RFC 8089.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;

use percent_encoding::percent_decode;

/// The files of a list, in their order. A file name may contain any bytes. Something not on this PC stays an
/// address, percent-decoded: a path that is not absolute.
pub fn read(list: &[u8]) -> Vec<PathBuf> {
    paths(list, rustix::system::uname().nodename().to_bytes())
}

/// Like [`read`], on a PC named `host`.
fn paths(list: &[u8], host: &[u8]) -> Vec<PathBuf> {
    let lines = list.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    // Lines with a # are comments.
    lines.filter(|line| !line.is_empty() && !line.starts_with(b"#")).map(|line| path(line, host)).collect()
}

fn path(address: &[u8], host: &[u8]) -> PathBuf {
    let bytes = local_part(address, host).unwrap_or(address);
    PathBuf::from(OsString::from_vec(percent_decode(bytes).collect()))
}

/// The path after `file:` or `file://` and this PC's name; none for the address of another PC.
fn local_part<'a>(address: &'a [u8], host: &[u8]) -> Option<&'a [u8]> {
    let (scheme, rest) = address.split_at_checked(b"file:".len())?;
    if !scheme.eq_ignore_ascii_case(b"file:") {
        return None;
    }
    let Some(rest) = rest.strip_prefix(b"//") else { return rest.starts_with(b"/").then_some(rest) };
    let (authority, path) = rest.split_at(rest.iter().position(|byte| *byte == b'/')?);
    let is_here = |name: &[u8]| authority.eq_ignore_ascii_case(name);
    (authority.is_empty() || is_here(b"localhost") || is_here(host)).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use proptest::prelude::*;

    use super::*;

    fn bytes_of(list: &[u8]) -> Vec<Vec<u8>> {
        paths(list, b"pc-umum").iter().map(|path| path.as_os_str().as_bytes().to_vec()).collect()
    }

    #[test]
    fn what_lies_here_becomes_a_path_however_it_is_written() {
        for address in [
            "file:///data/Surat%20Edaran.pdf",
            "file://localhost/data/Surat%20Edaran.pdf",
            "file://LocalHost/data/Surat%20Edaran.pdf",
            "FILE://PC-Umum/data/Surat%20Edaran.pdf",
            "file:/data/Surat%20Edaran.pdf",
            "file:///data/Surat Edaran.pdf",
        ] {
            assert_eq!(bytes_of(address.as_bytes()), [b"/data/Surat Edaran.pdf"], "{address}");
        }
        assert_eq!(bytes_of(b"file:///100%25%2"), [b"/100%%2"], "a sign that begins nothing stays");
        assert_eq!(bytes_of(b"file:///a#b?c"), [b"/a#b?c"]);
    }

    #[test]
    fn a_name_may_be_any_bytes() {
        assert_eq!(bytes_of(b"file:///tmp/Th%E9r%E8se.txt"), [b"/tmp/Th\xe9r\xe8se.txt"]);
        assert_eq!(bytes_of(b"file:///tmp/Th\xe9r\xe8se.txt"), [b"/tmp/Th\xe9r\xe8se.txt"]);
        assert_eq!(bytes_of(b"file:///a%0D%0Ab\r\nfile:///c"), [b"/a\r\nb".to_vec(), b"/c".to_vec()]);
    }

    #[test]
    fn what_lies_elsewhere_stays_an_address() {
        for (address, shown) in [
            ("smb://server/bersama/Surat%20Edaran.pdf", "smb://server/bersama/Surat Edaran.pdf"),
            ("file://server/bersama/surat.pdf", "file://server/bersama/surat.pdf"),
            ("file://server", "file://server"),
            ("file:surat.pdf", "file:surat.pdf"),
            ("mtp:host=HP/DCIM/1.jpg", "mtp:host=HP/DCIM/1.jpg"),
            ("https://contoh.go.id/", "https://contoh.go.id/"),
        ] {
            assert_eq!(bytes_of(address.as_bytes()), [shown.as_bytes()]);
        }
    }

    #[test]
    fn one_bad_line_costs_no_other() {
        let list = b"# dari pengelola file\r\nfile:///a\r\n\r\nsmb://b/c\nfile:///d\0\r\n";
        assert_eq!(bytes_of(list), [b"/a".to_vec(), b"smb://b/c".to_vec(), b"/d\0".to_vec()]);
        assert_eq!(bytes_of(b""), [b""; 0]);
    }

    proptest! {
        #[test]
        fn a_path_comes_back_as_it_was_sent(names in prop::collection::vec("[^\0]{0,12}", 1..5)) {
            let sent: Vec<Vec<u8>> = names.iter().map(|name| format!("/{name}").into_bytes()).collect();
            let address = |path: &Vec<u8>| {
                let all = percent_encoding::percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
                format!("file://{}\r\n", all.to_string().replace("%2F", "/"))
            };
            let list: String = sent.iter().map(address).collect();
            prop_assert_eq!(bytes_of(list.as_bytes()), sent);
        }

        #[test]
        fn no_line_is_lost(list in prop::collection::vec(any::<u8>(), 0..80)) {
            let lines = list.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
            let lines = lines.filter(|line| !line.is_empty() && line[0] != b'#');
            prop_assert_eq!(bytes_of(&list).len(), lines.count());
        }
    }
}
