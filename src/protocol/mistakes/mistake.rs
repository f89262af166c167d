//! Signatures made on purpose by the recipes that receivers get wrong: the one that takes such a signature is found out.

use std::borrow::Cow;

use super::signature_recipe::{BodyForm, Hash, RIGHT, SignedPart, Writing, digest, words};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::{NONCE_HEADER, Packet, SIGNATURE_HEADER, TIMESTAMP_HEADER, hex};

/// A request with a signature by a wrong recipe, and the recipe in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistaken {
    /// The recipe, such as `HMAC-SHA256 of timestamp + nonce + the body, keyed with the encrypt key`.
    pub recipe: String,
    pub packet: Packet,
}

/// The requests that receivers with a known mistake would take in place of the right `packet`, which was sealed from
/// `plaintext`: the likely mistakes first. Empty where there is no encrypt key, for then nothing is signed.
pub(crate) fn mistaken(keys: &Keys, packet: &Packet, plaintext: &[u8]) -> Vec<Mistaken> {
    let Some(key) = keys.encrypt_key().map(Secret::expose) else { return Vec::new() };
    let token = keys.verification_token().map(Secret::expose);
    let (timestamp, nonce) = (packet.header(TIMESTAMP_HEADER), packet.header(NONCE_HEADER));
    let body = |words, bytes: &[u8]| BodyForm { slug: "", words, bytes: bytes.to_vec() };
    let (sent, opened) = (body("the body", &packet.body), body("the decrypted body", plaintext));
    let mut found = Vec::new();
    for (hash, parts, form, writing) in recipes(&sent, &opened) {
        let digest = digest(hash, parts, |part| match part {
            SignedPart::Timestamp => timestamp.map(str::as_bytes),
            SignedPart::Nonce => nonce.map(str::as_bytes),
            SignedPart::Key | SignedPart::KeyLine => Some(key.as_bytes()),
            SignedPart::Token => token.map(str::as_bytes),
            SignedPart::Body => Some(&form.bytes),
        });
        let Some(digest) = digest else { continue };
        let hex = hex(&digest);
        let written = if writing == Writing::UpperHex { hex.to_uppercase() } else { hex };
        found.push(Mistaken {
            recipe: words(hash, parts, form, writing),
            packet: with_signature(packet.clone(), written),
        });
    }
    found
}

pub(crate) fn with_signature(mut packet: Packet, signature: String) -> Packet {
    packet.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(SIGNATURE_HEADER));
    packet.headers.push((Cow::Borrowed(SIGNATURE_HEADER), Cow::Owned(signature)));
    packet
}

type MistakenRecipe<'a> = (Hash, &'static [SignedPart], &'a BodyForm, Writing);

/// The recipes seen in public reports, the likely ones first.
fn recipes<'a>(sent: &'a BodyForm, opened: &'a BodyForm) -> Vec<MistakenRecipe<'a>> {
    use SignedPart::{Body, Key, Nonce, Timestamp, Token};
    let lower = Writing::LowerHex;
    let mut recipes: Vec<MistakenRecipe<'a>> = Vec::new();
    for keyed in [Hash::Hmac(Key), Hash::Hmac(Token)] {
        recipes.push((keyed, &[Timestamp, Nonce, Body], sent, lower));
        recipes.push((keyed, &[Body], sent, lower));
        recipes.push((keyed, &[Timestamp, Nonce, Key, Body], sent, lower));
        recipes.push((keyed, &[Timestamp, Body], sent, lower));
    }
    recipes.push((Hash::Plain, &[Timestamp, Nonce, Token, Body], sent, lower));
    recipes.push((Hash::Plain, &RIGHT, opened, lower));
    recipes.push((Hash::Hmac(Key), &[Timestamp, Nonce, Body], opened, lower));
    recipes.push((Hash::Plain, &RIGHT, sent, Writing::UpperHex));
    recipes.push((Hash::Plain, &[Timestamp, Nonce, Body], sent, lower));
    recipes
}

#[cfg(test)]
mod tests {
    use super::super::diagnose::investigate;
    use super::*;
    use crate::protocol::Stamp;
    use crate::protocol::webhook::{read_body, seal};

    const TEXT: &[u8] = b"{\"schema\":\"2.0\"}";

    fn stamp() -> Stamp {
        Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] }
    }

    #[test]
    fn the_detective_finds_every_mistake_made_on_purpose() {
        let keys = Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")));
        let all = mistaken(&keys, &seal(&keys, TEXT, &stamp()), TEXT);
        assert_eq!(all.len(), 13);
        for Mistaken { recipe, packet } in all {
            let found = read_body(&keys, &packet.body, |body| investigate(&keys, &packet, body));
            assert_eq!(found.map(|it| it.recipe), Some(recipe));
        }
    }

    #[test]
    fn without_a_token_no_recipe_uses_it_and_without_a_key_there_is_none() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let all = mistaken(&keys, &seal(&keys, TEXT, &stamp()), TEXT);
        assert!(!all.is_empty() && all.iter().all(|it| !it.recipe.contains("token")));
        let none = Keys::default();
        assert!(mistaken(&none, &seal(&none, TEXT, &stamp()), TEXT).is_empty());
    }
}
