//! Our parser and `serde_json` agree on what is JSON and on its value, but for numbers beyond a double, which are a
//! finding of their own. Run with `cargo +nightly fuzz run json samples`.

#![no_main]

use helpdesk_evt::internals::{parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let ours = parse(text).map(|node| node.to_value());
    // We pass over a byte-order mark, as files may have one.
    let bare = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    match serde_json::from_slice::<serde_json::Value>(bare) {
        // It stopped there; what follows it has not read.
        Err(error) if error.to_string().starts_with("number out of range") => {}
        theirs => assert_eq!(ours.ok(), theirs.ok()),
    }
});
