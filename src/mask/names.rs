//! The one list of names of headers, query keys and JSON members whose values are secret.

/// Parts of names whose values are secret, in lower case, without `-` and `_`.
const SECRET: &[&str] = &[
    "token", "secret", "passw", "passphrase", "authorization", "cookie", "apikey", "accesskey", "privatekey",
    "encryptkey", "credential", "sessionid", "appticket",
];
/// Words, in the names of headers and query keys, whose values are secret, beside those.
const SECRET_WORDS: &[&str] = &["key", "auth", "pass", "pwd"];
/// Words, in the names of query keys, whose values are secret, beside those.
const SECRET_IN_QUERY: &[&str] = &["sig", "sign", "signature", "code", "session"];

/// Whether the value of a JSON member of this name is a secret.
pub(super) fn is_secret_member(name: &str) -> bool {
    let plain: String =
        name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).map(|c| c.to_ascii_lowercase()).collect();
    SECRET.iter().any(|part| plain.contains(part))
}

pub(super) fn is_secret_header(name: &str) -> bool {
    is_secret_member(name) || has_word(name, SECRET_WORDS)
}

/// Whether the value of a query key is a secret.
pub(super) fn is_secret_query_key(name: &str) -> bool {
    is_secret_header(name) || has_word(name, SECRET_IN_QUERY)
}

fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(['-', '_', '.']).any(|word| words.iter().any(|it| word.eq_ignore_ascii_case(it)))
}
