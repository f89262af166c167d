//! Test vectors: what the vendor's page and SDKs make of known keys, as data.

use serde::Deserialize;

use crate::protocol::Stamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vector {
    pub(crate) name: String,
    #[serde(rename = "about")]
    _about: String,
    pub(crate) key: String,
    pub(crate) key_sha256: String,
    iv: String,
    pub(crate) plaintext: String,
    pub(crate) encrypt: String,
    pub(crate) signed: Option<Signed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signed {
    pub(crate) timestamp: String,
    pub(crate) nonce: String,
    pub(crate) body: String,
    pub(crate) signature: String,
    pub(crate) signature_over_plaintext: String,
}

impl Vector {
    pub(crate) fn iv(&self) -> [u8; 16] {
        let digits = self.iv.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap());
        let bytes: Vec<u8> = digits.map(|it| u8::from_str_radix(it, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    pub(crate) fn stamp(&self) -> Stamp {
        let (timestamp_s, nonce) = match &self.signed {
            Some(signed) => (signed.timestamp.parse().unwrap(), signed.nonce.clone()),
            None => (1_700_000_000, "any".to_owned()),
        };
        Stamp { timestamp_s, nonce, iv: self.iv() }
    }
}

pub(crate) fn all() -> Vec<Vector> {
    let all: Vec<Vector> = serde_json::from_str(include_str!("../../../tests/vectors/lark.json")).unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all.iter().filter(|it| it.signed.is_some()).count(), 2);
    all
}
