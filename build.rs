//! What Windows reads from the program file itself: icon, version and manifest.

fn main() -> std::io::Result<()> {
    const ICON: &str = "assets/icons/renja.ico";
    const MANIFEST: &str = "dist/windows/renja.manifest";

    println!("cargo::rerun-if-changed=build.rs");
    // The target system counts, not the one that builds.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return Ok(());
    }
    for file in [ICON, MANIFEST] {
        println!("cargo::rerun-if-changed={file}");
    }
    winresource::WindowsResource::new()
        .set_icon(ICON)
        .set_manifest_file(MANIFEST)
        .set_language(0x0421) // Indonesian
        .set("ProductName", "Renja")
        .set("FileDescription", "Renja")
        .set("OriginalFilename", "renja.exe")
        .set("LegalCopyright", "MIT OR Apache-2.0")
        .compile()
}
