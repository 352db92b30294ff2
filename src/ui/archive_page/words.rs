//! Words of the archive: kinds, places, retention, security, findings.

use rust_i18n::t;

use crate::cycle::{Disposition, Kind, Place, Security};

/// `Induk`, `Perubahan 1`.
pub fn kind(kind: Kind) -> String {
    match kind {
        Kind::Induk => t!("archive.kind.original").into_owned(),
        Kind::Perubahan(n) => t!("archive.kind.revision", n = n).into_owned(),
    }
}

/// Nasib akhir.
pub fn disposition(disposition: Disposition) -> String {
    match disposition {
        Disposition::Permanent => t!("archive.disposition.permanent"),
        Disposition::Destroy => t!("archive.disposition.destroy"),
        Disposition::Reassess => t!("archive.disposition.reassess"),
    }
    .into_owned()
}

/// Klasifikasi keamanan.
pub fn security(security: Security) -> String {
    match security {
        Security::Open => t!("archive.security.open"),
        Security::Restricted => t!("archive.security.restricted"),
        Security::Secret => t!("archive.security.secret"),
        Security::TopSecret => t!("archive.security.top_secret"),
    }
    .into_owned()
}

/// The filled parts of a place with their names, from the largest to the smallest:
/// `Lemari 2 · Laci 3 · Sekat Renja · Map 2021`. A part whose name was typed along is not named twice.
pub fn place(place: &Place) -> String {
    let parts = [
        (t!("archive.place.room"), &place.room),
        (t!("archive.place.cabinet"), &place.cabinet),
        (t!("archive.place.shelf"), &place.shelf),
        (t!("archive.place.drawer"), &place.drawer),
        (t!("archive.place.divider"), &place.divider),
        (t!("archive.place.box"), &place.archive_box),
        (t!("archive.place.folder"), &place.folder),
    ];
    let named = parts.iter().map(|(name, part)| (name, part.trim())).filter(|(_, part)| !part.is_empty());
    let named = named.map(|(name, part)| {
        if part.to_lowercase().starts_with(&name.to_lowercase()) {
            part.to_owned()
        } else {
            format!("{name} {part}")
        }
    });
    named.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_from_the_cabinet_to_the_folder() {
        let filled = Place {
            cabinet: "2".into(),
            drawer: " 3 ".into(),
            divider: "sekat Renja".into(),
            folder: "2021".into(),
            ..Place::default()
        };
        assert_eq!(place(&filled), "Lemari 2 · Laci 3 · sekat Renja · Map 2021");
        assert_eq!(place(&Place::default()), "");
    }
}
