//! When a request is refused: which known mistake of the sender gives the very value that came.

use serde_json::Value;

use super::signature_recipe::{BodyForm, Hash, RIGHT, SignedPart, Writing, digest, words, writing};
use crate::json::parse_lenient;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::{
    BodyReading, Cipher, NONCE_HEADER, Packet, SIGNATURE_HEADER, TIMESTAMP_HEADER,
};

/// Bodies up to here are looked into, bytes. A search takes some hundred hashes of the body.
const SEARCHED: usize = 64 * 1024;

/// The recipe that gives the signature that came. It holds no secret and no signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    /// The mistakes by name, such as `hmac` or `token-for-key`; never empty.
    pub mistakes: Vec<&'static str>,
    pub recipe: String,
}

/// Looks for the recipe of a signature that does not verify, over a body that was read. `None` where no known one gives it, a header is missing,
/// or the body has more than 64 kB.
///
/// The recipes are those that receivers and senders got wrong in public reports: HMAC, the token for the key, the
/// decrypted or re-serialised body, the text of `encrypt` alone, SHA-1 as old cards have it, the line break of the key's file,
/// another order, parts left out, upper case, base64, the name of a hash before it.
pub(crate) fn investigate(keys: &Keys, packet: &Packet, body: BodyReading<'_>) -> Option<Diagnosis> {
    let header = |name| packet.header(name);
    let received = header(SIGNATURE_HEADER)?.trim();
    let (timestamp, nonce) = (header(TIMESTAMP_HEADER).unwrap_or(""), header(NONCE_HEADER).unwrap_or(""));
    if packet.body.len() > SEARCHED {
        return None;
    }
    let exposed = |secret: Option<&Secret>| secret.map(|it| it.expose().as_bytes().to_vec());
    let (key, token) = (exposed(keys.encrypt_key()), exposed(keys.verification_token()));
    let key_line = key.as_ref().map(|it| [it, &b"\n"[..]].concat());
    for form in forms(body) {
        for (hash, parts) in recipes() {
            let digest = digest(hash, &parts, |part| match part {
                SignedPart::Timestamp => Some(timestamp.as_bytes()),
                SignedPart::Nonce => Some(nonce.as_bytes()),
                SignedPart::Key => key.as_deref(),
                SignedPart::KeyLine => key_line.as_deref(),
                SignedPart::Token => token.as_deref(),
                SignedPart::Body => Some(&form.bytes),
            });
            if let Some(writing) = digest.and_then(|digest| writing(received, &digest)) {
                let recipe = words(hash, &parts, &form, writing);
                return Some(Diagnosis { mistakes: mistakes(hash, &parts, &form, writing), recipe });
            }
        }
    }
    None
}

/// Whether an encrypted text that does not open with the encrypt key opens with the verification token: the two are swapped
/// on one side. Golang's and Java's SDKs take them in the other order than Python's.
pub(crate) fn swapped(keys: &Keys, sealed: Option<&str>) -> bool {
    let Some((token, text)) = keys.verification_token().zip(sealed) else { return false };
    Cipher::new(token).unlock(text).is_ok_and(|it| parse_lenient(&it).is_ok())
}

/// The forms of the body that are hashed by mistake, the right one first. Forms that are equal are tried once.
fn forms(reading: BodyReading<'_>) -> Vec<BodyForm> {
    let body = reading.body;
    let mut forms = vec![BodyForm { slug: "", words: "the body", bytes: body.to_vec() }];
    let mut add = |slug, words, bytes: Vec<u8>| {
        if forms.iter().all(|it| it.bytes != bytes) {
            forms.push(BodyForm { slug, words, bytes });
        }
    };
    let opened = reading.opened();
    if let Some((text, _)) = opened {
        add("decrypted-body", "the decrypted body", text.to_vec());
    }
    let trimmed = body.trim_ascii();
    add("trimmed-body", "the body without the white space around it", trimmed.to_vec());
    for (parsed, slug, words) in [
        (reading.outer(), "reserialised-body", "the body written again as JSON"),
        (opened.and_then(|it| it.1), "decrypted-body", "the decrypted body written again as JSON"),
    ] {
        let Some(value) = parsed.map(|it| it.root.to_value()) else { continue };
        for text in [value.to_string(), spaced(&value)] {
            let escaped = ascii(&text);
            add(slug, words, text.into_bytes());
            add(slug, words, escaped.into_bytes());
        }
    }
    if let Some(text) = reading.sealed() {
        add("encrypt-field-alone", "the text of `encrypt` alone", text.as_bytes().to_vec());
    }
    for end in [&b"\n"[..], b"\r\n"] {
        add("final-newline", "the body and a final newline", [trimmed, end].concat());
    }
    add("no-body", "an empty body", Vec::new());
    forms
}

