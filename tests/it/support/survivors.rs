//! Which of many secrets are found in a text, in any encoding.

use std::collections::HashMap;

use base64::Engine as _;
use serde_json::Value;

use super::mutants::escaped;

/// A secret in every encoding that it could be found in.
fn encodings(secret: &str) -> Vec<String> {
    let json = Value::from(secret).to_string();
    let percent: Vec<String> = secret.bytes().map(|it| format!("%{it:02X}")).collect();
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.~".contains(&it);
    let url =
        secret.bytes().map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") });
    let mut all = vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        secret.chars().map(escaped).collect(),
        percent.concat(),
        url.collect::<Vec<_>>().concat(),
    ];
    for lead in 0..3 {
        let bytes = [&vec![0; lead][..], secret.as_bytes()].concat();
        let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&bytes);
        let (from, to) = ((lead * 8).div_ceil(6), bytes.len() * 8 / 6);
        all.push(text[from..to].to_owned());
    }
    all.retain(|it| it.len() >= 8);
    all
}

/// Every window of 8 bytes, to look up many texts at once.
fn windows(text: &[u8]) -> HashMap<[u8; 8], Vec<usize>> {
    let mut found: HashMap<[u8; 8], Vec<usize>> = HashMap::new();
    for (at, window) in text.windows(8).enumerate() {
        found.entry(window.try_into().unwrap()).or_default().push(at);
    }
    found
}

pub(crate) fn survivors<'s>(text: &[u8], secrets: &'s [String]) -> Vec<&'s str> {
    let found = windows(text);
    let is_there = |pattern: &String| {
        let first: [u8; 8] = pattern.as_bytes()[..8].try_into().unwrap();
        found.get(&first).is_some_and(|at| at.iter().any(|at| text[*at..].starts_with(pattern.as_bytes())))
    };
    secrets.iter().filter(|it| encodings(it).iter().any(is_there)).map(String::as_str).collect()
}
