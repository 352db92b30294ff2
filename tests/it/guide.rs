//! The guide for the office says what the program says.

use renja::ui::guide::TEXT;

/// Bold words in the guide are captions of the window, so that a person finds them there.
#[test]
fn what_the_guide_calls_a_button_stands_on_one() {
    let captions: Vec<String> = crate::catalogues::indonesian().into_values().collect();
    let on_screen = |bold: &str| {
        let same = |caption: &String| caption == bold || caption.starts_with(&format!("{bold} "));
        captions.iter().any(same)
    };
    let bold = TEXT.split("**").skip(1).step_by(2);
    // A bold sentence is the beginning of a paragraph.
    let strange: Vec<_> = bold.filter(|bold| !bold.ends_with('.') && !on_screen(bold)).collect();
    assert!(strange.is_empty(), "not on screen: {strange:?}");
}