/// JSON with a space after `,` and `:`, as Python's `json.dumps` writes it.
fn spaced(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(key, value)| format!("{}: {}", Value::from(key), spaced(value));
            let members: Vec<String> = members.iter().map(|(k, v)| member((k.as_str(), v))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// JSON with every character beyond ASCII as `\uXXXX`, as Python's `json.dumps` writes it unless it is told otherwise.
fn ascii(json: &str) -> String {
    let escaped = |c: char| {
        let units =
            c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>();
        if c.is_ascii() { c.to_string() } else { units.concat() }
    };
    json.chars().map(escaped).collect()
}

/// Every recipe, the right one first: with another form of the body it is a mistake, too.
fn recipes() -> Vec<(Hash, Vec<SignedPart>)> {
    use SignedPart::{Body, Key, KeyLine, Nonce, Timestamp, Token};
    let mut recipes = vec![(Hash::Plain, RIGHT.to_vec())];
    for secret in [Key, Token] {
        let orders: [&[SignedPart]; 14] = [
            &[Timestamp, Nonce, secret, Body],
            &[Timestamp, secret, Nonce, Body],
            &[Nonce, Timestamp, secret, Body],
            &[Nonce, secret, Timestamp, Body],
            &[secret, Timestamp, Nonce, Body],
            &[secret, Nonce, Timestamp, Body],
            &[Timestamp, Nonce, Body, secret],
            &[Body, Timestamp, Nonce, secret],
            &[Timestamp, secret, Body],
            &[Nonce, secret, Body],
            &[secret, Body],
            &[Body, secret],
            &[secret, Timestamp, Body],
            &[Timestamp, Nonce, secret],
        ];
        recipes
            .extend(orders.into_iter().skip(usize::from(secret == Key)).map(|it| (Hash::Plain, it.to_vec())));
    }
    for pair in [[Key, Token], [Token, Key]] {
        recipes.push((Hash::Plain, vec![Timestamp, Nonce, pair[0], pair[1], Body]));
    }
    for keyless in [&[Timestamp, Nonce, Body][..], &[Body], &[Timestamp, Body], &[Nonce, Timestamp, Body]] {
        recipes.push((Hash::Plain, keyless.to_vec()));
    }
    for secret in [Token, Key] {
        for parts in [
            &[Timestamp, Nonce, secret, Body][..],
            &[Timestamp, Nonce, Body, secret],
            &[secret, Body],
            &[Body, secret],
        ] {
            recipes.push((Hash::Sha1, parts.to_vec()));
        }
    }
    recipes.push((Hash::Plain, vec![Timestamp, Nonce, KeyLine, Body]));
    recipes.push((Hash::Hmac(KeyLine), vec![Timestamp, Nonce, Body]));
    recipes.push((Hash::Hmac(KeyLine), vec![Body]));
    for secret in [Key, Token] {
        for parts in [
            &[Body][..],
            &[Timestamp, Nonce, Body],
            &[Timestamp, Nonce, Key, Body],
            &[Timestamp, Nonce, Token, Body],
            &[Timestamp, Body],
            &[Nonce, Timestamp, Body],
            &[Timestamp, Nonce],
        ] {
            recipes.push((Hash::Hmac(secret), parts.to_vec()));
        }
        recipes.push((Hash::HmacOfNothing, vec![Timestamp, secret]));
    }
    recipes
}

/// The mistakes of a recipe by name.
fn mistakes(hash: Hash, parts: &[SignedPart], form: &BodyForm, writing: Writing) -> Vec<&'static str> {
    let has = |part| parts.contains(&part);
    let uses = |part| has(part) || hash == Hash::Hmac(part);
    let uses_key = uses(SignedPart::Key) || uses(SignedPart::KeyLine);
    let mut names = Vec::new();
    match hash {
        Hash::Plain => {}
        Hash::Sha1 => names.push("sha1"),
        Hash::Hmac(_) | Hash::HmacOfNothing => names.push("hmac"),
    }
    match (uses_key, uses(SignedPart::Token)) {
        (false, true) => names.push("token-for-key"),
        (false, false) => names.push("no-key"),
        (true, true) => names.push("token-added"),
        (true, false) => {}
    }
    if uses(SignedPart::KeyLine) {
        names.push("key-newline");
    }
    if hash != Hash::HmacOfNothing {
        let missing = [
            (SignedPart::Timestamp, "no-timestamp"),
            (SignedPart::Nonce, "no-nonce"),
            (SignedPart::Body, "no-body"),
        ];
        names.extend(missing.into_iter().filter(|(part, _)| !has(*part)).map(|(_, name)| name));
    }
    if matches!(hash, Hash::Plain | Hash::Sha1) && !in_order(parts) {
        names.push("order");
    }
    if !form.slug.is_empty() && has(SignedPart::Body) {
        names.push(form.slug);
    }
    match writing {
        Writing::LowerHex => {}
        Writing::UpperHex => names.push("upper-case-hex"),
        Writing::Base64 => names.push("base64"),
        Writing::Prefixed => names.push("hash-name-prefix"),
    }
    if names.is_empty() {
        // The right value with white space around it.
        names.push("padded-header");
    }
    names
}

/// Whether the parts stand in the platform's order, the token where the key would be.
fn in_order(parts: &[SignedPart]) -> bool {
    let place = |part: &SignedPart| {
        let part =
            if matches!(part, SignedPart::Token | SignedPart::KeyLine) { SignedPart::Key } else { *part };
        RIGHT.iter().position(|it| *it == part)
    };
    parts.is_sorted_by_key(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Stamp;
    use crate::protocol::webhook::{read_body, seal};

    const EVENT: &[u8] =
        r#"{"schema":"2.0","header":{"token":"example-token"},"event":{"n":"张三"}}"#.as_bytes();
    const SPACED: &[u8] =
        r#"{"schema": "2.0", "header": {"token": "example-token"}, "event": {"n": "张三"}}"#.as_bytes();

    fn keys() -> Keys {
        Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")))
    }

    fn sealed() -> Packet {
        seal(&keys(), EVENT, &Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] })
    }

    /// The verdict on a signature over these texts one after the other, keyed as HMAC where `hmac` is given.
    fn verdict(hmac: Option<&[u8]>, texts: &[&[u8]], write: impl Fn(&[u8]) -> String) -> Option<Diagnosis> {
        let whole = texts.concat();
        // The parts are stood in for: what is hashed is what the test says.
        let hash = hmac.map_or(Hash::Plain, |_| Hash::Hmac(SignedPart::Key));
        let made =
            digest(
                hash,
                &[SignedPart::Body],
                |part| if part == SignedPart::Key { hmac } else { Some(&whole) },
            );
        looked(&keys(), &signed(sealed(), write(&made.unwrap())))
    }

    fn looked(keys: &Keys, packet: &Packet) -> Option<Diagnosis> {
        read_body(keys, &packet.body, |body| investigate(keys, packet, body))
    }

    fn signed(mut packet: Packet, signature: String) -> Packet {
        packet.headers.retain(|(name, _)| name != SIGNATURE_HEADER);
        packet.headers.push((SIGNATURE_HEADER.into(), signature.into()));
        packet
    }

    fn lower(digest: &[u8]) -> String {
        crate::protocol::webhook::hex(digest)
    }

    fn named(hmac: Option<&[u8]>, texts: &[&[u8]]) -> Vec<&'static str> {
        verdict(hmac, texts, lower).map(|it| it.mistakes).unwrap_or_default()
    }

    #[test]
    fn each_known_mistake_is_called_by_its_name() {
        let body = &*sealed().body;
        let (ts, nonce, key, token) =
            (&b"1700000000"[..], &b"n-1"[..], &b"example-key"[..], &b"example-token"[..]);
        assert_eq!(named(Some(key), &[body]), ["hmac", "no-timestamp", "no-nonce"]);
        assert_eq!(named(Some(key), &[ts, nonce, body]), ["hmac"]);
        assert_eq!(named(Some(token), &[ts, nonce, body]), ["hmac", "token-for-key"]);
        assert_eq!(named(None, &[ts, nonce, token, body]), ["token-for-key"]);
        assert_eq!(named(None, &[ts, nonce, key, EVENT]), ["decrypted-body"]);
        assert_eq!(named(None, &[ts, nonce, key, SPACED]), ["decrypted-body"]);
        let escaped = ascii(std::str::from_utf8(SPACED).unwrap());
        assert!(escaped.contains("\\u5f20\\u4e09"), "{escaped}");
        assert_eq!(named(None, &[ts, nonce, key, escaped.as_bytes()]), ["decrypted-body"]);
        let field = std::str::from_utf8(body).unwrap().split('"').nth(3).unwrap().as_bytes();
        assert_eq!(named(None, &[ts, nonce, key, field]), ["encrypt-field-alone"]);
        assert_eq!(named(None, &[ts, nonce, key, b"\n", body]), ["key-newline"]);
        assert_eq!(named(None, &[ts, nonce, key, body, b"\n"]), ["final-newline"]);
        assert_eq!(named(None, &[ts, nonce, key]), ["no-body"]);
        assert_eq!(named(None, &[ts, key, body]), ["no-nonce"]);
        assert_eq!(named(None, &[nonce, key, body]), ["no-timestamp"]);
        assert_eq!(named(None, &[ts, nonce, body]), ["no-key"]);
        assert_eq!(named(None, &[nonce, ts, key, body]), ["order"]);
        assert_eq!(named(None, &[ts, nonce, key, token, body]), ["token-added"]);
        assert_eq!(named(None, &[b"something else"]), [""; 0]);
    }

    #[test]
    fn bodies_are_searched_up_to_64_kb_and_without_a_token() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        for (size, found) in [(10, true), (65_536, true), (65_537, false)] {
            let body = vec![b'a'; size];
            let made = digest(Hash::Plain, &[SignedPart::Body], |_| Some(&body)).unwrap();
            let packet = signed(Packet { body, ..sealed() }, lower(&made));
            let names = looked(&keys, &packet).map(|it| it.mistakes);
            assert_eq!(names, found.then(|| vec!["no-key", "no-timestamp", "no-nonce"]), "{size} bytes");
        }
    }

    #[test]
    fn a_body_written_again_is_found_with_and_without_spaces() {
        let body = String::from_utf8(sealed().body).unwrap();
        let spaced = body.replace(':', ": ");
        assert_eq!(named(None, &[b"1700000000n-1example-key", spaced.as_bytes()]), ["reserialised-body"]);
    }

    #[test]
    fn case_and_base64_are_told_and_the_recipe_is_in_words() {
        let body = &*sealed().body;
        let right = [&b"1700000000n-1example-key"[..], body];
        let upper = verdict(None, &right, |it| lower(it).to_uppercase()).unwrap();
        assert_eq!(upper.mistakes, ["upper-case-hex"]);
        assert_eq!(upper.recipe, "SHA-256 of timestamp + nonce + encrypt key + the body, in upper-case hex");
        let base64 = verdict(Some(b"example-key"), &[body], |it| {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.encode(it)
        })
        .unwrap();
        assert_eq!(base64.recipe, "HMAC-SHA256 of the body, keyed with the encrypt key, as base64");
        for shown in [format!("{upper:?}"), format!("{base64:?}")] {
            assert!(!shown.contains("example"), "{shown}");
        }
    }

    #[test]
    fn swapped_keys_are_seen_in_what_opens() {
        let swap = Keys::new(Some(Secret::new("example-token")), Some(Secret::new("example-key")));
        let packet = sealed();
        let text = std::str::from_utf8(&packet.body).unwrap().split('"').nth(3);
        assert!(swapped(&swap, text));
        assert!(!swapped(&keys(), text) && !swapped(&Keys::default(), text) && !swapped(&swap, None));
    }
}
