//! What the screen takes has no finding, whatever the levels. Run with `cargo +nightly fuzz run screen samples`.

#![no_main]

use std::sync::LazyLock;

use helpdesk_evt::internals::{Checker, Code, EVENT_KINDS, Document, Level, Levels, Origin, Screen};
use libfuzzer_sys::fuzz_target;

static SCREEN: LazyLock<Screen> = LazyLock::new(|| Screen::new(EVENT_KINDS[0]));

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let mut levels = Levels::default();
    for code in Code::ALL {
        levels.set(*code, Level::Deny);
    }
    Checker::new(levels, None)
});

fuzz_target!(|text: &[u8]| {
    let Some(seen) = SCREEN.see(text) else { return };
    let entry = Document::new(Origin::start_of("fuzz"), text.to_vec());
    let verdict = CHECKER.look_closer(&entry);
    assert_eq!(verdict.checked.findings, []);
    assert_eq!(verdict, CHECKER.clean(&entry.origin, text, &seen));
});
